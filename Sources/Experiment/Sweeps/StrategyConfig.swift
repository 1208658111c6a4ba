public import Config

/// Which cells of a sweep are trained to the end.
public struct StrategyConfig: ConfigSection {
  /// Reads the keys.
  public init(_ keys: inout KeyReader) {}
}
