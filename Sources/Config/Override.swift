public import Diagnostics
public import YAML

/// A value that replaces what a config file says, such as `model.depth=3`.
public struct Override: Hashable, Sendable {
  /// The keys from the outermost section to the one that is set.
  public let path: [Node.Key]
  /// The new value.
  public let value: Node

  /// Makes an override of a value that stands somewhere, such as in a sweep.
  public init(path: [Node.Key], value: Node) {
    self.path = path
    self.value = value
  }

  /// Parses the `number`-th override of a command line, counted from 1: a dotted path, `=`, a YAML value.
  ///
  /// Places have the file `<command line>`, the line `number` and the column in `text`.
  public init(parsing text: String, number: Int) throws(DiagnosticError) {
    let file = Surroundings.commandLine
    let column = { (prefix: Substring) in prefix.unicodeScalars.count + 1 }
    guard let equals = text.firstIndex(of: "="), !text.contains(where: \.isNewline) else {
      let place = try Place(in: text, file: file, line: number, column: 1, width: text.unicodeScalars.count)
      throw DiagnosticError(
        place.diagnostic(
          "'\(text)' is no override", notes: ["write key=value on one line, such as model.depth=3"]))
    }
    var path: [Node.Key] = []
    for part in text[..<equals].split(separator: ".", omittingEmptySubsequences: false) {
      let start = column(text[..<part.startIndex])
      let place = try Place(
        in: text, file: file, line: number, column: start, width: part.unicodeScalars.count)
      guard !part.isEmpty else {
        throw DiagnosticError(
          place.diagnostic("a key is missing before '='", notes: ["write section.key=value"]))
      }
      path.append(Node.Key(text: String(part), place: place))
    }
    self.path = path
    let written = text[text.index(after: equals)...]
    guard Self.beginsWithPlaceholder(written) else {
      self.value = try Node.parseValue(in: text, after: column(text[...equals]) - 1, file: file, line: number)
      return
    }
    let place = try Place(
      in: text, file: file, line: number, column: column(text[...equals]), width: written.unicodeScalars.count
    )
    self.value = Node(.scalar(.init(text: String(written), isPlain: false)), at: place)
  }

  /// Whether the value is a text such as `{stem}_mask` or `*_mask`, which in YAML would be a mapping or an alias and need quotes.
  private static func beginsWithPlaceholder(_ value: Substring) -> Bool {
    value.prefixMatch(of: /\{[a-z]+\}|\*/) != nil
  }
}
