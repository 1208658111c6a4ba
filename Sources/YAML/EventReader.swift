import CYAML
import Diagnostics

/// Owns a libyaml parser over one text and hands out its events.
final class EventReader {
  /// The text whose lines errors show.
  let source: SourceText
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>
  private let isInitialized: Bool

  /// Reads `text` and shows places as places of `source`, which has the same lines and columns.
  init(_ text: SourceText, showing source: SourceText) {
    self.source = source
    // libyaml keeps a pointer to the parser and to the input, so neither may move.
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    input = .allocate(capacity: max(1, text.bytes.count))
    _ = input.initialize(from: text.bytes)
    isInitialized = yaml_parser_initialize(parser) == 1
    if isInitialized {
      yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
      yaml_parser_set_input_string(parser, input.baseAddress, text.bytes.count)
    }
  }

  deinit {
    if isInitialized { yaml_parser_delete(parser) }
    parser.deallocate()
    input.deallocate()
  }

  /// The next event.
  func next() throws(DiagnosticError) -> Event {
    var raw = yaml_event_t()
    guard isInitialized, yaml_parser_parse(parser, &raw) == 1 else { throw syntaxError() }
    defer { yaml_event_delete(&raw) }
    return Event(raw)
  }

  /// Where an event stands; the underline ends with the line.
  ///
  /// A value that is missing at the end of the text stands at its end.
  func place(of event: Event) -> Place {
    let line = source.firstLine + event.start.line
    let last = source.end
    guard line <= last.line else { return last }
    let isOneLine = event.end.line == event.start.line
    let end = isOneLine ? event.end.column : source.line(line).unicodeScalars.count
    return Place(
      source: source, line: line, column: event.start.column + 1, width: max(1, end - event.start.column))
  }

  private func syntaxError() -> DiagnosticError {
    let words = parser.pointee.problem.map { String(cString: $0) } ?? "not enough memory"
    let context = parser.pointee.context.map { String(cString: $0) }
    let problem = SyntaxProblem(
      words: words, context: context, problemPlace: place(parser.pointee.problem_mark),
      contextPlace: place(parser.pointee.context_mark))
    return DiagnosticError(problem.diagnostic)
  }

  /// The place of a mark; one in the empty line after the text is moved to the end of the text.
  private func place(_ mark: yaml_mark_t) -> Place {
    let end = source.end
    let line = source.firstLine + mark.line
    guard line <= end.line else { return end }
    return Place(source: source, line: line, column: mark.column + 1, width: 1)
  }
}
