import Config
import Diagnostics

/// What was found in the cells of a sweep, the same thing once.
struct SweepFindings {
  private struct Place: Hashable {
    let severity: Diagnostic.Severity
    let location: SourceLocation?
    let message: String
  }

  private struct Finding {
    let diagnostic: Diagnostic
    /// The label of the first cell that has it.
    let first: String
    var count = 0
  }

  private var findings: [Place: Finding] = [:]

  /// Adds what is wrong with a cell, or doubtful.
  mutating func add(_ diagnostics: [Diagnostic], in cell: @autoclosure () -> String) {
    for diagnostic in diagnostics {
      let place = Place(
        severity: diagnostic.severity, location: diagnostic.location, message: diagnostic.message)
      findings[place, default: Finding(diagnostic: diagnostic, first: cell())].count += 1
    }
  }

  /// Everything that was found, with the cells in which it is; what all cells have from their base is told as it is.
  ///
  /// - Parameters:
  ///   - cells: how many cells there are.
  ///   - files: where the values of cells stand.
  func diagnostics(among cells: Int, settingsIn files: Set<String>) -> [Diagnostic] {
    findings.values.map { finding in
      let diagnostic = finding.diagnostic
      let isOfBase = !(diagnostic.location.map { files.contains($0.file) } ?? false)
      if isOfBase, finding.count == cells { return diagnostic }
      let note =
        finding.count == 1
        ? "in the cell \(finding.first)" : "in \(finding.count) cells, the first of them \(finding.first)"
      return Diagnostic(
        diagnostic.severity, diagnostic.message, at: diagnostic.location, excerpt: diagnostic.excerpt,
        notes: diagnostic.notes + [note])
    }.sorted { left, right in
      // At one place in the order of the words, so that a set of them is always told in the same order.
      left.location == right.location ? left.message < right.message : left.stands(before: right)
    }
  }
}
