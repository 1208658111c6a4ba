/// The values that a number may have; its words appear in errors and in the reference.
public struct Limits<Bound: Comparable & Sendable>: Equatable, Sendable {
  /// The lowest value, or what all values are above; nil for no limit.
  public let lower: Bound?
  /// Whether `lower` itself is allowed.
  public let includesLower: Bool
  /// The highest value, or what all values are below; nil for no limit.
  public let upper: Bound?
  /// Whether `upper` itself is allowed.
  public let includesUpper: Bool

  private init(_ lower: Bound?, includesLower: Bool = true, _ upper: Bound?, includesUpper: Bool = true) {
    self.lower = lower
    self.includesLower = includesLower
    self.upper = upper
    self.includesUpper = includesUpper
  }

  /// Every value.
  public static var any: Limits { Limits(nil, nil) }
  /// Values at and above `lower`.
  public static func atLeast(_ lower: Bound) -> Limits { Limits(lower, nil) }
  /// Values above `lower`.
  public static func above(_ lower: Bound) -> Limits { Limits(lower, includesLower: false, nil) }
  /// Values above `lower`, up to and with `upper`.
  public static func above(_ lower: Bound, upTo upper: Bound) -> Limits {
    Limits(lower, includesLower: false, upper)
  }
  /// Values between `lower` and `upper`, without either.
  public static func above(_ lower: Bound, below upper: Bound) -> Limits {
    Limits(lower, includesLower: false, upper, includesUpper: false)
  }
  /// Values at and above `lower`, and below `upper`.
  public static func from(_ lower: Bound, below upper: Bound) -> Limits {
    Limits(lower, upper, includesUpper: false)
  }
  /// Values from `lower` to `upper`, both included.
  public static func from(_ lower: Bound, to upper: Bound) -> Limits { Limits(lower, upper) }

  /// Whether a value is allowed.
  public func contains(_ value: Bound) -> Bool {
    if let lower, value < lower || (!includesLower && value == lower) { return false }
    if let upper, value > upper || (!includesUpper && value == upper) { return false }
    return true
  }

  /// The limits in words that follow "a number", such as "above 0 and at most 1"; empty if there are none.
  var words: String {
    if let lower, let upper, includesLower, includesUpper {
      return lower == upper
        ? "equal to \(Self.text(lower))" : "from \(Self.text(lower)) to \(Self.text(upper))"
    }
    let low = lower.map { "\(includesLower ? "at least" : "above") \(Self.text($0))" }
    let high = upper.map { "\(includesUpper ? "at most" : "below") \(Self.text($0))" }
    return [low, high].compactMap(\.self).joined(separator: " and ")
  }

  private static func text(_ bound: Bound) -> String {
    let text = "\(bound)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
