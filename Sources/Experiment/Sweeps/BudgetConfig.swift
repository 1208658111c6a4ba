public import Config

/// What a sweep may take.
public struct BudgetConfig: ConfigSection {
  /// Reads the keys.
  public init(_ keys: inout KeyReader) {}
}
