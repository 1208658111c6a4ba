import Diagnostics
import Experiment

/// What is wrong with the files of cells, the same thing once, with the cells that have it unless all have.
struct CellMistakes {
  private var mistakes: [Diagnostic] = []
  private var cells: [Diagnostic: (first: String, count: Int)] = [:]

  /// Adds what is wrong with a cell.
  mutating func add(_ error: DiagnosticError, in cell: SweepCell) {
    for mistake in error.diagnostics {
      if cells[mistake] == nil { mistakes.append(mistake) }
      cells[mistake, default: (cell.label, 0)].count += 1
    }
  }

  /// - Throws: `DiagnosticError` with all of it.
  func requireNone(among count: Int) throws(DiagnosticError) {
    guard !mistakes.isEmpty else { return }
    throw DiagnosticError(
      mistakes.prefix(DiagnosticError.most).map { mistake in
        guard let cells = cells[mistake], cells.count < count else { return mistake }
        let note =
          cells.count == 1
          ? "in the cell \(cells.first)" : "in \(cells.count) cells, the first of them \(cells.first)"
        return Diagnostic(
          mistake.severity, mistake.message, at: mistake.location, excerpt: mistake.excerpt,
          notes: mistake.notes + [note])
      })
  }
}
