/// Writes values as YAML 1.2 that YAML 1.1 readers (PyYAML) understand in the same way.
///
/// The outer mapping and its mappings, the sections, take a line for each key; what is inside them stands in
/// `{}` and `[]` where it fits into a line.
public enum YAMLWriter {
  private static let widest = 110

  /// The text of a file that holds `value`, with a line break at its end.
  public static func text(_ value: YAMLValue) -> String {
    guard case .mapping(let entries) = value, !entries.isEmpty else { return flow(value) + "\n" }
    return entries.map { block($0, indent: 0) }.joined()
  }

  /// The value on one line, such as `{weight: 0.5, background: false}`.
  public static func flow(_ value: YAMLValue) -> String {
    switch value {
    case .null: "null"
    case .bool(let bool): bool ? "true" : "false"
    case .int(let int): String(int)
    case .number(let number): text(number)
    case .string(let string): text(string)
    case .list(let items): "[" + items.map(flow).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\(text($0.key)): \(flow($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  private static func block(_ entry: YAMLValue.Entry, indent: Int) -> String {
    let start = String(repeating: " ", count: indent) + text(entry.key) + ":"
    let line = "\(start) \(flow(entry.value))\n"
    switch entry.value {
    case .mapping(let entries) where !entries.isEmpty && (indent == 0 || line.count > widest):
      return start + "\n" + entries.map { block($0, indent: indent + 2) }.joined()
    case .list(let items) where line.count > widest:
      let dash = String(repeating: " ", count: indent + 2) + "- "
      return start + "\n" + items.map { "\(dash)\(flow($0))\n" }.joined()
    default: return line
    }
  }

  /// YAML 1.1 takes a number with an exponent for a text unless it has a point.
  private static func text(_ number: Double) -> String {
    let text = "\(number)"
    guard let exponent = text.firstIndex(of: "e"), !text.contains(".") else { return text }
    return text[..<exponent] + ".0" + text[exponent...]
  }

  private static func text(_ string: String) -> String {
    isSafePlain(string) ? string : quoted(string)
  }

  /// Words that some YAML reader takes for something else than a text.
  private static let reserved: Set<String> = [
    "null", "true", "false", "yes", "no", "on", "off", "y", "n",
  ]

  private static func isSafePlain(_ string: String) -> Bool {
    guard let first = string.unicodeScalars.first, let last = string.unicodeScalars.last else { return false }
    let isLetter = first.isASCII && first.properties.isAlphabetic
    guard isLetter || first == "_" || first == "/", last != " ", !reserved.contains(string.lowercased())
    else {
      return false
    }
    return string.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
        || " _./+-=~()".unicodeScalars.contains(scalar)
    }
  }

  private static func quoted(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      default: text += needsEscape(scalar) ? escape(scalar) : String(scalar)
      }
    }
    return text + "\""
  }

  private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: true
    default: false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
  }
}
