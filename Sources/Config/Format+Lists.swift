import YAML

extension Array: ConfigValue where Element: ConfigValue {
  /// A list of any length.
  public static var format: Format<[Element]> { .list(of: Element.format) }
}

extension Format {
  /// A list of as many values as `counts` allows.
  public static func list<Item>(
    of item: Format<Item>, counts: ClosedRange<Int> = 0...Int.max
  ) -> Format<[Item]> where Value == [Item] {
    let shape = ValueShape.list(item.shape, counts: counts)
    return Format(shape) { node, reader in
      guard case .sequence(let nodes) = node.content, counts.contains(nodes.count) else {
        reader.mismatch(node, shape)
        return nil
      }
      let values = nodes.map { item.parse($0, reader.item) }
      return values.contains { $0 == nil } ? nil : values.compactMap(\.self)
    } write: {
      .list($0.map(item.write))
    }
  }

  /// A single value, or a list of as many values as `counts` allows; one value is written back without
  /// brackets.
  public static func oneOrList<Item>(
    of item: Format<Item>, counts: ClosedRange<Int> = 1...Int.max
  ) -> Format<[Item]> where Value == [Item] {
    let list = Format.list(of: item, counts: counts)
    return Format(.either([item.shape, list.shape])) { node, reader in
      if case .sequence = node.content { return list.parse(node, reader) }
      return item.parse(node, reader).map { [$0] }
    } write: { values in
      values.count == 1 ? item.write(values[0]) : list.write(values)
    }
  }
}
