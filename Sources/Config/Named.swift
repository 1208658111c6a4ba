/// A value under a name that the user chose, such as a class.
public struct Named<Value> {
  /// The name.
  public let name: String
  /// The value.
  public let value: Value

  /// Gives `value` a name.
  public init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }
}

extension Named: Equatable where Value: Equatable {}
extension Named: Sendable where Value: Sendable {}
