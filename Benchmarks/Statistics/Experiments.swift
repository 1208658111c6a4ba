import Experiment

/// What varies between the scores of an experiment: deviations of seeds, of images, and of what is left.
enum Dominance: String, CaseIterable {
  case seeds, images, rest

  /// Deviations of the seeds, of the images (for all, and for one configuration more than for another), and of the rest.
  var deviations: (seeds: Double, images: Double, rest: Double) {
    switch self {
    case .seeds: (1, 0.3, 0.3)
    case .images: (0.3, 1, 0.3)
    case .rest: (0.3, 0.3, 1)
    }
  }
}

/// Experiments with equal configurations, whose true mean is 0.
struct Experiments {
  let configurations: Int
  let seeds: Int
  let images: Int
  let dominance: Dominance
  let shape: Shape
  /// How much more the last configuration's seeds vary than the others'.
  var spread = 1.0

  /// The scores of one experiment.
  func tables(_ number: Int) -> [ScoreTable] {
    var draws = Draws(number)
    let deviations = dominance.deviations
    let common = (0..<images).map { _ in deviations.images * draws.next(shape) }
    return (0..<configurations).compactMap { configuration in
      let own = (0..<images).map { common[$0] + deviations.images * draws.next(shape) }
      let factor = configuration == configurations - 1 ? spread : 1
      return ScoreTable(
        (0..<seeds).map { _ in
          let seed = factor * deviations.seeds * draws.next(shape)
          return own.map { $0 + seed + deviations.rest * draws.next(shape) }
        })
    }
  }

  /// In how many of some experiments the range of the first mean holds the true one.
  func coverage(of count: Int) -> Int {
    (0..<count).count { number in
      let table = tables(number)
      return table.first.map { holdsZero(Interval($0)) } ?? false
    }
  }

  /// In how many the range of the difference of the first two holds the true one.
  func coverageOfDifference(of count: Int) -> Int {
    (0..<count).count { number in
      Contrast(tables(number), reference: .baseline(0), worthwhile: .infinity).differences.first
        .map { holdsZero($0.interval) } ?? false
    }
  }

  /// In how many some configuration is called different from the reference, although all are equal.
  func errors(of count: Int, reference: Contrast.Reference) -> Int {
    (0..<count).count { number in
      Contrast(tables(number), reference: reference, worthwhile: .infinity).differences
        .contains(where: \.isDifferent)
    }
  }

  private func holdsZero(_ interval: Interval) -> Bool {
    guard let low = interval.low, let high = interval.high else { return false }
    return low <= 0 && high >= 0
  }
}
