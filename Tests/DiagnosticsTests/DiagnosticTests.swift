import Diagnostics
import Testing

@Suite("Diagnostics")
struct DiagnosticTests {
  @Test("An error shows its place, the line, a caret with an underline, and its notes")
  func rendering() {
    let diagnostic = Diagnostic(
      "unknown key 'lerning_rate' in 'optimizer'; did you mean 'learning_rate'?",
      at: SourceLocation(file: "experiment.yaml", line: 14, column: 3),
      excerpt: Excerpt(line: "  lerning_rate: 1e-3", width: 12), notes: ["first", "second"])
    #expect(
      diagnostic.rendered == """
        experiment.yaml:14:3: error: unknown key 'lerning_rate' in 'optimizer'; did you mean 'learning_rate'?
         14 |   lerning_rate: 1e-3
            |   ^~~~~~~~~~~~
            = first
            = second
        """)
  }

  @Test("Without a place only the message and the notes are shown")
  func withoutPlace() {
    #expect(
      Diagnostic(.warning, "no images", notes: ["look again"]).rendered == """
        warning: no images
            = look again
        """)
  }

  @Test("Tabs and control characters take one column each and never reach the terminal")
  func controlCharacters() {
    let diagnostic = Diagnostic(
      "bad", at: SourceLocation(file: "a", line: 1, column: 3), excerpt: Excerpt(line: "\t\u{1B}x", width: 1))
    #expect(
      diagnostic.rendered == """
        a:1:3: error: bad
         1 |  \u{FFFD}x
           |   ^
        """)
  }

  @Test("What a file says cannot break the lines of a message, nor change the terminal")
  func harmfulMessage() {
    let diagnostic = Diagnostic("unknown key 'a\n\u{1B}[31m\tb\u{202E}'", notes: ["c\rd"])
    #expect(
      diagnostic.rendered == """
        error: unknown key 'a\u{FFFD}\u{FFFD}[31m b\u{FFFD}'
            = c\u{FFFD}d
        """)
  }

  @Test("A long line is cut around the caret")
  func longLine() throws {
    let line = String(repeating: "a", count: 500) + "b" + String(repeating: "c", count: 500)
    let diagnostic = Diagnostic(
      "bad", at: SourceLocation(file: "a", line: 1, column: 501), excerpt: Excerpt(line: line, width: 300))
    let lines = diagnostic.rendered.split(separator: "\n").map(Array.init)
    let caret = try #require(lines[2].firstIndex(of: "^"))
    #expect(lines[1][caret] == "b")
    #expect(lines[1].count < 120)
    #expect(lines[2].count <= lines[1].count)
  }

  @Test("An underline ends with its line")
  func underlineEnds() {
    let diagnostic = Diagnostic(
      "bad", at: SourceLocation(file: "a", line: 1, column: 2), excerpt: Excerpt(line: "abc", width: 9))
    #expect(diagnostic.rendered.hasSuffix(" ^~"))
  }

  @Test("A column outside of the line does no harm", arguments: [-3, 0, 1, 99])
  func columnOutside(column: Int) {
    let diagnostic = Diagnostic(
      "bad", at: SourceLocation(file: "a", line: 1, column: column), excerpt: Excerpt(line: "ab"))
    #expect(diagnostic.rendered.contains("^"))
  }

  @Test("Several mistakes are shown one after the other")
  func severalMistakes() {
    let error = DiagnosticError([Diagnostic("first"), Diagnostic("second")])
    #expect(error.description == "error: first\nerror: second")
  }

  @Test("Places order by file, line and column")
  func order() {
    let places = [("b", 1, 1), ("a", 10, 1), ("a", 9, 2), ("a", 9, 1)].map {
      SourceLocation(file: $0.0, line: $0.1, column: $0.2)
    }
    #expect(places.sorted().map(\.description) == ["a:9:1", "a:9:2", "a:10:1", "b:1:1"])
  }
}
