/// Replaces `${NAME}` and `${NAME:-default}` by variables of the environment; `$${` stands for a literal
/// `${`.
struct VariableExpansion {
  /// Why a text cannot be expanded.
  struct Problem: Error {
    let message: String
    let note: String
  }

  let environment: [String: String]

  /// The text with all variables replaced.
  func expand(_ text: String) throws(Problem) -> String {
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstRange(of: "${") {
      let before = rest[..<dollar.lowerBound]
      rest = rest[dollar.upperBound...]
      if before.hasSuffix("$") {
        result += before.dropLast() + "${"
      } else {
        result += try before + variable(&rest)
      }
    }
    return result + rest
  }

  /// A text that `expand` turns into `text`.
  static func escape(_ text: String) -> String {
    text.replacing("${", with: "$${")
  }

  /// Reads `NAME}` or `NAME:-default}` from the start of `rest`.
  private func variable(_ rest: inout Substring) throws(Problem) -> String {
    guard let end = rest.firstIndex(of: "}") else {
      throw Problem(message: "'${' has no '}'", note: "write '$${' for a literal '${'")
    }
    let body = rest[..<end]
    rest = rest[rest.index(after: end)...]
    let parts = body.split(separator: ":-", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard Self.isName(name), !body.contains("${") else {
      throw Problem(
        message: "'${\(body)}' names no environment variable", note: "write ${NAME} or ${NAME:-default}")
    }
    if let value = environment[name], !(value.isEmpty && parts.count == 2) { return value }
    guard parts.count == 2 else {
      throw Problem(
        message: "the environment variable '\(name)' is not set",
        note: "set it, or write '${\(name):-default}' to fall back on a default")
    }
    return String(parts[1])
  }

  private static func isName(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, !("0"..."9").contains(first) else { return false }
    return name.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_")
    }
  }
}
