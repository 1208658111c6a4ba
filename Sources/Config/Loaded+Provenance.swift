import YAML

extension Loaded {
  /// Every key that has a value, by dotted path, in the order of `resolved`; a section is no key, but each key
  /// in it.
  public var keys: [String] { values.map(\.key) }

  /// The value of each of `keys`, on one line.
  public var written: [String: String] {
    Dictionary(values.map { ($0.key, YAMLWriter.flow($0.value)) }, uniquingKeysWith: { first, _ in first })
  }

  /// Where the value of a key comes from, and what it overrode; nil if no key has that dotted path.
  public func provenance(of key: String) -> Provenance? {
    values.first { $0.key == key }.map(provenance)
  }

  /// Where the value of every key comes from, in the order of `keys`.
  public var provenances: [Provenance] { values.map(provenance) }

  private func provenance(_ entry: YAMLValue.Entry) -> Provenance {
    let path = entry.key.split(separator: ".").map(String.init)
    return Provenance(
      key: entry.key, value: YAMLWriter.flow(entry.value), sources: origins.sources(of: path),
      standard: standards[entry.key]?.map(YAMLWriter.flow))
  }

  /// The keys that a name stands for: one key, or all that are in a section.
  ///
  /// A name inside of a value stands for the key that has the value: `data.classes.cell` for `data.classes`.
  public func keys(under name: String) throws(NoSuchKey) -> [String] {
    let found = keys.filter { $0 == name || $0.hasPrefix(name + ".") }
    guard found.isEmpty else { return found }
    let names = KeyNames(SectionDescription(of: Config.self))
    if let around = keys.first(where: { name.hasPrefix($0 + ".") }), names.has(name) || resolves(name) {
      return [around]
    }
    throw NoSuchKey(description: names.problem(with: name))
  }

  private func resolves(_ name: String) -> Bool {
    var value: YAMLValue? = resolved
    for key in name.split(separator: ".") { value = value?[String(key)] }
    return value != nil
  }

  private var values: [YAMLValue.Entry] { values(in: resolved, under: "") }

  private func values(in value: YAMLValue, under prefix: String) -> [YAMLValue.Entry] {
    guard case .mapping(let entries) = value else { return [] }
    return entries.flatMap { entry in
      let path = prefix + entry.key
      // Keys that a user chose, such as classes, were not declared, and are part of a value.
      let isSection = entry.value.keys.contains { standards["\(path).\($0)"] != nil }
      return isSection
        ? values(in: entry.value, under: path + ".") : [YAMLValue.Entry(path, entry.value)]
    }
  }
}

extension YAMLValue {
  fileprivate var keys: [String] { if case .mapping(let entries) = self { entries.map(\.key) } else { [] } }
}
