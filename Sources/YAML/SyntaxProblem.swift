import Diagnostics

/// What libyaml says when it cannot go on, in words that help.
struct SyntaxProblem {
  /// libyaml's complaint, such as "did not find expected ',' or ']'".
  let words: String
  /// What libyaml was doing, such as "while parsing a flow sequence".
  let context: String?
  /// Where it stopped.
  let problemPlace: Place
  /// Where the thing that it was reading began.
  let contextPlace: Place

  var diagnostic: Diagnostic {
    if let tab = indentingTab {
      return tab.diagnostic("a tab cannot indent YAML; use spaces")
    }
    if words.contains("unexpected end of stream"), context?.contains("quoted scalar") == true {
      return contextPlace.diagnostic("this quote is never closed")
    }
    if isAtEnd, context?.contains("flow") == true {
      return problemPlace.diagnostic("not YAML: a ']' or '}' is missing at the end")
    }
    return problemPlace.diagnostic("not YAML: \(readable)", notes: notes)
  }

  private var readable: String {
    switch words {
    case "mapping values are not allowed in this context":
      "a ':' cannot stand here; indent this line like its neighbours, or quote the value"
    case "could not find expected ':'", "did not find expected key":
      "expected 'key: value' here, at the indentation of the lines before"
    case "did not find expected node content": "a value is missing here"
    case "found character that cannot start any token":
      "a value cannot start with this character; quote it"
    case "did not find expected ',' or ']'", "did not find expected ',' or '}'":
      words.replacing("did not find expected", with: "expected") + " here"
    default: [words, context].compactMap(\.self).joined(separator: " ")
    }
  }

  private var isAtEnd: Bool {
    problemPlace.location >= problemPlace.source.end.location
  }

  /// Whether text goes on where a `}` ends a value, as in `{stem}_mask`.
  private var followsBrace: Bool {
    let line = problemPlace.source.line(problemPlace.line).unicodeScalars.prefix(problemPlace.column)
    return line.last != " " && line.last != "}" && line.dropLast().last == "}"
  }

  /// The first tab among the blanks that the line with the problem starts with.
  private var indentingTab: Place? {
    let line = problemPlace.source.line(problemPlace.line).unicodeScalars
    let blanks = line.prefix { $0 == " " || $0 == "\t" }
    guard let tab = blanks.firstIndex(of: "\t") else { return nil }
    let column = blanks.distance(from: blanks.startIndex, to: tab) + 1
    return Place(source: problemPlace.source, line: problemPlace.line, column: column, width: 1)
  }

  private var notes: [String] {
    if followsBrace { return ["a text that begins with '{' needs quotes"] }
    guard let context, context.contains("flow") else { return [] }
    if problemPlace.source.line(problemPlace.line).contains("${") {
      return ["inside {} or [] a value with '${' needs quotes: \"${NAME}\""]
    }
    return contextPlace.line < problemPlace.line ? ["the [] or {} began at \(contextPlace.location)"] : []
  }
}
