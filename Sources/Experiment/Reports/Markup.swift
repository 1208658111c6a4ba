import Foundation

/// Text as XML and HTML want it.
enum Markup {
  /// The text with what has a meaning in a page or an attribute escaped; control characters have no place there, escaped or not.
  static func escaped(_ text: String) -> String {
    let entities: [Unicode.Scalar: String] = [
      "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;",
    ]
    return text.unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control ? " " : entities[scalar] ?? String(scalar)
    }.joined()
  }

  /// A name in a page, which may run from right to left without turning its neighbours around.
  static func name(_ text: String) -> String { "<bdi>\(escaped(text))</bdi>" }

  /// An element around text that is escaped already.
  static func element(_ name: String, _ attributes: [(String, String)] = [], _ content: String) -> String {
    let written = attributes.map { " \($0.0)=\"\(escaped($0.1))\"" }.joined()
    return "<\(name)\(written)>\(content)</\(name)>"
  }

  /// A list of sentences; empty without any.
  static func list(_ sentences: [String], class name: String) -> String {
    if sentences.isEmpty { return "" }
    return element(
      "ul", [("class", name)],
      sentences.map { "<li dir=\"auto\">\(escaped($0))</li>" }.joined(separator: "\n"))
  }
}
