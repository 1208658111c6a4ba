import Config
import Experiment
import YAML

/// A config that has one value of interest.
struct SchemaSample {
  let text: String
  /// Whether the shape of the key allows the value.
  let isGood: Bool
  /// What the program says when the value does not have the shape.
  let words: String
}

/// Values for each key that an experiment declares, so that a new key is tested from its first day.
struct SchemaSamples {
  /// One good value or more, one of a wrong type, one out of range, null, for every key under every alternative.
  static var all: [SchemaSample] {
    SchemaSamples().samples(in: SectionDescription(of: ExperimentConfig.self), at: [], over: base)
  }

  private static let base = YAMLValue.mapping([
    .init(
      "data",
      .mapping([
        .init("images", .string("i")), .init("masks", .string("m")),
        .init("classes", .list([.string("a"), .string("b")])),
      ])),
    .init("loss", .mapping([.init("ce", .int(1))])),
  ])

  /// No shape takes it: what takes a mapping knows its keys, or takes no mapping as their value.
  private static let wrong = YAMLValue.mapping([.init("no such key", .mapping([.init("nor this", .null)]))])

  private func samples(in section: SectionDescription, at path: [String], over config: YAMLValue)
    -> [SchemaSample]
  {
    let choices = section.keys.filter { $0.name == choice(in: section) }
    var found = (section.keys.filter { key in !choices.contains { $0.name == key.name } })
      .flatMap { samples(of: $0, at: path, over: config) }
    for key in choices { found += samples(ofChoice: key, in: section, at: path, over: config) }
    found.append(sample(config.setting(path + ["no such key"], to: .int(1)), isGood: false))
    guard let alternatives = section.alternatives else { return found }
    for item in distinct(alternatives.cases) {
      let required = item.keys.filter {
        $0.standard == nil || $0.name == item.name && isPresence(alternatives)
      }
      let chosen =
        switch alternatives.choice {
        case .byValue(let key): config.setting(path + [key], to: .string(item.name))
        case .byPresence: config
        }
      let complete = completed(chosen, with: required, at: path)
      found += item.keys.flatMap { samples(of: $0, at: path, over: complete) }
    }
    return found
  }

  /// The alternatives, of which the first stands for all where they differ in nothing but defaults.
  private func distinct(_ cases: [SectionDescription.Alternatives.Case])
    -> ArraySlice<SectionDescription.Alternatives.Case>
  {
    let same = cases.dropFirst().allSatisfy { signature(of: $0.keys) == signature(of: cases[0].keys) }
    return same ? cases.prefix(1) : cases[...]
  }

  /// What the keys take and which are required.
  private func signature(of keys: [SectionDescription.Key]) -> String {
    let parts = keys.map { key in
      let inner =
        switch key.shape {
        case .section(let section), .mapping(let section, _):
          signature(of: section.keys + (section.alternatives?.cases.flatMap(\.keys) ?? []))
        default: ""
        }
      return "\(key.name): \(key.shape.words) \(key.standard == nil) (\(inner))"
    }
    return parts.joined(separator: ", ")
  }

  /// The key whose value decides which other keys there are.
  private func choice(in section: SectionDescription) -> String? {
    guard let alternatives = section.alternatives, case .byValue(let key) = alternatives.choice else {
      return nil
    }
    return key
  }

  /// Samples of that key, each with what its value requires.
  private func samples(
    ofChoice key: SectionDescription.Key, in section: SectionDescription, at path: [String],
    over config: YAMLValue
  ) -> [SchemaSample] {
    let words = "must be \(key.shape.words)"
    let good = (section.alternatives?.cases ?? []).map { item in
      let chosen = config.setting(path + [key.name], to: .string(item.name))
      let complete = completed(chosen, with: item.keys.filter { $0.standard == nil }, at: path)
      return sample(complete, isGood: true, words)
    }
    let others = samples(of: key, at: path, over: config).filter { !$0.isGood }
    return good + others + [sample(config.setting(path + [key.name], to: .null), isGood: true, words)]
  }

  private func completed(
    _ config: YAMLValue, with required: [SectionDescription.Key], at path: [String]
  ) -> YAMLValue {
    required.reduce(config) { config, key in
      goodValues(of: key.shape).first.map { config.setting(path + [key.name], to: $0) } ?? config
    }
  }

  private func isPresence(_ alternatives: SectionDescription.Alternatives) -> Bool {
    alternatives.choice == .byPresence
  }

  private func samples(of key: SectionDescription.Key, at path: [String], over config: YAMLValue)
    -> [SchemaSample]
  {
    let path = path + [key.name]
    let words = "must be \(key.shape.words)"
    let good = goodValues(of: key.shape).map { sample(config.setting(path, to: $0), isGood: true, words) }
    let bad = ([Self.wrong] + outside(key.shape)).map { sample(config.setting(path, to: $0), isGood: false) }
    let null = sample(config.setting(path, to: .null), isGood: key.standard != nil, words)
    switch key.shape {
    case .section(let inner):
      return bad + samples(in: inner, at: path, over: config)
    case .mapping(let inner, _):
      let complete = completed(config, with: inner.keys.filter { $0.standard == nil }, at: path)
      return good + bad + [null] + samples(in: inner, at: path, over: complete)
    default: return good + bad + [null]
    }
  }

  private func sample(_ config: YAMLValue, isGood: Bool, _ words: String = "") -> SchemaSample {
    SchemaSample(text: YAMLWriter.text(config), isGood: isGood, words: words)
  }

  /// Values that the shape allows, those at its bounds among them.
  private func goodValues(of shape: ValueShape) -> [YAMLValue] {
    switch shape {
    case .bool: [.bool(true), .bool(false)]
    case .int(let limits):
      [limits.lower, limits.upper, 0, 1, limits.lower.map { $0 + 1 }].compactMap(\.self)
        .filter(limits.contains).map(YAMLValue.int)
    case .number(let limits):
      [limits.lower, limits.upper, 0, 0.5, 1, limits.lower.map { $0 + 1 }].compactMap(\.self)
        .filter(limits.contains).map(YAMLValue.number)
    case .text(_, nil), .path, .any: [.string("x")]
    case .text: []
    case .choice(let names): names.map(YAMLValue.string)
    case .list(let item, let counts):
      goodValues(of: item).prefix(1).map { .list(Array(repeating: $0, count: max(1, counts.lowerBound))) }
    case .dictionary(let value): goodValues(of: value).map { .mapping([.init("a", $0)]) }
    case .named(_, let shape): goodValues(of: shape)
    case .either(let shapes): shapes.flatMap(goodValues)
    case .section: [.mapping([])]
    case .mapping(let inner, let shorthand):
      shorthand.flatMap { name in inner.keys.first { $0.name == name } }.map { goodValues(of: $0.shape) }
        ?? []
    }
  }

  /// Values of the right type that the shape's range or number of values excludes.
  private func outside(_ shape: ValueShape) -> [YAMLValue] {
    switch shape {
    case .int(let limits):
      [limits.lower.map { $0 - 1 }, limits.upper.flatMap { $0 < .max ? $0 + 1 : nil }].compactMap(\.self)
        .map(YAMLValue.int)
    case .number(let limits):
      [
        limits.lower.map { limits.includesLower ? $0 - 1 : $0 },
        limits.upper.map { limits.includesUpper ? $0 + 1 : $0 },
      ]
      .compactMap(\.self).map(YAMLValue.number)
    case .choice: [.string("no such word"), .list([])]
    case .bool, .text, .path: [.list([.list([])])]
    case .list(let item, let counts):
      ([counts.lowerBound - 1, counts.upperBound == .max ? -1 : counts.upperBound + 1].filter { $0 >= 0 })
        .map { .list(Array(repeating: goodValues(of: item).first ?? .null, count: $0)) } + [
          .list([Self.wrong])
        ]
    case .dictionary(let value): outside(value).map { .mapping([.init("a", $0)]) }
    case .named(_, let shape): outside(shape)
    case .any: []
    // What one shape excludes another may take; none takes this.
    case .either, .section: [.list([Self.wrong])]
    case .mapping(let inner, let shorthand):
      shorthand.flatMap { name in inner.keys.first { $0.name == name } }.map { outside($0.shape) } ?? []
    }
  }
}

extension YAMLValue {
  /// The mapping with the value at a path replaced; what stands in the way becomes a mapping.
  fileprivate func setting(_ path: [String], to value: YAMLValue) -> YAMLValue {
    guard let key = path.first else { return value }
    var entries: [Entry] = if case .mapping(let entries) = self { entries } else { [] }
    let index = entries.firstIndex { $0.key == key }
    let inner = (index.map { entries[$0].value } ?? .mapping([])).setting(Array(path.dropFirst()), to: value)
    if let index { entries[index] = Entry(key, inner) } else { entries.append(Entry(key, inner)) }
    return .mapping(entries)
  }
}
