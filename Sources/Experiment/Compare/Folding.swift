import Config
import Diagnostics

/// Folds runs that differ in nothing but seed and fold into configurations, and finds the keys in which these differ.
///
/// Runs of one sweep differ in what the sweep sets; others in the keys of their configs. The parts of a loss are one key, since a loss is one choice.
struct Folding: Sendable {
  /// The keys in which the configurations differ.
  let keys: [Comparison.Key]
  /// The configurations, in the order of their first runs.
  let configurations: [ComparedConfiguration]

  /// The values of a run, by key.
  private struct Setting {
    let value: String
    let label: String
  }

  /// Folds runs.
  init(_ runs: [ComparedRun]) {
    // Cells of one sweep set the same keys, unless cases or another sweep are among them.
    let names = Set(runs.map { Set($0.swept.map(\.key)) })
    let isSweep = names.count == 1 && names.first?.isEmpty == false
    let (keys, settings) = isSweep ? Self.swept(runs) : Self.differing(runs)
    self.keys = zip(keys, ShortKeys(keys).names).map { key, title in
      Comparison.Key(key: key, label: title, values: Self.ordered(settings.compactMap { $0[key]?.label }))
    }
    let titles = Dictionary(self.keys.map { ($0.key, $0.label) }, uniquingKeysWith: { first, _ in first })
    var places: [[String?]: Int] = [:]
    var groups: [(settings: [String: Setting], runs: [ComparedRun])] = []
    for (run, settings) in zip(runs, settings) {
      let values = keys.map { settings[$0]?.value }
      if let place = places[values] {
        groups[place].runs.append(run)
      } else {
        places[values] = groups.count
        groups.append((settings, [run]))
      }
    }
    configurations = groups.map { group in
      let words = keys.compactMap { key in
        group.settings[key].flatMap { setting in titles[key].map { "\($0)=\(setting.label)" } }
      }
      let sorted = group.runs.enumerated().sorted {
        ($0.element.seed ?? 0, $0.element.fold ?? 0, $0.offset) < (
          $1.element.seed ?? 0, $1.element.fold ?? 0, $1.offset
        )
      }
      return ComparedConfiguration(
        settings: group.settings.mapValues(\.value), labels: group.settings.mapValues(\.label),
        label: words.isEmpty ? Self.name(of: group.runs) : words.joined(separator: ", "),
        runs: sorted.map(\.element))
    }
  }

  private static func name(of runs: [ComparedRun]) -> String {
    runs.count == 1 ? runs[0].folder.name : "the only configuration"
  }

  /// The keys that the sweep sets and the values that each run has; only those that differ, where any does.
  private static func swept(_ runs: [ComparedRun]) -> ([String], [[String: Setting]]) {
    let inner = [ComparedRun.seedKey, ComparedRun.foldKey]
    let values = Dictionary(grouping: runs.flatMap(\.swept), by: \.key).mapValues {
      Set($0.map(\.value)).count
    }
    let all = runs[0].swept.map(\.key).filter { !inner.contains($0) }
    let differing = all.filter { values[$0, default: 0] > 1 }
    let keys = differing.isEmpty ? all : differing
    let settings = runs.map { run in
      Dictionary(
        run.swept.map { ($0.key, Setting(value: $0.value, label: $0.label)) },
        uniquingKeysWith: { first, _ in first }
      ).filter { keys.contains($0.key) }
    }
    return (keys, settings)
  }

  private static func differing(_ runs: [ComparedRun]) -> ([String], [[String: Setting]]) {
    let shared = runs.map { withWholeLoss($0.shared) }
    let all = Set(shared.flatMap(\.keys))
    let keys = all.filter { key in Set(shared.map { $0[key] }).count > 1 }
      .sorted { (rank($0), $0) < (rank($1), $1) }
    guard !keys.isEmpty else { return ([], runs.map { _ in [:] }) }
    var labels: [String: (String) -> String] = [:]
    var used: [[String: String]: [String: String]] = [:]
    let complete = shared.map { settings in
      if let known = used[settings] { return known }
      let own = completed(settings, keys)
      used[settings] = own
      return own
    }
    for key in keys { labels[key] = labelling(complete.compactMap { $0[key] }, of: key) }
    let settings = complete.map { settings in
      settings.reduce(into: [String: Setting]()) { result, entry in
        result[entry.key] = Setting(
          value: entry.value, label: labels[entry.key]?(entry.value) ?? entry.value)
      }
    }
    return (keys, settings)
  }

  /// What changes the network stands first, what says where the data is last.
  private static func rank(_ key: String) -> Int {
    let sections = ["model", "loss", "augmentation", "optimizer", "schedule", "training"]
    return sections.firstIndex { key.hasPrefix($0) } ?? sections.count
  }

  /// The value of each key, the default where none is declared.
  private static func completed(_ settings: [String: String], _ keys: [String]) -> [String: String] {
    var values = settings.filter { keys.contains($0.key) }
    let missing = keys.filter { values[$0] == nil }
    guard !missing.isEmpty, let reading = ConfigReading(settings: settings) else { return values }
    for key in missing { values[key] = reading.used(at: key) }
    return values
  }

  /// The settings with the parts of the loss as one key.
  private static func withWholeLoss(_ settings: [String: String]) -> [String: String] {
    let prefix = "loss."
    let parts = settings.filter { $0.key.hasPrefix(prefix) }.sorted { $0.key < $1.key }
    guard !parts.isEmpty else { return settings }
    var whole = settings.filter { !$0.key.hasPrefix(prefix) }
    whole["loss"] =
      "{" + parts.map { "\($0.key.dropFirst(prefix.count)): \($0.value)" }.joined(separator: ", ") + "}"
    return whole
  }

  private static func labelling(_ values: [String], of key: String) -> (String) -> String {
    let written = Dictionary(
      values.map { ($0, try? WrittenValue(parsing: $0)) }, uniquingKeysWith: { first, _ in first })
    let labels = SettingLabels(ordered(values).compactMap { written[$0] ?? nil }, of: key)
    return { value in (written[value] ?? nil).map { labels[$0] } ?? value }
  }

  /// Each value once, numbers by size, others as they come.
  static func ordered(_ values: [String]) -> [String] {
    var known: Set<String> = []
    let unique = values.filter { known.insert($0).inserted }
    let numbers = unique.compactMap { text in Double(text).map { (text, $0) } }
    return numbers.count == unique.count ? numbers.sorted { $0.1 < $1.1 }.map(\.0) : unique
  }
}

extension ConfigReading where Config == ExperimentConfig {
  /// The experiment that settings describe, as far as they do: where the data is may lack.
  init?(settings: [String: String]) {
    let loader = ConfigLoader(environment: [:], currentFolder: "/")
    guard let base = try? loader.prepare(ExperimentConfig.self, file: "settings", text: []) else {
      return nil
    }
    let overrides = settings.sorted { $0.key < $1.key }.enumerated().compactMap { index, entry in
      try? Override(parsing: "\(entry.key)=\(entry.value)", number: index + 1)
    }
    self = base.reading(overrides)
  }
}
