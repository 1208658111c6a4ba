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

/// Whose seeds vary more than the others'.
enum Unsteady: String, CaseIterable {
  case none = "alike"
  case one = "4 times as much in one"
  case half = "30 times as much in half of them"

  /// The factor on the deviation of a configuration's seeds.
  func factor(of configuration: Int, among count: Int) -> Double {
    switch self {
    case .none: 1
    case .one: configuration == count - 1 ? 4 : 1
    case .half: 2 * configuration >= count ? 30 : 1
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
  /// Whose seeds vary more than the others', and how much.
  var unsteady = Unsteady.none

  /// The scores of one experiment.
  func tables(_ number: Int) -> [ScoreTable] {
    var draws = Draws(number)
    let deviations = dominance.deviations
    let common = (0..<images).map { _ in deviations.images * draws.next(shape) }
    return (0..<configurations).compactMap { configuration in
      let own = (0..<images).map { common[$0] + deviations.images * draws.next(shape) }
      let factor = unsteady.factor(of: configuration, among: configurations)
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
    (0..<count).count { Contrast.findsDifference(in: tables($0), reference: reference) }
  }

  private func holdsZero(_ interval: Interval) -> Bool {
    guard let low = interval.low, let high = interval.high else { return false }
    return low <= 0 && high >= 0
  }
}
