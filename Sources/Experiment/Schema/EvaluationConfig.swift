public import Config

/// How a network is scored on the validation images, and what its best epoch is.
public struct EvaluationConfig: ConfigSection {
  /// The score by which the best epoch is chosen.
  public let metric: Metric
  /// How many of the best epochs keep their weights, 1 to 1000.
  public let keepBest: Int
  /// How many epochs pass from one validation to the next, 1 to 1 000 000; the last epoch is always validated.
  public let everyEpochs: Int
  /// The pixels above which an image is predicted by overlapping tiles, at least 65 536.
  public let maxPixels: Int
  /// Whether the scores of outlines are computed: boundary F1, surface Dice, Hausdorff distance.
  public let surface: Bool
  /// How far apart outlines may lie and still agree, in pixels.
  public let tolerance: Double

  private static let usualTolerance = 2.0

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    metric = keys.read(
      "metric", default: .meanIoU,
      "Score by which the best epoch is chosen; docs/metrics.md says what each is.")
    keepBest = keys.read(
      "keep_best", default: 1, in: 1...1000,
      "Best epochs whose weights are kept: the first as `best.safetensors`, the others as `epoch-0012.safetensors`; may change on --resume."
    )
    everyEpochs = keys.read(
      "every_epochs", default: 1, in: 1...1_000_000,
      "Epochs from one validation to the next; the last epoch always has one.")
    maxPixels = keys.read(
      "max_pixels", default: 4_000_000, in: .atLeast(65536),
      "Pixels above which an image is predicted by tiles, which overlap by half and are blended.")
    surface = keys.read(
      "surface", default: false,
      "Whether boundary F1, surface Dice and Hausdorff distance are computed too; they take time.")
    tolerance = keys.read(
      "tolerance", default: Self.usualTolerance, in: .from(0, to: 1000),
      "With `surface`. How far apart outlines may lie and still agree, in pixels.")
    checkSurface(keys)
  }

  private func checkSurface(_ keys: KeyReader) {
    keys.check(
      "metric", "surface", that: surface || !metric.isSurface,
      else: "'\(metric.rawValue)' is computed only with 'surface: true'",
      notes: ["add 'surface: true' beside it; each validation then takes longer"])
    keys.warn(
      "tolerance", "surface", unless: surface || tolerance == Self.usualTolerance,
      message: "'tolerance' changes nothing without 'surface: true'")
  }
}

extension Metric: ConfigChoice {}
