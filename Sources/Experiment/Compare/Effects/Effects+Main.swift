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
    let family = LevelFamily(count: weights.count)
    let span = model.difference(weights[first], weights[last], family)
    difference = span.interval.basis == .none ? nil : span.interval
    p = model.p(of: weights.dropFirst().map { zip($0, weights[0]).map { $0 - $1 } })
    differences = weights.indices.flatMap { one in
      weights.indices.dropFirst(one + 1).map { two in
        let (interval, p) = model.difference(weights[one], weights[two], family)
        return LevelDifference(
          first: factor.levels[one], second: factor.levels[two], interval: interval, p: p,
          isDifferent: p.map { $0 < 0.05 } ?? false)
      }
    }
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

/// The differences between so many levels that are looked at together.
struct LevelFamily {
  let count: Int

  /// By how many standard errors a difference may be off, so that all ranges hold at 95 %.
  func critical(_ freedom: Double) -> Double {
    count <= 2
      ? StudentT.quantile(0.975, degreesOfFreedom: freedom)
      : StudentizedRange.quantile(0.95, groups: count, degreesOfFreedom: freedom) / 2.0.squareRoot()
  }

  /// How often equal levels would have some difference of so many standard errors.
  func p(_ t: Double, _ freedom: Double) -> Double {
    count <= 2
      ? StudentT.twoSided(t, degreesOfFreedom: freedom)
      : StudentizedRange.upperTail(abs(t) * 2.0.squareRoot(), groups: count, degreesOfFreedom: freedom)
  }
}

extension EffectModel {
  /// The range of a mean of cells, 95 % for it alone.
  func interval(of weights: [Double]) -> Interval {
    interval(of: weights) { StudentT.quantile(0.975, degreesOfFreedom: $0) }
  }

  /// One mean of cells less another.
  func difference(
    _ one: [Double], _ two: [Double], _ family: LevelFamily
  ) -> (interval: Interval, p: Double?) {
    let interval = interval(of: zip(one, two).map { $0 - $1 }, critical: family.critical)
    guard interval.basis != .imagesOnly, let error = interval.standardError,
      let freedom = interval.degreesOfFreedom
    else { return (interval, nil) }
    guard error > 0 else { return (interval, interval.mean == 0 ? 1 : 0) }
    return (interval, family.p(interval.mean / error, freedom))
  }

  private func interval(of weights: [Double], critical: (Double) -> Double) -> Interval {
    let mean = mean(weights)
    guard let variance = errors.variance(of: weights) else { return Interval(mean: mean) }
    let error = Uncertainty(
      standardError: variance.value.squareRoot(), degreesOfFreedom: variance.freedom, basis: errors.basis)
    return Interval(mean: mean, error, critical: critical(variance.freedom))
  }
}
