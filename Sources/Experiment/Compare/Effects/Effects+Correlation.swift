import Foundation

extension Effects.Correlation {
  /// Spearman's rank correlation of a key with the score.
  ///
  /// The range is Fisher's, with the variance of Bonett and Wright 2000; p is that of Student's t.
  init(of factor: Factor, scores: [Double]) {
    let levels = factor.numbers ?? []
    let rho = Self.pearson(Self.ranks(factor.placement.map { levels[$0] }), Self.ranks(scores))
    let count = Double(scores.count)
    self.rho = rho
    key = factor.name
    configurations = scores.count
    let isPerfect = abs(rho) > 1 - 1e-12
    if count > 2 {
      let t = rho * ((count - 2) / (1 - rho * rho)).squareRoot()
      p = isPerfect ? 0 : StudentT.twoSided(t, degreesOfFreedom: count - 2)
    } else {
      p = nil
    }
    guard count > 3 else {
      (low, high) = (nil, nil)
      return
    }
    let reach = 1.959963984540054 * ((1 + rho * rho / 2) / (count - 3)).squareRoot()
    low = isPerfect ? rho : tanh(atanh(rho) - reach)
    high = isPerfect ? rho : tanh(atanh(rho) + reach)
  }

  /// The place of each value among all, from 1; equal ones share the mean of their places.
  private static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = values
    var start = 0
    while start < order.count {
      var end = start
      while end + 1 < order.count, values[order[end + 1]] == values[order[start]] { end += 1 }
      for place in start...end { ranks[order[place]] = Double(start + end) / 2 + 1 }
      start = end + 1
    }
    return ranks
  }

  private static func pearson(_ one: [Double], _ two: [Double]) -> Double {
    let (a, b) = (one.mean, two.mean)
    let common = zip(one, two).reduce(0) { $0 + ($1.0 - a) * ($1.1 - b) }
    let spread =
      one.reduce(0) { $0 + ($1 - a) * ($1 - a) } * two.reduce(0) { $0 + ($1 - b) * ($1 - b) }
    return spread > 0 ? max(-1, min(1, common / spread.squareRoot())) : 0
  }
}
