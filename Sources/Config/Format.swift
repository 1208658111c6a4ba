public import YAML

/// How values of one type are written in a config: read, written back, described.
public struct Format<Value> {
  /// What the reference and the errors say about the values.
  public let shape: ValueShape
  /// Reads a value, or reports what is wrong with it and returns nil.
  let parse: (Node, ValueReader) -> Value?
  /// The value as YAML that `parse` reads back.
  let write: (Value) -> YAMLValue

  /// Makes a format; `parse` reports what is wrong before it returns nil.
  public init(
    _ shape: ValueShape, parse: @escaping (Node, ValueReader) -> Value?, write: @escaping (Value) -> YAMLValue
  ) {
    self.shape = shape
    self.parse = parse
    self.write = write
  }

  /// Values made of the values of this format one to one.
  public func map<Other>(_ make: @escaping (Value) -> Other, back: @escaping (Other) -> Value) -> Format<
    Other
  > {
    Format<Other>(
      shape, parse: { node, reader in parse(node, reader).map(make) }, write: { write(back($0)) })
  }
}
