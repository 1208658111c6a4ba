import Config
import Diagnostics

/// What is wrong with a sweep, as far as it can be told without its base.
struct SweepRules {
  /// The keys of an experiment.
  static let keys = DeclaredKeys(of: ExperimentConfig.self)

  /// All that is wrong, in no order.
  private(set) var mistakes: [Diagnostic] = []

  init(_ config: SweepConfig) {
    let lists = config.grid + config.zip.joined()
    let paths =
      lists.map(\.path) + config.cases.flatMap(\.value).map(\.path) + (config.random?.keys.map(\.path) ?? [])
    mistakes += paths.compactMap(Self.keys.mistake)
    mistakes += SweptKeys(config).mistakes
    for entry in config.grid { checkRepeats(entry.value, of: entry.path.text) }
    for entry in config.random?.keys ?? [] {
      if case .choice(let values) = entry.value.kind { checkRepeats(values, of: entry.path.text) }
    }
    if let seeds = config.seeds { checkRepeats(seeds.values, of: "seeds") }
    if let folds = config.folds { checkRepeats(folds.values, of: "folds") }
    config.zip.forEach { checkLengths($0) }
    for condition in config.include + config.exclude {
      condition.parts.forEach { check($0, hasCases: !config.cases.isEmpty) }
    }
  }

  private mutating func checkRepeats(_ values: [WrittenValue], of name: String) {
    var known: [WrittenValue: WrittenValue] = [:]
    for value in values {
      if let first = known[value] {
        mistakes.append(
          value.mistake(
            "'\(name)' has the value \(value.text) twice", notes: ["the other is at \(first.location)"]))
      } else {
        known[value] = value
      }
    }
  }

  private mutating func checkLengths(_ group: [Assigned<[WrittenValue]>]) {
    guard let first = group.first else { return }
    for other in group where other.value.count != first.value.count {
      mistakes.append(
        other.path.mistake(
          "'\(other.path.text)' has \(Self.values(other)), and '\(first.path.text)' has \(Self.values(first))",
          notes: ["lists in 'zip' advance together; the other is at \(first.path.location)"]))
    }
  }

  private static func values(_ entry: Assigned<[WrittenValue]>) -> String {
    entry.value.count == 1 ? "1 value" : "\(entry.value.count) values"
  }

  private mutating func check(_ part: Assigned<Criterion>, hasCases: Bool) {
    let isCase = part.path.text == SweepCell.Setting.caseKey
    if isCase, !hasCases {
      mistakes.append(
        part.path.mistake(
          "'case' is the name of a cell's case, and the sweep has no 'cases'",
          notes: ["give 'cases', or name a key of the experiment"]))
    } else if !isCase, let mistake = Self.keys.mistake(in: part.path) {
      mistakes.append(mistake)
    } else if part.value.isOrdering, !Self.keys.mayBeNumber(part.path) {
      mistakes.append(
        part.path.mistake("'\(part.path.text)' is no number, which '\(part.value.text)' compares"))
    }
  }
}
