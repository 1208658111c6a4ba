extension Effects.Main {
  /// The effect of a factor; nil where it cannot be told from the others.
  init?(of index: Int, _ model: EffectModel, higherIsBetter: Bool) {
    let factor = model.design.factors[index]
    guard let weights = model.levelWeights(index) else { return nil }
    let means = weights.map(model.mean)
    let order = means.indices.sorted { higherIsBetter ? means[$0] > means[$1] : means[$0] < means[$1] }
    guard let first = order.first, let last = order.last, first != last else { return nil }
    key = factor.name
    levels = zip(factor.levels, weights).map { name, weights in
      Level(value: name, interval: model.interval(of: weights))
    }
    best = factor.levels[first]
    worst = factor.levels[last]
    var family = FamilyQuantiles(levels: weights.count)
    let span = model.difference(weights[first], weights[last], &family)
    difference = span.interval.basis == .none ? nil : span.interval
    var differences: [LevelDifference] = []
    for one in weights.indices {
      for two in weights.indices.dropFirst(one + 1) {
        let (interval, p) = model.difference(weights[one], weights[two], &family)
        differences.append(
          LevelDifference(
            first: factor.levels[one], second: factor.levels[two], interval: interval, p: p,
            isDifferent: p.map { $0 < 0.05 } ?? false))
      }
    }
    self.differences = differences
    // Not an F: where images bear on one difference more than on another, its one variance of all is too small for some.
    p = differences.compactMap(\.p).min()
  }
}

extension Effects.Interaction {
  /// The interaction of two factors; nil where a combination of their levels is missing.
  init?(of first: Int, _ second: Int, _ model: EffectModel) {
    let (one, two) = (model.design.factors[first], model.design.factors[second])
    guard let weights = model.pairWeights(first, second) else { return nil }
    keys = [one.name, two.name]
    let columns = two.levels.count
    cells = weights.enumerated().map { index, weights in
      Cell(values: [one.levels[index / columns], two.levels[index % columns]], mean: model.mean(weights))
    }
    let contrasts = (1..<one.levels.count).flatMap { a in
      (1..<columns).map { b in
        weights[0].indices.map { cell in
          weights[a * columns + b][cell] - weights[a * columns][cell] - weights[b][cell] + weights[0][cell]
        }
      }
    }
    p = model.p(of: contrasts)
  }
}

extension FamilyQuantiles {
  /// Of all differences among so many levels.
  init(levels: Int) { self.init(levels > 2 ? .tukeyKramer : .single, groups: levels, loadings: []) }
}

extension EffectModel {
  /// The range of a mean of cells, 95 % for it alone.
  func interval(of weights: [Double]) -> Interval {
    var alone = FamilyQuantiles(levels: 1)
    return interval(of: weights, &alone)
  }

  /// One mean of cells less another, and how often equal ones would differ as much somewhere in the family.
  func difference(
    _ one: [Double], _ two: [Double], _ family: inout FamilyQuantiles
  ) -> (interval: Interval, p: Double?) {
    let interval = interval(of: zip(one, two).map { $0 - $1 }, &family)
    guard interval.basis != .imagesOnly, let error = interval.standardError,
      let freedom = interval.degreesOfFreedom
    else { return (interval, nil) }
    guard error > 0 else { return (interval, interval.mean == 0 ? 1 : 0) }
    return (interval, family.p(abs(interval.mean) / error, degreesOfFreedom: freedom))
  }

  private func interval(of weights: [Double], _ family: inout FamilyQuantiles) -> Interval {
    let mean = mean(weights)
    guard let error = errors.uncertainty(of: weights) else { return Interval(mean: mean) }
    return Interval(
      mean: mean, error, critical: family.critical(degreesOfFreedom: error.degreesOfFreedom))
  }
}
