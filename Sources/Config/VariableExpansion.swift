/// Replaces `${NAME}` and `${NAME:-default}` by variables of the environment; `$${` stands for a literal
/// `${`.
struct VariableExpansion {
  /// Why a text cannot be expanded.
  struct Problem: Error {
    let message: String
    let note: String
  }

  private enum Piece {
    case text(String)
    case variable(Provenance.Variable)
  }

  let environment: [String: String]

  /// The text with all variables replaced.
  func expand(_ text: String) throws(Problem) -> String {
    try pieces(of: text).map { piece in
      switch piece {
      case .text(let text): text
      case .variable(let variable): variable.value
      }
    }.joined()
  }

  /// The variables that a text names, in its order; none if it cannot be expanded.
  func variables(in text: String) -> [Provenance.Variable] {
    let pieces = (try? pieces(of: text)) ?? []
    return pieces.compactMap { if case .variable(let variable) = $0 { variable } else { nil } }
  }

  private func pieces(of text: String) throws(Problem) -> [Piece] {
    var pieces: [Piece] = []
    var rest = text[...]
    while let dollar = rest.firstRange(of: "${") {
      let before = rest[..<dollar.lowerBound]
      rest = rest[dollar.upperBound...]
      if before.hasSuffix("$") {
        pieces.append(.text(before.dropLast() + "${"))
      } else {
        pieces += [.text(String(before)), .variable(try variable(&rest))]
      }
    }
    return pieces + [.text(String(rest))]
  }

  /// A text that `expand` turns into `text`.
  static func escape(_ text: String) -> String {
    text.replacing("${", with: "$${")
  }

  /// Reads `NAME}` or `NAME:-default}` from the start of `rest`.
  private func variable(_ rest: inout Substring) throws(Problem) -> Provenance.Variable {
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
    if let value = environment[name], !(value.isEmpty && parts.count == 2) {
      return Provenance.Variable(name: name, value: value, isSet: true)
    }
    guard parts.count == 2 else {
      throw Problem(
        message: "the environment variable '\(name)' is not set",
        note: "set it, or write '${\(name):-default}' to fall back on a default")
    }
    return Provenance.Variable(name: name, value: String(parts[1]), isSet: false)
  }

  private static func isName(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, !("0"..."9").contains(first) else { return false }
    return name.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_")
    }
  }
}
