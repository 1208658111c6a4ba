/// How means over levels are made of the cells, and what chance does to them.
///
/// Where every combination is there, the mean of a level is that of its cells, each counted the same, whatever the interactions
/// (unweighted means; with sums of squares of type III). Where some are missing, it is what a model of added effects says at the mean
/// of the other keys' levels (least-squares means; type II), if the configurations tell that.
struct EffectModel {
  let design: EffectDesign
  let errors: EffectErrors
  private let added: NormalEquations?

  init(_ design: EffectDesign) {
    self.design = design
    errors = EffectErrors(design.cells)
    added = design.isComplete ? nil : Self.equations(design, interacting: nil)
  }

  /// The mean of some cells.
  func mean(_ weights: [Double]) -> Double {
    zip(weights, design.cells).reduce(0) { $0 + $1.0 * $1.1.mean }
  }

  /// The weight of each cell in the mean of each level; nil where one cannot be told.
  func levelWeights(_ index: Int) -> [[Double]]? {
    let factor = design.factors[index]
    let weights = factor.levels.indices.map { level in
      added.map { $0.combination(for: averageRow(at: [index: level])) }
        ?? Self.equal(factor.placement.map { $0 == level })
    }
    return Self.all(weights)
  }

  /// The weight of each cell in the mean of each pair of levels, those of the second factor running fastest; nil where a pair is missing.
  func pairWeights(_ first: Int, _ second: Int) -> [[Double]]? {
    let (one, two) = (design.factors[first], design.factors[second])
    let wanted = one.levels.indices.flatMap { a in two.levels.indices.map { (a, $0) } }
    let equations =
      design.isComplete ? nil : Self.equations(design, interacting: (first, second))
    let weights = wanted.map { a, b -> [Double]? in
      let members = zip(one.placement, two.placement).map { $0 == a && $1 == b }
      guard members.contains(true) else { return nil }
      guard let equations else { return Self.equal(members) }
      return equations.combination(
        for: averageRow(at: [first: a, second: b]) + Self.products(one, two, a, b))
    }
    return Self.all(weights)
  }

  /// How often sums over cells that are all 0 but for chance would be as far from it; nil where nothing is repeated.
  ///
  /// A quasi F: over repetitions and images at once, its denominator is (repetitions + images − rest), with the degrees of freedom of
  /// `Uncertainty`. With one image it is the F of an analysis of variance.
  ///
  /// - Parameter sums: the weights of each, linearly independent.
  func p(of sums: [[Double]]) -> Double? {
    guard errors.basis == .seedsAndImages || errors.basis == .seedsOnly else { return nil }
    let counts = design.cells.map { Double($0.rows.count) }
    let matrix = sums.map { one in
      sums.map { two in
        zip(zip(one, two), counts).reduce(0) { $0 + $1.0.0 * $1.0.1 / $1.1 }
      }
    }
    guard let root = Cholesky(matrix) else { return nil }
    let means = sums.map(mean)
    let square = root.squaredLength(of: means)
    var squares = 0.0
    for image in (design.cells.first?.images ?? []).indices {
      let own = zip(sums, means).map { weights, mean in
        zip(weights, design.cells).reduce(0) { $0 + $1.0 * $1.1.images[image] } - mean
      }
      squares += root.squaredLength(of: own)
    }
    let freedom = Double(sums.count)
    let error = errors.uncertainty(scale: 1, squares: squares / freedom, freedom: freedom)
    guard let error else { return nil }
    guard error.standardError > 0 else { return square > 0 ? 0 : 1 }
    let f = square / freedom / (error.standardError * error.standardError)
    return FisherF.upperTail(f, freedom, error.degreesOfFreedom)
  }

  /// The model's row for these levels, at the mean of all others.
  private func averageRow(at levels: [Int: Int]) -> [Double] {
    design.factors.indices.reduce(into: [1]) { row, index in
      let count = design.factors[index].levels.count
      row +=
        levels[index].map { level in (1..<count).map { $0 == level ? 1 : 0 } }
        ?? Array(repeating: 1 / Double(count), count: count - 1)
    }
  }

  private static func equations(_ design: EffectDesign, interacting pair: (Int, Int)?) -> NormalEquations {
    let rows = design.cells.indices.map { cell in
      var row: [Double] = [1]
      for factor in design.factors {
        row += (1..<factor.levels.count).map { $0 == factor.placement[cell] ? 1 : 0 }
      }
      if let pair {
        let (one, two) = (design.factors[pair.0], design.factors[pair.1])
        row += products(one, two, one.placement[cell], two.placement[cell])
      }
      return row
    }
    return NormalEquations(rows, weights: design.cells.map { Double($0.rows.count) })
  }

  /// The columns of the interaction of two factors.
  private static func products(_ one: Factor, _ two: Factor, _ a: Int, _ b: Int) -> [Double] {
    (1..<one.levels.count).flatMap { i in
      (1..<two.levels.count).map { j in i == a && j == b ? 1 : 0 }
    }
  }

  private static func equal(_ members: [Bool]) -> [Double] {
    let share = 1 / Double(members.count { $0 })
    return members.map { $0 ? share : 0 }
  }

  private static func all(_ weights: [[Double]?]) -> [[Double]]? {
    let known = weights.compactMap(\.self)
    return known.count == weights.count ? known : nil
  }
}
