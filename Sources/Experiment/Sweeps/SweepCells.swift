import Config
import Diagnostics
import Dispatch
import Foundation
import Synchronization

/// Decodes all cells of a sweep.
struct SweepCells {
  /// A combination that is a cell.
  private struct Outcome: Sendable {
    let number: Int
    let settings: [SweepCell.Setting]
    let reading: (config: ExperimentConfig, differing: [String: String], diagnostics: [Diagnostic])
  }

  private let expansion: SweepExpansion
  /// The cells in their order.
  let cells: [SweepCell]
  /// The number of the combination of each cell.
  let numbers: [Int]
  private var findings = SweepFindings()
  private let files: Set<String>
  /// Conditions that fit no combination, which are perhaps misspelt.
  let idle: [Diagnostic]

  /// Decodes the cells that the conditions leave.
  init(_ config: SweepConfig, _ expansion: SweepExpansion, over base: PreparedConfig<ExperimentConfig>) {
    self.expansion = expansion
    let (outcomes, fitting) = Self.decoded(config, expansion, base)
    idle = (config.include + config.exclude).enumerated().filter { !fitting.contains($0.offset) }.compactMap {
      $0.element.parts.first?.path.doubt(
        "no cell fits this condition", notes: ["it changes nothing; correct or remove it"])
    }
    var configurations: [Int: Int] = [:]
    cells = outcomes.enumerated().map { index, outcome in
      let (raw, next) = (expansion.configuration(of: outcome.number), configurations.count)
      let configuration = configurations[raw] ?? next
      configurations[raw] = configuration
      return SweepCell(
        number: index, configuration: configuration, settings: outcome.settings,
        config: outcome.reading.config, differing: outcome.reading.differing)
    }
    numbers = outcomes.map(\.number)
    files = Set(cells.flatMap { $0.settings.map(\.location.file) })
    for (cell, outcome) in zip(cells, outcomes) where !outcome.reading.diagnostics.isEmpty {
      findings.add(outcome.reading.diagnostics, in: cell.label)
    }
  }

  /// What is wrong and doubtful in them, by position.
  var diagnostics: [Diagnostic] {
    findings.diagnostics(among: cells.count, settingsIn: files)
  }

  /// Cells that are the same experiment, by position.
  var repeats: [Diagnostic] {
    var known: [[String: String]: Int] = [:]
    var pairs: [[SourceLocation]: Diagnostic] = [:]
    for cell in cells {
      let determining = Identity.determining(cell.differing)
      guard let first = known[determining].map({ cells[$0] }) else {
        known[determining] = cell.number
        continue
      }
      // Settings are alike in number, since each case has its name.
      let index =
        zip(cell.settings, first.settings).enumerated().first { $1.0.value != $1.1.value }?.offset ?? 0
      let places = [cell, first].map { $0.settings[index].location }
      if pairs[places] == nil { pairs[places] = repeated(at: index, cell, first) }
    }
    return pairs.values.sorted { $0.stands(before: $1) }
  }

  private func repeated(at index: Int, _ cell: SweepCell, _ first: SweepCell) -> Diagnostic {
    let (own, other) = (cell.settings[index], first.settings[index])
    let cause =
      cell.differing == first.differing ? "resolve alike" : "differ in nothing that changes a result"
    return expansion.values(of: numbers[cell.number])[index].mistake(
      "'\(own.key): \(own.value)' makes the same experiment as '\(other.key): \(other.value)'",
      notes: [
        "the other is at \(other.location)", "the cells \(cell.label) and \(first.label) \(cause)",
      ])
  }

  private static func decoded(
    _ config: SweepConfig, _ expansion: SweepExpansion, _ base: PreparedConfig<ExperimentConfig>
  ) -> (outcomes: [Outcome], fitting: Set<Int>) {
    let (count, portion) = (expansion.count, 32)
    let portions = (count + portion - 1) / portion
    let outcomes = Mutex([[Outcome]](repeating: [], count: portions))
    let fitting = Mutex(Set<Int>())
    DispatchQueue.concurrentPerform(iterations: portions) { index in
      let numbers = index * portion..<min(count, (index + 1) * portion)
      var fits: Set<Int> = []
      let own = numbers.compactMap { outcome($0, config, expansion, base, &fits) }
      outcomes.withLock { $0[index] = own }
      fitting.withLock { $0.formUnion(fits) }
    }
    return (outcomes.withLock { $0.flatMap(\.self) }, fitting.withLock { $0 })
  }

  /// A combination decoded; nil if the conditions leave it out.
  private static func outcome(
    _ number: Int, _ config: SweepConfig, _ expansion: SweepExpansion,
    _ base: PreparedConfig<ExperimentConfig>, _ fitting: inout Set<Int>
  ) -> Outcome? {
    let reading = base.reading(expansion.overrides(of: number))
    let conditions = config.include + config.exclude
    let name = config.cases.isEmpty || conditions.isEmpty ? nil : expansion.caseName(of: number)
    let others = name.map { [SweepCell.Setting.caseKey: $0] } ?? [:]
    let own = conditions.map { reading.satisfies($0, or: others) }
    fitting.formUnion(own.indices.filter { own[$0] })
    let isIncluded = config.include.isEmpty || own.prefix(config.include.count).contains(true)
    guard isIncluded, !own.dropFirst(config.include.count).contains(true) else { return nil }
    return Outcome(
      number: number, settings: expansion.settings(of: number),
      reading: (reading.config, reading.differing, reading.diagnostics))
  }
}
