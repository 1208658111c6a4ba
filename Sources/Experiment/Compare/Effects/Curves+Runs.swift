import Foundation

extension Comparison.Curves {
  /// The curves of runs that differ in seed and fold: at each epoch the mean of the runs that have a value there, and the lowest and the
  /// highest of them.
  ///
  /// Runs may end at different epochs and validate at some only: the mean goes on with those that are there, so that it may jump where
  /// one ends. Values have six digits that matter. Of many epochs, `limit` are kept, evenly spaced among those with a score.
  ///
  /// - Returns: nil where no run has an epoch.
  public init?(of runs: [RunCurve], limit: Int = 200) {
    let names = Set(runs.flatMap(\.lines.keys))
    var values: [String: [Int: [Double]]] = [:]
    for run in runs {
      for (name, line) in run.lines {
        for (epoch, value) in zip(run.epochs, line) {
          if let value, value.isFinite { values[name, default: [:]][epoch, default: []].append(value) }
        }
      }
    }
    // The training has a loss after each epoch, whatever has a score.
    let scored = Set(values.filter { $0.key != Self.training }.values.flatMap(\.keys))
    let all = Set(runs.flatMap(\.epochs)).sorted()
    let epochs = Self.thinned(all, scored: scored.sorted(), to: max(2, limit))
    guard !epochs.isEmpty else { return nil }
    let bands = names.map { name in
      let own = epochs.map { values[name]?[$0] ?? [] }
      let band = Band(
        mean: own.map { $0.isEmpty ? nil : Self.rounded($0.mean) },
        low: own.map { $0.min().map(Self.rounded) }, high: own.map { $0.max().map(Self.rounded) })
      return (name, band)
    }
    self.init(epoch: epochs, bands: Dictionary(bands, uniquingKeysWith: { first, _ in first }))
  }

  private static let training = "train_loss"

  private static func thinned(_ epochs: [Int], scored: [Int], to limit: Int) -> [Int] {
    guard epochs.count > limit else { return epochs }
    let kept = scored.count > 1 ? scored : epochs
    guard kept.count > limit else { return kept }
    return (0..<limit).map { kept[$0 * (kept.count - 1) / (limit - 1)] }
  }

  private static func rounded(_ value: Double) -> Double {
    guard value != 0 else { return 0 }
    let digits = 5 - Int(log10(abs(value)).rounded(.down))
    // Numbers that are smaller or larger than this are rare, and as good unrounded.
    guard abs(digits) < 300 else { return value }
    let scale = pow(10, Double(abs(digits)))
    return digits >= 0 ? (value * scale).rounded() / scale : (value / scale).rounded() * scale
  }
}
