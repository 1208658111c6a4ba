import CTorch

/// A number that stands beside a tensor in an operation; an integer keeps an integer tensor integer.
public struct Scalar: Sendable, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  let raw: ctorch_scalar

  /// A whole number.
  public init(_ value: Int) {
    raw = ctorch_scalar(is_integer: true, integer: Int64(value), floating: 0)
  }

  /// A real number; takes an integer tensor to floating point.
  public init(_ value: Double) {
    raw = ctorch_scalar(is_integer: false, integer: 0, floating: value)
  }

  /// A whole number.
  public init(integerLiteral value: Int) { self.init(value) }

  /// A real number.
  public init(floatLiteral value: Double) { self.init(value) }
}
