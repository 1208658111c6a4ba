public import Diagnostics

extension Node {
  /// Parses one YAML document.
  ///
  /// This is the YAML that a config needs. Refused, each with its place: syntax errors, duplicate keys, keys
  /// that are no scalars, merge keys (`<<`), tags, a second document, text that is not UTF-8, nesting beyond
  /// 100 levels, aliases that expand to more than 10 000 nodes, more than 1 MB. An empty text is an empty
  /// mapping.
  ///
  /// - Parameters:
  ///   - bytes: the text in UTF-8, with or without a byte order mark.
  ///   - file: the name that locations show.
  public static func parse(_ bytes: [UInt8], file: String) throws(DiagnosticError) -> Node {
    let source = try SourceText(bytes, name: file)
    return try parse(source, showing: source)
      ?? Node(.mapping([]), at: Place(source: source, line: 1, column: 1, width: 1))
  }

  /// Parses one YAML document from a string.
  public static func parse(_ text: String, file: String) throws(DiagnosticError) -> Node {
    try parse(Array(text.utf8), file: file)
  }

  /// Parses the value in the `line`-th text of many, such as the second override of a command line:
  /// `key=value`.
  ///
  /// Places count from the start of `text`, although parsing starts after `prefix` scalars of it. No value is
  /// an empty scalar, which means null.
  public static func parseValue(
    in text: String, after prefix: Int, file: String, line: Int
  ) throws(DiagnosticError) -> Node {
    let blanked = String(repeating: " ", count: prefix) + String(text.unicodeScalars.dropFirst(prefix))
    let shown = try SourceText(Array(text.utf8), name: file, firstLine: line)
    let source = try SourceText(Array(blanked.utf8), name: file, firstLine: line)
    return try parse(source, showing: shown)
      ?? Node(.scalar(Scalar(text: "", isPlain: true)), at: shown.end)
  }

  private static func parse(_ source: SourceText, showing shown: SourceText) throws(DiagnosticError) -> Node?
  {
    var loader = NodeLoader(EventReader(source, showing: shown))
    return try loader.document()
  }
}

extension Place {
  /// A place within the `line`-th text of many, such as the path of an override.
  public init(
    in text: String, file: String, line: Int, column: Int, width: Int
  ) throws(DiagnosticError) {
    let source = try SourceText(Array(text.utf8), name: file, firstLine: line)
    self.init(source: source, line: line, column: column, width: width)
  }
}
