import Config
import Diagnostics

extension StrategyConfig {
  /// Why these cells cannot be compared; nothing under `all`, which compares none.
  ///
  /// - Parameters:
  ///   - sweep: where the strategy stands.
  func mistakes(in cells: [SweepCell], of sweep: Loaded<SweepConfig>) -> [Diagnostic] {
    guard let halving, let first = cells.first?.config else { return [] }
    let differences = [
      difference("training.epochs", in: cells) { "\($0.training.epochs)" },
      difference("validation.metric", in: cells) { $0.validation.metric.rawValue },
      difference("validation.every_epochs", in: cells) { "\($0.validation.everyEpochs)" },
    ].compactMap(\.self)
    if !differences.isEmpty {
      return differences.map { sweep.mistake($0.message, at: "strategy.name", notes: $0.notes) }
    }
    let (epochs, every) = (first.training.epochs, first.validation.everyEpochs)
    guard halving.rungs(of: epochs, validatedEvery: every).isEmpty else { return [] }
    return [
      sweep.mistake(
        "'\(name)' has no rung: no epoch with a validation lies between 'min_epochs' and the last epoch",
        at: halving.minEpochs == nil ? "strategy.name" : "strategy.min_epochs",
        notes: [
          "'training.epochs' is \(epochs), and 'validation.every_epochs' \(every)",
          "lower 'min_epochs' or 'validation.every_epochs', or write 'strategy: all'",
        ])
    ]
  }

  /// That a value differs between cells, which makes them incomparable.
  private func difference(
    _ key: String, in cells: [SweepCell], _ value: (ExperimentConfig) -> String
  ) -> (message: String, notes: [String])? {
    guard let first = cells.first.map({ value($0.config) }),
      let other = cells.first(where: { value($0.config) != first })
    else { return nil }
    let message =
      "'\(name)' compares cells after equal epochs by one metric, so that '\(key)' must be the same in all"
    let place = other.settings.last { key == $0.key || key.hasPrefix("\($0.key).") }.map {
      " (\($0.location))"
    }
    return (
      message,
      [
        "it is \(first) in the first cell, and \(value(other.config)) in cell \(other.number + 1)\(place ?? "")",
        "give all the same, or write 'strategy: all'",
      ]
    )
  }
}
