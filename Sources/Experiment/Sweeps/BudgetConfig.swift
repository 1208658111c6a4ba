public import Config

/// What a sweep may take.
public struct BudgetConfig: ConfigSection {
  /// Hours from the start to the end of what is still to be trained, above 0; nil for any.
  public let hours: Double?
  /// Gigabytes (10⁹ bytes) that the run folders which are still to come take, above 0; nil for any.
  public let diskGB: Double?

  /// Whether anything is bounded.
  public var isGiven: Bool { hours != nil || diskGB != nil }

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    hours = keys.optional(
      "hours", in: .above(0),
      "Hours that what is left to train may take on this machine; a few steps are measured before anything trains."
    )
    diskGB = keys.optional(
      "disk_gb", in: .above(0), "Gigabytes that the run folders which are still to come may take.")
  }
}
