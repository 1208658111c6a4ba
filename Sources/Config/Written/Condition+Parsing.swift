public import Diagnostics
import YAML

extension Condition {
  /// Parses the `number`-th condition of a command line, counted from 1: a dotted path, a relation and a value, such as `model.depth>=3`.
  ///
  /// `=` means `==`. Places have the file `<command line>`, the line `number` and the column in `text`.
  ///
  /// - Throws: What is wrong with it; not whether there is such a key.
  public init(parsing text: String, number: Int) throws(DiagnosticError) {
    let file = Surroundings.commandLine
    guard let start = text.firstIndex(where: { "<>=!".contains($0) }), start > text.startIndex,
      !text.contains(where: \.isNewline)
    else {
      let place = try Place(in: text, file: file, line: number, column: 1, width: text.unicodeScalars.count)
      throw DiagnosticError(
        place.diagnostic(
          "'\(text)' is no condition",
          notes: ["write a key, a relation and a value, such as 'model.depth>=3' or 'model.norm=batch'"]))
    }
    let path = text[..<start].unicodeScalars.reversed().drop { $0 == " " }.reversed()
    let name = String(String.UnicodeScalarView(path))
    let relation = text[start...]
    let isEquality = relation.hasPrefix("=")
    let value: WrittenValue
    if isEquality {
      let dropped = relation.hasPrefix("==") ? 2 : 1
      let rest = relation.dropFirst(dropped)
      let before = text.unicodeScalars.count - rest.unicodeScalars.count
      value = WrittenValue(try Node.parseValue(in: text, after: before, file: file, line: number))
    } else {
      // As YAML, `>3` would be the head of a folded text.
      let place = try Place(
        in: text, file: file, line: number, column: text[..<start].unicodeScalars.count + 1,
        width: relation.unicodeScalars.count)
      value = WrittenValue(Node(.scalar(.init(text: String(relation), isPlain: false)), at: place))
    }
    let place = try Place(in: text, file: file, line: number, column: 1, width: name.unicodeScalars.count)
    let key = WrittenPath(Node.Key(text: name, place: place))
    parts = [Assigned(path: key, value: try Criterion(value))]
  }
}

extension WrittenValue {
  /// Parses a value that stands on one line of a file of ours.
  ///
  /// - Parameter text: YAML.
  public init(parsing text: String) throws(DiagnosticError) {
    self.init(try Node.parseValue(in: text, after: 0, file: "a setting", line: 1))
  }
}
