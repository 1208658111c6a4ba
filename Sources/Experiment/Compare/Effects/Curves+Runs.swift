import Foundation

extension Comparison.Curves {
  /// The curves of runs that differ in seed and fold: at each epoch the mean of the runs that have a value there, and the lowest and the
  /// highest of them.
  ///
  /// Runs may end at different epochs and validate at some only: the mean goes on with those that are there, so that it may jump where
  /// one ends. Values have six digits that matter. Of many epochs, `limit` are kept, evenly spaced among those with a score.
  ///
  /// - Returns: nil where no run has an epoch.
  public init?(of histories: [MetricsRecord], metric: Metric, limit: Int = 200) {
    let lines: [(name: String, value: (EpochRecord) -> Double?)] = [
      ("train_loss", { $0.train.total }), ("val_loss", { $0.val?.loss.total }),
      (metric.rawValue, { $0.val?[metric] }),
    ]
    let entries = Dictionary(grouping: histories.flatMap(\.epochs), by: \.epoch)
    let scored = entries.filter { $0.value.contains { $0.val != nil } }.keys
    let epochs = Self.thinned(entries.keys.sorted(), scored: scored.sorted(), to: max(2, limit))
    guard !epochs.isEmpty else { return nil }
    let bands = lines.map { line in
      let values = epochs.map { entries[$0, default: []].compactMap(line.value).filter(\.isFinite) }
      let band = Band(
        mean: values.map { $0.isEmpty ? nil : Self.rounded($0.mean) },
        low: values.map { $0.min().map(Self.rounded) }, high: values.map { $0.max().map(Self.rounded) })
      return (line.name, band)
    }
    self.init(epoch: epochs, bands: Dictionary(bands, uniquingKeysWith: { _, last in last }))
  }

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
