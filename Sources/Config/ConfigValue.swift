/// A type whose values can be written in a config in one way.
public protocol ConfigValue: Equatable, Sendable {
  /// How its values are written.
  static var format: Format<Self> { get }
}

/// A number whose legal range a key can limit.
public protocol ConfigNumber: ConfigValue, Comparable {
  /// How numbers within `limits` are written.
  static func format(in limits: Limits<Self>) -> Format<Self>
}

extension ConfigNumber {
  /// Numbers without a limit.
  public static var format: Format<Self> { format(in: .any) }
}

/// A choice between words; the raw values are the words.
public protocol ConfigChoice: ConfigValue, CaseIterable, RawRepresentable where RawValue == String {}

extension ConfigChoice {
  /// The words of all cases.
  static var names: [String] { allCases.map(\.rawValue) }
}
