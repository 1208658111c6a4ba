/// The confusion matrices in `metrics.json`, of the best and the last epoch, over all valid validation pixels, and of the test.
public struct ConfusionRecord: Codable, Equatable, Sendable {
  /// What rows and columns stand for; with one class the background comes first.
  public let classes: [String]
  /// The best epoch's, rows = truth, columns = prediction; absent before the first.
  public let best: [[Int]]?
  /// The last epoch's, likewise.
  public let final: [[Int]]?
  /// The test images', likewise; absent before they are scored.
  public let test: [[Int]]?

  /// The matrices of two epochs and of the test; `nil` where neither epoch has one.
  public init?(
    scoring: Scoring, best: PerImageRecord.Epoch?, final: PerImageRecord.Epoch?,
    test: PerImageRecord.Epoch? = nil
  ) {
    guard best?.confusion != nil || final?.confusion != nil else { return nil }
    classes = scoring.rowNames
    self.best = best?.confusion
    self.final = final?.confusion
    self.test = test?.confusion
  }
}
