import Config
import Diagnostics

/// Keeps the runs for which all of some conditions hold.
struct RunFilter: Sendable {
  private let conditions: [Condition]
  private let keys: [Comparison.Key]
  /// Whether it depends on seed or fold, so that it is to be asked of each run.
  private let concernsRuns: Bool

  /// Parses conditions such as `model.depth>=3` or `loss=ce+dice`.
  ///
  /// - Parameter keys: those that the runs differ in, whose short names will do too.
  /// - Throws: all that is wrong with them.
  init(_ texts: [String], keys: [Comparison.Key]) throws(DiagnosticError) {
    var conditions: [Condition] = []
    var mistakes: [Diagnostic] = []
    for (index, text) in texts.enumerated() {
      do throws(DiagnosticError) {
        conditions.append(try Self.condition(text, number: index + 1, keys))
      } catch {
        mistakes += error.diagnostics
      }
    }
    if !mistakes.isEmpty { throw DiagnosticError(mistakes) }
    self.conditions = conditions
    self.keys = keys
    let own = [ComparedRun.seedKey, ComparedRun.validationKey]
    concernsRuns = conditions.flatMap(\.parts).contains { part in
      own.contains { part.path.text.hasPrefix($0) }
    }
  }

  private static func condition(
    _ text: String, number: Int, _ keys: [Comparison.Key]
  ) throws(DiagnosticError) -> Condition {
    let condition = try Condition(parsing: text, number: number)
    guard let path = condition.parts.first?.path else { return condition }
    if keys.contains(where: { $0.key == path.text }) { return condition }
    if let key = keys.first(where: { $0.label == path.text }) {
      return try Condition(parsing: key.key + text.dropFirst(path.text.count), number: number)
    }
    if let mistake = SweepRules.keys.mistake(in: path) { throw DiagnosticError(mistake) }
    return condition
  }

  /// The runs that fit.
  ///
  /// - Parameter configurations: all runs, folded.
  func runs(of configurations: [ComparedConfiguration]) -> [ComparedRun] {
    guard !conditions.isEmpty else { return configurations.flatMap(\.runs) }
    let kept = Workers.map(configurations) { configuration -> [ComparedRun] in
      guard !concernsRuns else {
        return configuration.runs.filter { holds(for: $0, configuration.labels) }
      }
      guard let run = configuration.runs.first else { return [] }
      return holds(for: run, configuration.labels) ? configuration.runs : []
    }
    return kept.flatMap(\.self)
  }

  private func holds(for run: ComparedRun, _ labels: [String: String]) -> Bool {
    let swept = run.swept.filter { $0.key != SweepCell.Setting.caseKey }.map { ($0.key, $0.value) }
    let settings = run.settings.merging(swept) { own, _ in own }
    var reading: ConfigReading<ExperimentConfig>?
    return conditions.allSatisfy { condition in
      // What a table shows as `ce+dice` may be asked for like that.
      if let part = condition.parts.first, labels[part.path.text] == part.value.text { return true }
      if reading == nil { reading = ConfigReading(settings: settings) }
      return reading?.satisfies(condition) ?? false
    }
  }
}
