/// What a network is run for.
public enum Pass: Sendable {
  /// For gradients: batch norms use the batch's statistics and move the running ones; dropout draws from the seed.
  case training(seed: UInt64)
  /// For predictions: the same input gives the same output.
  case evaluation
}
