import Foundation
import YAML

/// What editors make of a YAML text: the JSON that YAML 1.2's core schema says it means.
enum CoreSchemaJSON {
  static func text(of yaml: String) throws -> String {
    try text(of: Node.parse(yaml, file: "a.yaml"))
  }

  private static func text(of node: Node) throws -> String {
    switch node.content {
    case .scalar(let scalar): return try scalar.isPlain ? plain(scalar.text) : quoted(scalar.text)
    case .sequence(let items): return try "[" + items.map(text).joined(separator: ", ") + "]"
    case .mapping(let entries):
      let members = try entries.map { try quoted($0.key.text) + ": " + text(of: $0.value) }
      return "{" + members.joined(separator: ", ") + "}"
    }
  }

  private static func plain(_ text: String) throws -> String {
    switch text {
    case "", "~", "null", "Null", "NULL": return "null"
    case "true", "True", "TRUE": return "true"
    case "false", "False", "FALSE": return "false"
    case ".nan", ".NaN", ".NAN": return "NaN"
    default: break
    }
    if text.wholeMatch(of: /[-+]?\.(inf|Inf|INF)/) != nil {
      return text.hasPrefix("-") ? "-Infinity" : "Infinity"
    }
    if let match = text.wholeMatch(of: /([-+]?)0*([0-9]+)/) {
      return (match.1 == "-" ? "-" : "") + match.2
    }
    if let match = text.wholeMatch(of: /0x([0-9a-fA-F]+)/), let value = Int(match.1, radix: 16) {
      return "\(value)"
    }
    if let match = text.wholeMatch(of: /0o([0-7]+)/), let value = Int(match.1, radix: 8) { return "\(value)" }
    if text.wholeMatch(of: /[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?/) != nil,
      let value = Double(text)
    {
      return value.isFinite ? "\(value)" : "Infinity"
    }
    return try quoted(text)
  }

  private static func quoted(_ text: String) throws -> String {
    String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
  }
}
