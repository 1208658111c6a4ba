import Config

/// One of the things that vary in a sweep, by itself.
struct SweepAxis: Sendable {
  /// What is set together.
  struct Point: Sendable {
    let settings: [SweepCell.Setting]
    /// The value of each setting as it stands in the sweep.
    let values: [WrittenValue]
    let overrides: [Override]
  }

  let points: [Point]

  /// What keys are set to, one value of each at a time; the lists are of one length.
  init(_ lists: [Assigned<[WrittenValue]>]) {
    let labels = lists.map { SettingLabels($0.value, of: $0.path.text) }
    points = (0..<(lists.first?.value.count ?? 0)).map { index in
      let values = lists.map { $0.value[index] }
      return Point(
        settings: lists.indices.map { .init(lists[$0].path, values[$0], label: labels[$0][values[$0]]) },
        values: values, overrides: lists.indices.map { Override(lists[$0].path, values[$0]) })
    }
  }

  /// The values of one key, each with the overrides that set it.
  init(_ key: String, _ values: [WrittenValue], overrides: (WrittenValue) -> [Override]) {
    let labels = SettingLabels(values, of: key)
    points = values.map { value in
      let setting = SweepCell.Setting(WrittenPath(key, at: value), value, label: labels[value])
      return Point(settings: [setting], values: [value], overrides: overrides(value))
    }
  }

  /// Bundles of values.
  init(cases: [Assigned<[Assigned<WrittenValue>]>]) {
    let names = cases.map { WrittenValue($0.path) }
    let labels = SettingLabels(names, of: SweepCell.Setting.caseKey)
    points = zip(cases, names).map { item, name in
      let own = SweepCell.Setting(
        key: SweepCell.Setting.caseKey, value: item.path.text, label: labels[name], location: name.location)
      let bundled = item.value.map { entry in
        let label = SettingLabels([entry.value], of: entry.path.text)[entry.value]
        return SweepCell.Setting(entry.path, entry.value, label: label, isBundled: true)
      }
      return Point(
        settings: [own] + bundled, values: [name] + item.value.map(\.value),
        overrides: item.value.map { Override($0.path, $0.value) })
    }
  }
}

extension SweepCell.Setting {
  fileprivate init(_ path: WrittenPath, _ value: WrittenValue, label: String, isBundled: Bool = false) {
    self.init(
      key: path.text, value: value.text, label: label, location: value.location, isBundled: isBundled)
  }
}
