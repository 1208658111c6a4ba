/// Which image stands at each position of an epoch.
///
/// Whole permutations follow one another through all epochs, so that at any moment each image has been
/// seen as often as any other, or once less, however many samples an epoch has.
public struct EpochOrder: Hashable, Sendable {
  /// For each position of the epoch, the image's number.
  public let indices: [Int]

  /// The order of one epoch.
  ///
  /// - Parameters:
  ///   - seed: The experiment's seed.
  ///   - epoch: The epoch, from 0.
  ///   - count: How many images there are.
  ///   - samples: How many samples an epoch has; nil means each image once.
  public init(seed: UInt64, epoch: Int, count: Int, samples: Int? = nil) {
    let samples = samples ?? count
    guard count > 0, samples > 0 else {
      indices = []
      return
    }
    let first = epoch * samples
    let rounds = (first / count)...((first + samples - 1) / count)
    let order = rounds.flatMap { round in
      var stream = RandomStream(seed: seed, epoch: round, purpose: .order)
      return stream.permutation(of: count)
    }
    indices = Array(order[(first % count)...].prefix(samples))
  }
}
