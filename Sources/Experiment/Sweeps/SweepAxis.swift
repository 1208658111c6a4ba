import Config

/// One of the things that vary in a sweep, by itself.
struct SweepAxis: Sendable {
  /// What is set together.
  struct Point: Sendable {
    let settings: [SweepCell.Setting]
    let overrides: [Override]

    init(_ settings: [(setting: SweepCell.Setting, override: Override)]) {
      self.init(settings: settings.map(\.setting), overrides: settings.map(\.override))
    }

    init(settings: [SweepCell.Setting], overrides: [Override]) {
      self.settings = settings
      self.overrides = overrides
    }
  }

  let points: [Point]

  /// What keys are set to, one value of each at a time; the lists are of one length.
  init(_ lists: [Assigned<[WrittenValue]>]) {
    let labels = lists.map { SettingLabels($0.value, of: $0.path.text) }
    points = (0..<(lists.first?.value.count ?? 0)).map { index in
      Point(
        zip(lists, labels).map { list, labels in
          let value = list.value[index]
          return (.init(list.path, value, label: labels[value]), Override(list.path, value))
        })
    }
  }

  /// The values of one key, each with the overrides that set it.
  init(_ key: String, _ values: [WrittenValue], overrides: (WrittenValue) -> [Override]) {
    let labels = SettingLabels(values, of: key)
    points = values.map { value in
      let setting = SweepCell.Setting(WrittenPath(key, at: value), value, label: labels[value])
      return Point(settings: [setting], overrides: overrides(value))
    }
  }

  /// Bundles of values.
  init(cases: [Assigned<[Assigned<WrittenValue>]>]) {
    var taken: Set<String> = []
    points = cases.map { item in
      let name = item.path.text
      var label = SettingLabels.plain(name)
      while !taken.insert(label).inserted { label += "_" }
      let own = SweepCell.Setting(
        key: SweepCell.Setting.caseKey, value: name, label: label, location: item.path.location)
      let bundled = item.value.map { entry in
        let labels = SettingLabels([entry.value], of: entry.path.text)
        return SweepCell.Setting(entry.path, entry.value, label: labels[entry.value], isBundled: true)
      }
      return Point(
        settings: [own] + bundled, overrides: item.value.map { Override($0.path, $0.value) })
    }
  }
}

extension SweepCell.Setting {
  fileprivate init(_ path: WrittenPath, _ value: WrittenValue, label: String, isBundled: Bool = false) {
    self.init(
      key: path.text, value: value.text, label: label, location: value.location, isBundled: isBundled)
  }
}
