public import Config

/// What a cluster is asked for.
public struct SlurmConfig: ConfigSection {
  /// Reads the keys.
  public init(_ keys: inout KeyReader) {}
}
