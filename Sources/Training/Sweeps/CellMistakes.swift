import Diagnostics
import Experiment

/// What is wrong with the files of cells, the same thing once, with the cells that have it unless all have.
struct CellMistakes {
  /// The cells that have a mistake.
  private struct Bearers {
    /// The label of the first one.
    let first: String
    var count: Int
    /// What all of them set of their data, which may be the cause.
    var settings: [SweepCell.Setting]
  }

  private var mistakes: [Diagnostic] = []
  private var cells: [Diagnostic: Bearers] = [:]

  /// Adds what is wrong with a cell.
  mutating func add(_ error: DiagnosticError, in cell: SweepCell) {
    let settings = cell.settings.filter(\.choosesData)
    for mistake in error.diagnostics {
      if let known = cells[mistake] {
        let common = known.settings.filter(settings.contains)
        cells[mistake] = Bearers(first: known.first, count: known.count + 1, settings: common)
      } else {
        mistakes.append(mistake)
        cells[mistake] = Bearers(first: cell.label, count: 1, settings: settings)
      }
    }
  }

  /// - Throws: `DiagnosticError` with all of it.
  func requireNone(among count: Int) throws(DiagnosticError) {
    guard !mistakes.isEmpty else { return }
    throw DiagnosticError(
      mistakes.prefix(DiagnosticError.most).map { mistake in
        guard let cells = cells[mistake] else { return mistake }
        return Diagnostic(
          mistake.severity, mistake.message, at: mistake.location, excerpt: mistake.excerpt,
          notes: mistake.notes + notes(cells, among: count))
      })
  }

  private func notes(_ cells: Bearers, among count: Int) -> [String] {
    let places = cells.settings.map { "'\($0.key): \($0.value)' stands at \($0.location)" }
    if cells.count == count { return places }
    let words =
      cells.count == 1
      ? "in the cell \(cells.first)" : "in \(cells.count) cells, the first of them \(cells.first)"
    return [words] + places
  }
}

extension SweepCell.Setting {
  /// Whether it may say which files are read: a fold and a seed only divide them.
  fileprivate var choosesData: Bool {
    (key == "data" || key.hasPrefix("data.")) && key != "data.validation.fold"
  }
}
