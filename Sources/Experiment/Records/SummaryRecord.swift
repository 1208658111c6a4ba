/// The file `summary.json`: at most 2 KB, all that a table of many runs needs.
public struct SummaryRecord: Codable, Equatable, Sendable {
  /// What the run cost.
  public struct Cost: Codable, Equatable, Sendable {
    /// Wall-clock seconds of all epochs.
    public let seconds: Double
    /// Epochs done.
    public let epochs: Int
    /// Trainable parameters.
    public let parameters: Int
    /// Floating-point operations of one training image, forward.
    ///
    /// As it predicts; a multiply-add is two. Absent in older runs, and where it isn't known.
    public let flops: Double?

    /// Makes the record of a cost.
    public init(seconds: Double, epochs: Int, parameters: Int, flops: Double? = nil) {
      self.flops = flops
      self.seconds = seconds
      self.epochs = epochs
      self.parameters = parameters
    }
  }

  /// How short epochs and validations were cut.
  public struct Limits: Codable, Equatable, Sendable {
    /// The batches of an epoch, at most; absent for all.
    public let training: Int?
    /// The images of a validation, at most; absent for all.
    public let validation: Int?

    /// Makes the record of limits.
    public init(training: Int?, validation: Int?) {
      self.training = training
      self.validation = validation
    }
  }

  /// The version of the format.
  public let schema: Int
  /// How far the run has come.
  public let status: RunStatus
  /// Whether a finished run ended before its last epoch; absent otherwise.
  public let stoppedEarly: Bool?
  /// How often the run went on inexactly, as `metrics.json` tells; absent where it never did.
  public let restarts: Int?
  /// How short epochs and validations were cut, for a trial whose scores mean little; absent where they were not.
  public let limited: Limits?
  /// SHA-256 of what determines the result, in hexadecimal.
  public let identity: String
  /// The keys that differ from their default, as declared, by dotted path; left out where they would not fit.
  public let differing: [String: String]
  /// How many keys were left out of `differing`, which `config.yaml` has; absent where none was.
  public let leftOut: Int?
  /// The best epoch; absent before the first.
  public let best: BestRecord?
  /// The scores of the last validation that tables show, and the one that the best epoch was chosen by; absent before the first.
  public let final: [String: Double?]?
  /// The most usual of the scores of the test, the one that chose the best epoch, and the epoch of the weights; absent before it.
  public let test: [String: Double?]?
  /// What the run cost.
  public let cost: Cost

  /// The summary of a history, with as many differing keys as fit.
  public init(
    of metrics: MetricsRecord, identity: String, differing: [String: String], parameters: Int,
    flops: Double? = nil, limited: Limits? = nil
  ) {
    schema = metrics.schema
    status = metrics.status
    stoppedEarly = metrics.stoppedEarly
    restarts = metrics.restarts?.count
    self.limited = limited
    self.identity = identity
    best = metrics.best
    let scores = metrics.final.map { Self.shown(of: $0, chosen: metrics.best?.metric) }
    final = scores
    test = metrics.test.map { Self.shown(of: $0, chosen: metrics.best?.metric) }
    let fitting = Self.fitting(differing, beside: [scores, test].compactMap(\.self).flatMap(\.keys))
    self.differing = fitting
    leftOut = fitting.count == differing.count ? nil : differing.count - fitting.count
    cost = Cost(
      seconds: metrics.epochs.reduce(0) { $0 + $1.seconds }, epochs: metrics.epochs.count,
      parameters: parameters, flops: flops)
  }

  private enum CodingKeys: String, CodingKey {
    case schema, status, restarts, limited, identity, differing, best, final, test, cost
    case stoppedEarly = "stopped_early"
    case leftOut = "left_out"
  }

  /// The scores that there is room for: all are in `metrics.json`.
  private static func shown(of record: ValidationRecord, chosen: Metric?) -> [String: Double?] {
    let shown = Metric.allCases.filter { metric in
      switch metric {
      case .macro(_, .dataset), .pixelAccuracy, .loss: true
      case .macro(.iou, .perImage), .macro(.dice, .perImage): true
      case .surface: record.scores.keys.contains(metric)
      case .macro, .micro: metric == chosen
      }
    }
    return Dictionary(
      shown.map { ($0.rawValue, record[$0]) }, uniquingKeysWith: { first, _ in first })
  }

  /// The scores of a test that there is room for.
  private static func shown(of record: TestRecord, chosen: Metric?) -> [String: Double?] {
    let usual: [Metric] = [.meanIoU, .meanDice, .pixelAccuracy, .loss]
    let shown = usual + (chosen.map { usual.contains($0) ? [] : [$0] } ?? [])
    let scores = shown.map { ($0.rawValue, record.scores[$0]) }
    return Dictionary(
      [("epoch", Double(record.epoch))] + scores, uniquingKeysWith: { first, _ in first })
  }

  /// The keys, in order, that leave the file under 2 KB, a long one left out so that others fit: all but them and the scores takes less
  /// than 630 bytes.
  private static func fitting(_ keys: [String: String], beside scores: [String]) -> [String: String] {
    let longestNumber = 24
    var room = 2048 - 630 - scores.reduce(0) { $0 + $1.utf8.count + longestNumber + 12 }
    return keys.sorted { $0.key < $1.key }.reduce(into: [:]) { kept, entry in
      let needed = bytes(of: entry.key) + bytes(of: entry.value) + 9
      guard needed <= room else { return }
      room -= needed
      kept[entry.key] = entry.value
    }
  }

  /// The most bytes that a text takes in JSON, with its quotes: what JSON escapes is longer there.
  private static func bytes(of text: String) -> Int {
    text.utf8.reduce(2) { sum, byte in
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): sum + 2
      case ..<0x20: sum + 6
      default: sum + 1
      }
    }
  }
}

extension BatchLimits {
  /// What a summary says of them; `nil` where nothing is limited.
  public var record: SummaryRecord.Limits? {
    training == nil && validation == nil ? nil : .init(training: training, validation: validation)
  }
}
