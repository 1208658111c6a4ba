import YAML

/// Writes values as indented JSON, keys in their order.
enum JSONText {
  static func text(_ value: YAMLValue, indent: String = "") -> String {
    let inner = indent + "  "
    switch value {
    case .null: return "null"
    case .bool(let bool): return bool ? "true" : "false"
    case .int(let int): return String(int)
    case .number(let number): return "\(number)"
    case .string(let string): return quoted(string)
    case .list(let items) where items.allSatisfy(isShort):
      return "[" + items.map { text($0) }.joined(separator: ", ") + "]"
    case .list(let items):
      return block(items.map { text($0, indent: inner) }, "[", "]", indent)
    case .mapping(let entries) where entries.count <= 2 && entries.allSatisfy { isShort($0.value) }:
      return "{" + entries.map { "\(quoted($0.key)): \(text($0.value))" }.joined(separator: ", ") + "}"
    case .mapping(let entries):
      return block(entries.map { "\(quoted($0.key)): \(text($0.value, indent: inner))" }, "{", "}", indent)
    }
  }

  private static func isShort(_ value: YAMLValue) -> Bool {
    switch value {
    case .list, .mapping: false
    default: true
    }
  }

  private static func block(_ lines: [String], _ open: String, _ close: String, _ indent: String) -> String {
    "\(open)\n" + lines.map { "\(indent)  \($0)" }.joined(separator: ",\n") + "\n\(indent)\(close)"
  }

  private static func quoted(_ string: String) -> String {
    var text = ""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return "\"\(text)\""
  }
}
