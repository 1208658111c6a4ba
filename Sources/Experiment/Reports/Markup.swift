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

  /// A sentence, with what stands between backticks as code.
  static func sentence(_ text: String) -> String {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false).map { escaped(String($0)) }
    // A backtick without another is only a backtick.
    guard parts.count % 2 == 1 else { return parts.joined(separator: "`") }
    return parts.enumerated().map { $0 % 2 == 1 ? element("code", [], $1) : $1 }.joined()
  }

  /// A list of sentences; empty without any.
  static func list(_ sentences: [String], class name: String) -> String {
    if sentences.isEmpty { return "" }
    return element(
      "ul", [("class", name)],
      sentences.map { "<li dir=\"auto\">\(sentence($0))</li>" }.joined(separator: "\n"))
  }
}
