import YAML

/// A config's JSON Schema, draft 2020-12.
struct JSONSchema {
  let description: SectionDescription
  let title: String

  private typealias Entry = YAMLValue.Entry

  /// The text of the schema file.
  var text: String {
    let extends = Entry("extends", anyOf(choices(Extends.format.shape) + [null]))
    var entries = [
      Entry("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      Entry("title", .string(title)),
      Entry("type", .string("object")),
      Entry("properties", .mapping([extends] + description.keys.map(property))),
      Entry("additionalProperties", .bool(false)),
    ]
    if let requirements = requirements(description) {
      // A file that extends another may leave to it what is required.
      entries.append(Entry("if", mapping("properties", mapping("extends", null))))
      entries.append(Entry("then", requirements))
    }
    let variable = [Entry("type", .string("string")), Entry("pattern", .string(#"\$\{"#))]
    entries.append(Entry("$defs", mapping("variable", .mapping(variable))))
    return JSONText.text(.mapping(entries)) + "\n"
  }

  private func mapping(_ key: String, _ value: YAMLValue) -> YAMLValue { .mapping([Entry(key, value)]) }

  private var null: YAMLValue { mapping("type", .string("null")) }

  /// What must be given in a section; sections merge, so it is asked only of whole configs.
  private func requirements(_ description: SectionDescription) -> YAMLValue? {
    let inner = description.keys.compactMap { key -> Entry? in
      guard case .section(let section) = key.shape else { return nil }
      return requirements(section).map { Entry(key.name, $0) }
    }
    let names = description.keys.filter { key in key.standard == nil || inner.contains { $0.key == key.name }
    }
    let conditions = description.alternatives.map(conditions) ?? []
    guard !names.isEmpty || !conditions.isEmpty else { return nil }
    return .mapping(
      [Entry("type", .string("object"))] + demands(names, and: conditions)
        + (inner.isEmpty ? [] : [Entry("properties", .mapping(inner))]))
  }

  /// What differs between alternatives that have the same keys: which must be given, and what they take.
  private func conditions(_ alternatives: SectionDescription.Alternatives) -> [YAMLValue] {
    guard case .byValue(let choice) = alternatives.choice, !alternatives.haveDifferentKeys else { return [] }
    return alternatives.cases.compactMap { item in
      let names = item.keys.filter { $0.standard == nil }
      let own = item.keys.filter { differs($0, alternatives) }.map { Entry($0.name, anyOf(values($0))) }
      guard !names.isEmpty || !own.isEmpty else { return nil }
      let isStandard = item.name == alternatives.standard
      let chosen: YAMLValue = .list([.string(item.name)] + (isStandard ? [.null] : []))
      let mustBeSaid = isStandard ? [] : [Entry("required", .list([.string(choice)]))]
      return .mapping([
        Entry("if", .mapping([Entry("properties", mapping(choice, mapping("enum", chosen)))] + mustBeSaid)),
        Entry("then", .mapping([Entry("properties", .mapping(own))] + demands(names))),
      ])
    }
  }

  /// The schemas of which a key's value must have one.
  private func values(_ key: SectionDescription.Key) -> [YAMLValue] {
    choices(key.shape) + (key.standard == nil ? [] : [null])
  }

  /// The keys of this name under all alternatives.
  private func variants(
    _ key: SectionDescription.Key, _ alternatives: SectionDescription.Alternatives
  ) -> [SectionDescription.Key] {
    alternatives.cases.compactMap { $0.keys.first { $0.name == key.name } }
  }

  /// Whether a key takes other values under another alternative; other defaults don't count.
  private func differs(_ key: SectionDescription.Key, _ alternatives: SectionDescription.Alternatives) -> Bool
  {
    let own = values(key).map(\.withoutDefaults)
    return variants(key, alternatives).contains { values($0).map(\.withoutDefaults) != own }
  }

  /// A key that all alternatives have, with what it takes under any of them.
  private func shared(
    _ key: SectionDescription.Key, _ alternatives: SectionDescription.Alternatives
  ) -> Entry {
    guard differs(key, alternatives) else { return property(key) }
    var known: [YAMLValue] = []
    let all = variants(key, alternatives).flatMap(values).filter { value in
      if known.contains(value.withoutDefaults) { return false }
      known.append(value.withoutDefaults)
      return true
    }
    return Entry(
      key.name, .mapping([Entry("description", .string(key.summary)), Entry("anyOf", .list(all))]))
  }

  /// That these keys must be given, each itself or one of those that stand in for it, and what else must be so.
  private func demands(_ keys: [SectionDescription.Key], and others: [YAMLValue] = []) -> [Entry] {
    let always = keys.filter(\.substitutes.isEmpty).map { YAMLValue.string($0.name) }
    let choices = keys.filter { !$0.substitutes.isEmpty }.map { key in
      mapping(
        "anyOf", .list(([key.name] + key.substitutes).map { mapping("required", .list([.string($0)])) }))
    }
    let all = choices + others
    return [Entry("required", .list(always))] + (all.isEmpty ? [] : [Entry("allOf", .list(all))])
  }

  private func property(_ key: SectionDescription.Key) -> Entry {
    var entries = [Entry("description", .string(key.summary))]
    if let standard = key.standard, !isMapping(key.shape) { entries.append(Entry("default", standard)) }
    return Entry(key.name, .mapping(entries + [Entry("anyOf", .list(values(key)))]))
  }

  private func isMapping(_ shape: ValueShape) -> Bool {
    switch shape {
    case .section, .mapping: true
    default: false
    }
  }

  /// The schemas of which a value must have one.
  private func choices(_ shape: ValueShape) -> [YAMLValue] {
    let variable = mapping("$ref", .string("#/$defs/variable"))
    switch shape {
    case .bool: return [mapping("type", .string("boolean")), variable]
    case .int(let limits): return [number("integer", limits, YAMLValue.int), variable]
    case .number(let limits): return [number("number", limits, YAMLValue.number), variable]
    case .choice(let names): return [mapping("enum", .list(names.map(YAMLValue.string))), variable]
    case .text(_, let pattern?):
      return [.mapping([Entry("type", .string("string")), Entry("pattern", .string(pattern))]), variable]
    // Without quotes a text such as 2024 is a number to other readers.
    case .text(_, nil): return [.mapping([scalar])]
    case .path: return [.mapping([scalar, Entry("minLength", .int(1))])]
    case .any: return [.mapping([])]
    case .list(let item, let counts): return [list(item, counts)]
    case .dictionary(let value):
      return [
        .mapping([Entry("type", .string("object")), Entry("additionalProperties", anyOf(choices(value)))])
      ]
    case .named(_, let shape): return choices(shape)
    case .either(let shapes): return unique(shapes.flatMap(choices))
    case .section(let description): return [object(description, requiresKeys: false)]
    case .mapping(let description, let shorthand):
      let single = shorthand.flatMap { description.key($0) }.map { choices($0.shape) } ?? []
      return single + [object(description, requiresKeys: true)]
    }
  }

  private var scalar: Entry {
    Entry("type", .list(["string", "number", "boolean"].map(YAMLValue.string)))
  }

  private func anyOf(_ choices: [YAMLValue]) -> YAMLValue {
    choices.count == 1 ? choices[0] : mapping("anyOf", .list(choices))
  }

  private func unique(_ values: [YAMLValue]) -> [YAMLValue] {
    values.reduce(into: []) { unique, value in
      if !unique.contains(value) { unique.append(value) }
    }
  }

  private func number<Bound>(
    _ type: String, _ limits: Limits<Bound>, _ value: (Bound) -> YAMLValue
  ) -> YAMLValue {
    let low = limits.lower.map { Entry(limits.includesLower ? "minimum" : "exclusiveMinimum", value($0)) }
    let high = limits.upper.map { Entry(limits.includesUpper ? "maximum" : "exclusiveMaximum", value($0)) }
    return .mapping([Entry("type", .string(type))] + [low, high].compactMap(\.self))
  }

  private func list(_ item: ValueShape, _ counts: ClosedRange<Int>) -> YAMLValue {
    var entries = [Entry("type", .string("array")), Entry("items", anyOf(choices(item)))]
    if counts.lowerBound > 0 { entries.append(Entry("minItems", .int(counts.lowerBound))) }
    if counts.upperBound < .max { entries.append(Entry("maxItems", .int(counts.upperBound))) }
    return .mapping(entries)
  }

  private func object(_ description: SectionDescription, requiresKeys: Bool) -> YAMLValue {
    guard let alternatives = description.alternatives else {
      return object(description.keys.map(property), required: requiresKeys ? required(description.keys) : [])
    }
    guard alternatives.haveDifferentKeys else {
      let all = description.keys.map(property) + alternatives.cases[0].keys.map { shared($0, alternatives) }
      return object(all, required: [])
    }
    let cases = alternatives.cases.map { object(description, alternatives, $0) }
    return mapping("oneOf", .list(cases + variableChoice(description, alternatives)))
  }

  private func required(_ keys: [SectionDescription.Key]) -> [String] {
    keys.filter { $0.standard == nil }.map(\.name)
  }

  private func object(_ properties: [Entry], required: [String]) -> YAMLValue {
    let names = required.isEmpty ? [] : [Entry("required", .list(required.map(YAMLValue.string)))]
    return .mapping(
      [Entry("type", .string("object")), Entry("properties", .mapping(properties))] + names
        + [Entry("additionalProperties", .bool(false))])
  }

  /// The object under one alternative.
  private func object(
    _ description: SectionDescription, _ alternatives: SectionDescription.Alternatives,
    _ chosen: SectionDescription.Alternatives.Case
  ) -> YAMLValue {
    let isStandard = chosen.name == alternatives.standard
    guard case .byValue(let key) = alternatives.choice else {
      let lead = isStandard ? [] : [chosen.name]
      return object(
        (description.keys + chosen.keys).map(property), required: unique(lead + required(chosen.keys)))
    }
    let names: YAMLValue = .list([.string(chosen.name)] + (isStandard ? [.null] : []))
    let rest = description.keys.filter { $0.name != key } + chosen.keys
    return object(
      [Entry(key, mapping("enum", names))] + rest.map(property), required: isStandard ? [] : [key])
  }

  /// The object whose alternative an environment variable chooses: it may have the keys of any.
  private func variableChoice(
    _ description: SectionDescription, _ alternatives: SectionDescription.Alternatives
  ) -> [YAMLValue] {
    guard case .byValue(let key) = alternatives.choice else { return [] }
    var properties = [Entry(key, mapping("$ref", .string("#/$defs/variable")))]
    for other in description.allKeys where !properties.contains(where: { $0.key == other.name }) {
      properties.append(property(other))
    }
    return [object(properties, required: [key])]
  }

  private func unique(_ names: [String]) -> [String] {
    names.reduce(into: []) { unique, name in
      if !unique.contains(name) { unique.append(name) }
    }
  }
}

extension YAMLValue {
  /// The schema without what it says of defaults.
  fileprivate var withoutDefaults: YAMLValue {
    switch self {
    case .list(let items): .list(items.map(\.withoutDefaults))
    case .mapping(let entries):
      .mapping(entries.filter { $0.key != "default" }.map { Entry($0.key, $0.value.withoutDefaults) })
    default: self
    }
  }
}
