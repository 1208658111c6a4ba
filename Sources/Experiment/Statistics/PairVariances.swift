/// How differently images bear on two configurations: the variance, over images, of the differences of their means over seeds.
///
/// Two similar networks agree on images better than two different ones, so each pair has its own, moderated by what is usual for the two.
struct PairVariances {
  /// By configuration and configuration; nothing where there are fewer than two images.
  private let values: [[Double]]
  private let degreesOfFreedom: Double

  init(_ tables: [ScoreTable]) {
    let means = tables.map(\.imageMeans)
    let images = means.first?.count ?? 0
    degreesOfFreedom = Double(images - 1)
    guard images > 1 else {
      values = []
      return
    }
    values = means.map { own in
      means.map { other in zip(own, other).map { $0 - $1 }.variance }
    }
  }

  /// The term of the variance of the difference of two; nil where there are no images.
  func term(_ first: Int, _ second: Int) -> Uncertainty.Term? {
    guard !values.isEmpty else { return nil }
    let variance = ModeratedVariance(
      own: values[first][second], degreesOfFreedom: degreesOfFreedom, all: usual(first, second))
    return Uncertainty.Term(
      variance: variance.value / (degreesOfFreedom + 1),
      degreesOfFreedom: variance.degreesOfFreedom(
        own: degreesOfFreedom, all: degreesOfFreedom * Double(values.count - 1)))
  }

  /// The median of all pairs that one of the two is in: a third that has nothing in common with any other doesn't count for more than one.
  private func usual(_ first: Int, _ second: Int) -> Double {
    let pairs = values.indices.flatMap { other in
      [(first, other), (second, other)].filter { $0.0 != $0.1 }.map { values[$0.0][$0.1] }
    }
    return pairs.median
  }
}

extension [Double] {
  /// The value in the middle, or between the two in the middle; 0 of nothing.
  var median: Double {
    guard !isEmpty else { return 0 }
    let sorted = sorted()
    let half = count / 2
    return count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
  }
}
