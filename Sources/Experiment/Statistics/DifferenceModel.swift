/// What a difference of two of some configurations is uncertain by: seeds within each configuration, and images, on which all are scored.
///
/// How hard an image is for all cancels in a difference. What is left is how much harder it is for one configuration than for another (configuration × image),
/// the seeds (nested in their configuration), and the rest.
struct DifferenceModel {
  private let tables: [ScoreTable]
  private let squares: [MeanSquares]
  private let pairs: PairVariances
  private let imageCount: Double
  /// Σ(S − 1) over all configurations.
  private let seedFreedom: Double
  private let seeds: Double
  private let rest: Double
  /// Whether seeds vary too differently for one variance of all.
  let variancesDiffer: Bool

  init(_ tables: [ScoreTable]) {
    self.tables = tables
    let squares = tables.map(MeanSquares.init)
    self.squares = squares
    pairs = PairVariances(tables)
    imageCount = Double(tables.first?.imageCount ?? 1)
    let freedoms = tables.map { Double($0.seedCount - 1) }
    let whole = freedoms.reduce(0, +)
    seedFreedom = whole
    func pooled(_ value: KeyPath<MeanSquares, Double>) -> Double {
      whole > 0 ? zip(freedoms, squares).reduce(0) { $0 + $1.0 * $1.1[keyPath: value] } / whole : 0
    }
    seeds = pooled(\.seeds)
    rest = pooled(\.rest)
    variancesDiffer = (Bartlett.p(tables.map(\.scores)) ?? 1) < 0.05
  }

  /// Whether a configuration has seeds enough to say how they vary.
  func isReplicated(_ index: Int) -> Bool { tables[index].seedCount > 1 }

  /// The uncertainty of a difference; nil where nothing varies in sight.
  func uncertainty(of index: Int, less reference: Int) -> Uncertainty? {
    uncertainties(of: index, less: reference)(0)
  }

  /// The uncertainty of a difference by how many more seeds both are to have, with variances as they are estimated from those that are there.
  func uncertainties(of index: Int, less reference: Int) -> (_ moreSeeds: Int) -> Uncertainty? {
    let images = pairs.term(index, reference)
    guard isReplicated(index), isReplicated(reference) else {
      return { _ in images.map { Uncertainty($0, basis: .imagesOnly) } }
    }
    let now = seedTerm(index, reference, more: 0)
    return { more in
      let then = more == 0 ? now : seedTerm(index, reference, more: more)
      guard var images else { return Uncertainty(then.term, basis: .seedsOnly) }
      // Of the images' mean square the rest shrinks with more seeds; what configurations have with images stays.
      let variance = max(images.variance - now.rest, 0) + then.rest
      if more > 0 || images.variance < now.rest {
        images = Uncertainty.Term(variance: variance, degreesOfFreedom: images.degreesOfFreedom)
      }
      return Uncertainty(seeds: then.term, images: images, rest: then.rest)
    }
  }

  /// The uncertainty that stays however many seeds there are.
  func limit(of index: Int, less reference: Int) -> Uncertainty? {
    guard isReplicated(index), isReplicated(reference), let images = pairs.term(index, reference) else {
      return nil
    }
    let variance = max(images.variance - seedTerm(index, reference, more: 0).rest, 0)
    let term = Uncertainty.Term(variance: variance, degreesOfFreedom: images.degreesOfFreedom)
    return Uncertainty(term, basis: .imagesOnly)
  }

  /// The baseline's share of the variance of a difference, as a root: by what differences from it hang together.
  func loading(of index: Int, baseline: Int) -> Double {
    let (own, common) = (share(index), share(baseline))
    return own + common > 0 ? (common / (own + common)).squareRoot() : 0.5.squareRoot()
  }

  private func share(_ index: Int) -> Double {
    let count = Double(tables[index].seedCount)
    return (variancesDiffer ? squares[index].seeds : 1) / count
  }

  private func seedTerm(_ index: Int, _ reference: Int, more: Int) -> (term: Uncertainty.Term, rest: Double) {
    let counts = [index, reference].map { Double(tables[$0].seedCount + more) * imageCount }
    guard variancesDiffer else {
      let share = 1 / counts[0] + 1 / counts[1]
      let own = tables[index].seedCount + tables[reference].seedCount - 2
      func moderated(_ value: KeyPath<MeanSquares, Double>, all: Double) -> ModeratedVariance {
        let sum = [index, reference].reduce(0) {
          $0 + Double(tables[$1].seedCount - 1) * squares[$1][keyPath: value]
        }
        return ModeratedVariance(own: sum / Double(own), degreesOfFreedom: Double(own), all: all)
      }
      let seeds = moderated(\.seeds, all: seeds)
      let freedom = seeds.degreesOfFreedom(
        own: Double(own + 2 * more), all: seedFreedom + Double(more * tables.count))
      let term = Uncertainty.Term(variance: seeds.value * share, degreesOfFreedom: freedom)
      return (term, moderated(\.rest, all: rest).value * share)
    }
    // Welch: each its own, with the degrees of freedom of Satterthwaite.
    let (a, b) = (squares[index], squares[reference])
    let (first, second) = (a.seeds / counts[0], b.seeds / counts[1])
    let freedoms = [index, reference].map { Double(tables[$0].seedCount + more - 1) }
    let parts = first * first / freedoms[0] + second * second / freedoms[1]
    let sum = first + second
    let freedom = parts > 0 ? sum * sum / parts : freedoms[0] + freedoms[1]
    return (
      Uncertainty.Term(variance: sum, degreesOfFreedom: freedom), a.rest / counts[0] + b.rest / counts[1]
    )
  }
}
