/// A variance of few numbers, moderated by that of many: it counts as told by its own numbers and by five more that say what all say.
///
/// On its own it often comes out small by chance, and of many pairs the one with the smallest would be called different; the variance of all
/// is wrong for whatever varies more than the rest. The idea is that of Smyth (2004, limma), with a fixed weight, because a sweep has too few
/// configurations to estimate one. Five is what the simulation in docs/statistics.md bears out.
struct ModeratedVariance {
  private static let added = 5.0

  let value: Double
  private let share: Double

  /// - Parameters:
  ///   - own: The variance by itself.
  ///   - degreesOfFreedom: Those of `own`, above 0.
  ///   - all: What is estimated from all, these numbers included.
  init(own: Double, degreesOfFreedom: Double, all: Double) {
    share = degreesOfFreedom / (degreesOfFreedom + Self.added)
    value = share * own + (1 - share) * all
  }

  /// The degrees of freedom if both variances are the same in truth: where all numbers are its own none are gained.
  func degreesOfFreedom(own: Double, all: Double) -> Double {
    min(own + Self.added, 1 / (share * share / own + (1 - share * share) / all))
  }
}
