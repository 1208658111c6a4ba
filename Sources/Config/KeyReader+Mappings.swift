import YAML

extension KeyReader {
  /// Reads a section: a mapping that `extends` and overrides merge key by key.
  public mutating func section<Section: ConfigSection>(_ name: String, _ summary: String) -> Section {
    mapping(name, as: ValueShape.section, shorthand: nil, summary, Section.init)
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

  /// Reads a mapping that must be given; the note says what to write.
  public mutating func requiredMapping<Value>(
    _ name: String, note: String, _ summary: String, _ read: (inout KeyReader) -> Value
  ) -> Value {
    if given(name) == nil { reportMissing(name, notes: [note]) }
    return mapping(
      name, as: { .mapping($0, shorthand: nil) }, shorthand: nil, summary, isRequired: true, read)
  }

  /// Reads a mapping that is nil unless it is given.
  public mutating func optionalMapping<Value>(
    _ name: String, shorthand: String? = nil, _ summary: String, _ read: (inout KeyReader) -> Value
  ) -> Value? {
    var child = child(name, shorthand: shorthand)
    let value = read(&child)
    child.finish()
    let shape = ValueShape.mapping(child.description, shorthand: shorthand)
    record(name, summary, shape, default: .null, value: child.isGiven ? .mapping(child.resolved) : .null)
    return child.isGiven ? value : nil
  }

  private mutating func mapping<Value>(
    _ name: String, as shape: (SectionDescription) -> ValueShape, shorthand: String?, _ summary: String,
    isRequired: Bool = false, _ read: (inout KeyReader) -> Value
  ) -> Value {
    var child = child(name, shorthand: shorthand)
    let value = read(&child)
    child.finish()
    let resolved = YAMLValue.mapping(child.resolved)
    let shape = shape(child.description)
    if case .mapping = shape, !isRequired {
      // Its keys may have other defaults when it is given, so that only the whole can be compared.
      context.forgetDifferences(in: path + [name])
      record(name, summary, shape, default: absent(read), value: resolved)
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
