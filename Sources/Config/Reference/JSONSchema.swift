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
    guard !names.isEmpty else { return nil }
    let required = [
      Entry("type", .string("object")), Entry("required", .list(names.map { .string($0.name) })),
    ]
    return .mapping(required + (inner.isEmpty ? [] : [Entry("properties", .mapping(inner))]))
  }

  private func property(_ key: SectionDescription.Key) -> Entry {
    var choices = choices(key.shape)
    if key.standard != nil { choices.append(null) }
    var entries = [Entry("description", .string(key.summary))]
    if let standard = key.standard, !isMapping(key.shape) { entries.append(Entry("default", standard)) }
    return Entry(key.name, .mapping(entries + [Entry("anyOf", .list(choices))]))
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
      return object((description.keys + alternatives.cases[0].keys).map(property), required: [])
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
