import Config
import Diagnostics

/// All combinations of what varies in a sweep, numbered in the order in which they are declared.
struct SweepExpansion: Sendable {
  private let axes: [SweepAxis]
  /// How many neighbours differ in seed and fold alone.
  private let repeats: Int
  /// What is doubtful.
  let warnings: [Diagnostic]

  /// - Throws: what keeps the folds of the sweep from being laid over its base.
  init(_ config: SweepConfig, over base: PreparedConfig<ExperimentConfig>) throws(DiagnosticError) {
    var axes = config.grid.map { SweepAxis([$0]) }
    axes += config.zip.map { SweepAxis($0) }
    if !config.cases.isEmpty { axes.append(SweepAxis(cases: config.cases)) }
    let draws = config.random.map(Self.draws)
    if let draws { axes.append(SweepAxis(draws.lists)) }
    if let folds = config.folds { axes.append(try Self.axis(of: folds, over: base)) }
    if let seeds = config.seeds {
      axes.append(
        SweepAxis("training.seed", seeds.values) { [Override(WrittenPath("training.seed", at: $0), $0)] })
    }
    self.axes = axes
    repeats = (config.folds?.values.count ?? 1) * (config.seeds?.values.count ?? 1)
    warnings = draws?.warnings ?? []
  }

  /// How many combinations there are.
  var count: Int { axes.reduce(1) { $0 * $1.points.count } }

  /// The number of the configuration that a combination belongs to.
  func configuration(of number: Int) -> Int { number / repeats }

  /// What a combination sets, in the order of the sweep's keys.
  func settings(of number: Int) -> [SweepCell.Setting] { points(of: number).flatMap(\.settings) }

  /// The value of each setting as it stands in the sweep.
  func values(of number: Int) -> [WrittenValue] { points(of: number).flatMap(\.values) }

  /// The name of the case of a combination; nil where the sweep has no cases.
  func caseName(of number: Int) -> WrittenValue? {
    zip(settings(of: number), values(of: number)).first { $0.0.key == SweepCell.Setting.caseKey }?.1
  }

  /// What a combination lays over the base.
  func overrides(of number: Int) -> [Override] {
    // A number of folds takes the place of a section, in which others may set keys.
    points(of: number).reversed().flatMap(\.overrides)
  }

  private func points(of number: Int) -> [SweepAxis.Point] {
    var rest = number
    var points: [SweepAxis.Point] = []
    for axis in axes.reversed() {
      points.append(axis.points[rest % axis.points.count])
      rest /= axis.points.count
    }
    return points.reversed()
  }

  /// The values that are drawn for each key, without the draws that repeat an earlier one.
  private static func draws(
    _ random: RandomConfig
  ) -> (lists: [Assigned<[WrittenValue]>], warnings: [Diagnostic]) {
    var known: Set<[WrittenValue]> = []
    let draws = (0..<random.samples).map { sample in
      random.keys.map { random.value(of: $0, in: sample) }
    }.filter { known.insert($0).inserted }
    let lists = random.keys.enumerated().map { index, key in
      Assigned(path: key.path, value: draws.map { $0[index] })
    }
    guard draws.count < random.samples, let first = random.keys.first else { return (lists, []) }
    let message =
      "\(random.samples - draws.count) of \(random.samples) draws repeat an earlier one and are left out"
    return (
      lists,
      [
        first.path.doubt(
          message, notes: ["\(draws.count) different \(draws.count == 1 ? "one is" : "ones are") left"])
      ]
    )
  }

  private static func axis(
    of folds: Repetition, over base: PreparedConfig<ExperimentConfig>
  ) throws(DiagnosticError) -> SweepAxis {
    let section = "data.validation"
    let given: [Assigned<WrittenValue>] =
      if case .mapping(let entries) = base.written(at: ["data", "validation"])?.content { entries } else {
        []
      }
    guard let count = folds.count else {
      guard given.contains(where: { $0.path.text == "fold" }) else {
        throw DiagnosticError(
          folds.source.mistake(
            "'folds' lists parts of a validation that the base doesn't divide",
            notes: [
              "write 'data: {validation: {fold: 0, folds: 5}}' in the base, or the number of folds here"
            ]))
      }
      return SweepAxis("\(section).fold", folds.values) {
        [Override(WrittenPath("\(section).fold", at: $0), $0)]
      }
    }
    if let named = given.first(where: { ["list", "images", "masks"].contains($0.path.text) }) {
      throw DiagnosticError(
        folds.source.mistake(
          "'folds' takes the place of the base's validation, which names its images",
          notes: [
            "it does at \(named.path.location); write 'data: {validation: {fold: 0}}' in the base if all images are to be divided"
          ]))
    }
    let kept = given.filter { ["seed", "stratified", "group"].contains($0.path.text) }
    return SweepAxis("\(section).fold", folds.values) { value in
      let own = [("fold", value), ("folds", WrittenValue(count, at: folds.source))]
      let entries = own.map { Assigned(path: WrittenPath($0, at: value), value: $1) }
      return [Override(WrittenPath(section, at: value), WrittenValue(entries + kept, at: value))]
    }
  }
}
