import YAML

extension KeyReader {
  /// Reads a section: a mapping that `extends` and overrides merge key by key.
  public mutating func section<Section: ConfigSection>(_ name: String, _ summary: String) -> Section {
    keeping(name) { $0.mapping(name, as: ValueShape.section, shorthand: nil, summary, Section.init) }
  }

  /// Reads a mapping that `extends` replaces whole.
  ///
  /// `read` also runs when the key is absent; it can look at `isGiven`.
  ///
  /// - Parameters:
  ///   - shorthand: the key that a single value in place of the mapping stands for.
  public mutating func mapping<Value>(
    _ name: String, shorthand: String? = nil, _ summary: String, _ read: (inout KeyReader) -> Value
  ) -> Value {
    mapping(name, as: { .mapping($0, shorthand: shorthand) }, shorthand: shorthand, summary, read)
  }

  /// Reads a value that may be a mapping for more: `norm: batch`, `norm: {name: group, groups: 4}`.
  ///
  /// It is written back as the single value where all other keys are as if it weren't given.
  ///
  /// - Parameters:
  ///   - key: the key that a single value in place of the mapping stands for.
  public mutating func value<Value>(
    _ name: String, orMappingWith key: String, _ summary: String, _ read: (inout KeyReader) -> Value
  ) -> Value {
    mapping(
      name, as: { .mapping($0, shorthand: key) }, shorthand: key, summary, isWrittenShort: true, read)
  }

  /// Reads a mapping that must be given; the note says what to write.
  public mutating func requiredMapping<Value: Sendable>(
    _ name: String, note: String, _ summary: String, _ read: (inout KeyReader) -> Value
  ) -> Value {
    keeping(name) { keys in
      if keys.given(name) == nil { keys.reportMissing(name, notes: [note]) }
      return keys.mapping(
        name, as: { .mapping($0, shorthand: nil) }, shorthand: nil, summary, isRequired: true, read)
    }
  }

  /// Reads a mapping that is nil unless it is given.
  public mutating func optionalMapping<Value>(
    _ name: String, shorthand: String? = nil, _ summary: String, _ read: (inout KeyReader) -> Value
  ) -> Value? {
    var child = child(name, shorthand: shorthand)
    child.isLeftOut = !child.isGiven
    let value = read(&child)
    child.finish()
    let shape = ValueShape.mapping(child.description, shorthand: shorthand)
    record(name, summary, shape, default: .null, value: child.isGiven ? .mapping(child.resolved) : .null)
    if child.isGiven { context.noteDifference(.mapping(child.withoutWhatIsOff), of: self.path + [name]) }
    return child.isGiven ? value : nil
  }

  /// The values without those that are off (null, false, 0) by default and here.
  ///
  /// What identifies a config doesn't name them, so that a new option, which is off, leaves the identity of all configs as it is.
  private var withoutWhatIsOff: [YAMLValue.Entry] {
    resolved.filter { entry in
      guard description.key(entry.key)?.standard == entry.value else { return true }
      return ![.null, .bool(false), .int(0), .number(0)].contains(entry.value)
    }
  }

  private mutating func mapping<Value>(
    _ name: String, as shape: (SectionDescription) -> ValueShape, shorthand: String?, _ summary: String,
    isRequired: Bool = false, isWrittenShort: Bool = false, _ read: (inout KeyReader) -> Value
  ) -> Value {
    var child = child(name, shorthand: shorthand)
    let value = read(&child)
    child.finish()
    let resolved = YAMLValue.mapping(child.resolved)
    let shape = shape(child.description)
    if case .mapping = shape, !isRequired {
      // Its keys may have other defaults when it is given, so that only the whole can be compared.
      context.forgetDifferences(in: path + [name])
      let absent = child.isGiven ? absent(read) : resolved
      let key = isWrittenShort ? shorthand : nil
      record(
        name, summary, shape, default: absent.shortened(to: key, unlessUnlike: absent),
        value: resolved.shortened(to: key, unlessUnlike: absent))
    } else {
      record(name, summary, shape, default: isRequired ? nil : resolved, value: resolved)
    }
    return value
  }

  /// What a mapping holds that is not given: its keys may have other defaults when it is.
  private func absent<Value>(_ read: (inout KeyReader) -> Value) -> YAMLValue {
    var reader = KeyReader(describing: ReadingContext(isDescribing: true))
    _ = read(&reader)
    return .mapping(reader.resolved)
  }

  /// The reader of the mapping that a key holds; reports a value that is no mapping.
  private func child(_ name: String, shorthand: String?) -> KeyReader {
    let path = path + [name]
    guard let entry = given(name) else { return KeyReader(context, path: path, entries: nil) }
    context.notePlace(entry.key.place, of: path)
    if let entries = entry.value.entries {
      return KeyReader(context, path: path, entries: entries)
    }
    if let shorthand, entry.value.scalar != nil {
      let key = Node.Key(text: shorthand, place: entry.value.place)
      return KeyReader(
        context, path: path, entries: [Node.Entry(key: key, value: entry.value)], shorthand: shorthand)
    }
    ValueReader(context, path: path).mismatch(entry.value, .section(SectionDescription()))
    context.fail(path)
    return KeyReader(context, path: path, entries: nil)
  }
}

extension YAMLValue {
  /// The value of a key alone, if all others are those of `standard`.
  fileprivate func shortened(to key: String?, unlessUnlike standard: YAMLValue) -> YAMLValue {
    guard let key, let value = self[key], case .mapping(let entries) = self else { return self }
    return entries.allSatisfy { $0.key == key || $0.value == standard[$0.key] } ? value : self
  }
}
