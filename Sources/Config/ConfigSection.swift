/// A mapping of a config file as a Swift value.
///
/// A section is a struct of `let`s whose only initialiser reads its keys. The same lines decode a file,
/// describe the keys for the reference, and resolve the values with their defaults, so a key is declared once
/// and a forgotten key does not compile.
///
/// For example:
/// ```swift
/// public struct OptimizerConfig: ConfigSection {
///   public let learningRate: Double
///   public init(_ keys: inout KeyReader) {
///     learningRate = keys.read("learning_rate", default: 1e-3, in: .above(0, upTo: 1), "Step size after
/// warm-up.")
///   }
/// }
/// ```
public protocol ConfigSection: Equatable, Sendable {
  /// Reads the keys; reports mistakes to `keys` and goes on with defaults.
  init(_ keys: inout KeyReader)
}
