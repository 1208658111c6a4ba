public import Config

/// How much of an epoch and of a validation is done, for trying out a config.
public struct BatchLimits: ConfigSection {
  /// The batches of an epoch, at least 1; nil for all.
  public let training: Int?
  /// The images of a validation, at least 1; nil for all.
  public let validation: Int?

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    training = keys.optional("training", in: .atLeast(1), "Batches of an epoch, at most.")
    let images = keys.optional(
      "validation", in: .atLeast(1), "Images of a validation, at most; the number of `training` unless given."
    )
    validation = images ?? training
  }
}
