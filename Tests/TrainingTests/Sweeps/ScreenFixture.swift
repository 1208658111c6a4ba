import Experiment

@testable import Training

/// A cell that is called by its label, of ten epochs unless said otherwise.
func cell(
  _ label: String, _ configuration: Int, _ state: CellStanding.State, epochs: Int = 0,
  of planned: Int = 10,
  score: Double? = nil, metric: Metric = .meanIoU, seconds: Double = 0, work: Double? = nil
) -> CellStanding {
  CellStanding(
    label: label, configuration: configuration, state: state, epochs: epochs, planned: planned,
    metric: metric,
    best: score.map { BestRecord(epoch: max(1, epochs - 1), metric: metric, value: $0) }, seconds: seconds,
    work: work, folder: RunFolder("/somewhere/runs/sweep/\(label)~0123abcd"))
}

/// What a terminal shows of what was written to it: as much of it as the program uses.
struct Terminal {
  var columns: Int
  let rows: Int
  /// The lines that were ever there, the last ones on the screen.
  private(set) var lines: [[Character]] = [[]]
  private var row = 0
  private var column = 0

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  /// What a person sees, with what has scrolled away.
  var text: [String] { lines.map { String($0) } }

  /// The first line on the screen.
  private var top: Int { max(0, lines.count - rows) }

  mutating func write(_ text: String) {
    var rest = text.unicodeScalars.map(Character.init)[...]
    while let character = rest.popFirst() {
      switch character {
      case "\r": column = 0
      case "\n": next()
      case "\u{1B}":
        let code = rest.prefix { !$0.isLetter }
        rest = rest.dropFirst(code.count)
        obey(rest.popFirst() ?? " ", Int(String(code.dropFirst())))
      default: put(character)
      }
    }
  }

  /// What most terminals do where they become narrower: lines are broken, and the cursor stays behind its letter.
  mutating func narrow(to columns: Int) {
    self.columns = columns
    var broken: [[Character]] = []
    for (index, line) in lines.enumerated() {
      if index == row {
        let whole = column / columns
        (row, column) = (broken.count + whole, column - whole * columns)
      }
      let starts = stride(from: 0, to: max(1, line.count), by: columns)
      broken += starts.map { Array(line[$0..<min(line.count, $0 + columns)]) }
    }
    lines = broken
  }

  private mutating func put(_ character: Character) {
    if column == columns { next() }
    lines[row] += Array(repeating: " ", count: max(0, column - lines[row].count))
    if column < lines[row].count { lines[row][column] = character } else { lines[row].append(character) }
    column += 1
  }

  private mutating func next() {
    row += 1
    column = 0
    if row == lines.count { lines.append([]) }
  }

  private mutating func obey(_ code: Character, _ number: Int?) {
    switch code {
    case "A": row = max(top, row - (number ?? 1))
    case "K": lines[row] = Array(lines[row].prefix(column))
    case "J":
      lines[row] = Array(lines[row].prefix(column))
      lines = Array(lines.prefix(row + 1))
    default: lines[row] += Array("?\(code)")
    }
  }
}
