/// Levene's test with medians (Brown and Forsythe 1974): do groups vary equally much around their middles?
public enum BrownForsythe {
  /// How often groups that vary equally would look as unequal or more, 0 to 1; nil where fewer than two groups have three values or more.
  ///
  /// Groups of one or two values say nothing and are left out: both of two values are as far from their median.
  public static func p(_ groups: [[Double]]) -> Double? {
    let distances = groups.filter { $0.count > 2 }.map { group in
      let middle = median(group)
      return group.map { abs($0 - middle) }
    }
    guard distances.count > 1 else { return nil }
    let all = distances.flatMap(\.self)
    let centre = all.mean
    let between = distances.reduce(0.0) { sum, group in
      let distance = group.mean - centre
      return sum + Double(group.count) * distance * distance
    }
    let within = distances.reduce(0.0) { $0 + $1.sumOfSquares(around: $1.mean) }
    let freedoms = (Double(distances.count - 1), Double(all.count - distances.count))
    guard between > 0 else { return 1 }
    guard within > 0 else { return 0 }
    return FisherF.upperTail(between / freedoms.0 / (within / freedoms.1), freedoms.0, freedoms.1)
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let half = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
  }
}
