public import Diagnostics
import YAML

extension Format {
  /// A mapping from dotted paths to values, in the order of the file; null is an empty one.
  public static func assignments<Item>(of item: Format<Item>) -> Format<[Assigned<Item>]>
  where Value == [Assigned<Item>] {
    let shape = ValueShape.dictionary(item.shape)
    return Format(shape) { node, reader in
      if node.scalar?.isNull == true { return [] }
      guard let entries = node.entries else {
        reader.mismatch(node, shape)
        return nil
      }
      let values = entries.map { entry in
        item.parse(entry.value, reader.entry(entry.key.text)).map {
          Assigned(path: WrittenPath(entry.key), value: $0)
        }
      }
      return values.contains { $0 == nil } ? nil : values.compactMap(\.self)
    } write: { values in
      .mapping(values.map { .init($0.path.text, item.write($0.value)) })
    }
  }

  /// Values made of the values of this format, unless those break a rule.
  ///
  /// - Parameter shape: what the reference says of them, where it is not what this format says.
  public func checked<Other>(
    as shape: ValueShape? = nil, _ make: @escaping (Value) throws(DiagnosticError) -> Other,
    back: @escaping (Other) -> Value
  ) -> Format<Other> {
    Format<Other>(shape ?? self.shape) { node, reader in
      guard let value = parse(node, reader) else { return nil }
      do throws(DiagnosticError) {
        return try make(value)
      } catch {
        error.diagnostics.forEach(reader.report)
        return nil
      }
    } write: {
      write(back($0))
    }
  }
}

extension KeyReader {
  /// Reports mistakes of values that were read as they are written, and doubts.
  public func report(_ diagnostics: [Diagnostic]) {
    guard !context.isDescribing else { return }
    diagnostics.forEach(context.report)
  }
}
