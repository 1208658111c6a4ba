import YAML

extension Format {
  /// Values that are written in one of two ways, of which the first that fits is taken.
  public static func either<First, Second>(
    _ first: Format<First>, _ second: Format<Second>, make: @escaping (Either<First, Second>) -> Value,
    split: @escaping (Value) -> Either<First, Second>
  ) -> Format {
    let shape = ValueShape.either([first.shape, second.shape])
    return Format(shape) { node, reader in
      if node.scalar != nil, reader.scalar(node, as: shape) == nil { return nil }
      // The same kind of node as one of the two gets that one's own message; of two lists, the one that is as deep.
      let isDeeper = second.shape.isSequenceOrMapping(like: node) && second.shape.isNested(like: node)
      if first.shape.isSequenceOrMapping(like: node), !isDeeper {
        return first.parse(node, reader).map { make(.first($0)) }
      }
      if second.shape.isSequenceOrMapping(like: node) {
        return second.parse(node, reader).map { make(.second($0)) }
      }
      if let value = first.parse(node, reader.silent) { return make(.first(value)) }
      if let value = second.parse(node, reader.silent) { return make(.second(value)) }
      reader.mismatch(node, shape)
      return nil
    } write: { value in
      switch split(value) {
      case .first(let value): first.write(value)
      case .second(let value): second.write(value)
      }
    }
  }

  /// The same values, called differently in errors and in the reference.
  public func called(_ words: String) -> Format {
    let shape = ValueShape.named(words, shape)
    return Format(shape, parse: { parse($0, $1.called(words)) }, write: write)
  }

  /// One word that has a meaning of its own, such as `auto`.
  public static func word(_ word: String) -> Format<Void> where Value == Void {
    let shape = ValueShape.choice([word])
    return Format<Void>(shape) { node, reader in
      guard let scalar = reader.scalar(node, as: shape) else { return nil }
      if scalar.text == word { return () }
      reader.mismatch(node, scalar, shape)
      return nil
    } write: {
      .string(word)
    }
  }

  /// A text that stands for a value; `words` say which texts, `pattern` is a regular expression for JSON
  /// Schema.
  public static func text(
    words: String, pattern: String, parse: @escaping (String) -> Value?, write: @escaping (Value) -> String
  ) -> Format {
    let shape = ValueShape.text(words: words, pattern: pattern)
    return Format(shape) { node, reader in
      guard let scalar = reader.scalar(node, as: shape) else { return nil }
      if let value = parse(scalar.text) { return value }
      reader.mismatch(node, scalar, shape)
      return nil
    } write: {
      .string(write($0))
    }
  }

  /// A text that stands for a value, if it is in quotes or nothing else in YAML, such as a number or `true`.
  public static func word(
    words: String, pattern: String, parse: @escaping (String) -> Value?, write: @escaping (Value) -> String
  ) -> Format {
    let text = Format.text(words: words, pattern: pattern, parse: parse, write: write)
    return Format(text.shape) { node, reader in
      guard let scalar = node.scalar, scalar.isOtherThanText else { return text.parse(node, reader) }
      reader.mismatch(node, scalar, text.shape)
      return nil
    } write: {
      text.write($0)
    }
  }

  /// A mapping from names that the user chooses, in the order of the file.
  ///
  /// Checks can point at its entries: `classes.cell`.
  public static func dictionary<Item>(of item: Format<Item>) -> Format<[Named<Item>]>
  where Value == [Named<Item>] {
    let shape = ValueShape.dictionary(item.shape)
    return Format(shape) { node, reader in
      guard let entries = node.entries else {
        reader.mismatch(node, shape)
        return nil
      }
      let values = entries.map { entry in
        let inner = reader.entry(entry.key.text)
        reader.context.notePlace(entry.value.place, of: inner.path)
        return item.parse(entry.value, inner).map { Named(entry.key.text, $0) }
      }
      return values.contains { $0 == nil } ? nil : values.compactMap(\.self)
    } write: { values in
      .mapping(values.map { .init($0.name, item.write($0.value)) })
    }
  }
}

extension Node.Scalar {
  /// Whether YAML's core schema takes it for a number, a truth value or null.
  fileprivate var isOtherThanText: Bool {
    let number =
      /[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0x[0-9a-fA-F]+|0o[0-7]+|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)/
    let truth = ["true", "True", "TRUE", "false", "False", "FALSE"]
    return isPlain && (isNull || truth.contains(text) || text.wholeMatch(of: number) != nil)
  }
}

extension ValueShape {
  /// Whether `node` is a list or a mapping and this shape is one too.
  fileprivate func isSequenceOrMapping(like node: Node) -> Bool {
    switch (self, node.content) {
    case (.list, .sequence), (.dictionary, .mapping): true
    case (.named(_, let shape), _): shape.isSequenceOrMapping(like: node)
    case (.either(let shapes), _): shapes.contains { $0.isSequenceOrMapping(like: node) }
    default: false
    }
  }

  /// Whether `node` is a list of lists and this shape is one too.
  fileprivate func isNested(like node: Node) -> Bool {
    switch (self, node.content) {
    case (.list(let item, _), .sequence(let nodes)): nodes.contains(where: item.isSequenceOrMapping)
    case (.named(_, let shape), _): shape.isNested(like: node)
    default: false
    }
  }
}
