/// The two-way analysis of variance of one table, seeds × images, both random.
struct MeanSquares: Equatable, Sendable {
  /// Of the seeds' means, times the number of images; S − 1 degrees of freedom.
  let seeds: Double
  /// Of the images' means, times the number of seeds; I − 1 degrees of freedom.
  let images: Double
  /// Of what is left; (S − 1)·(I − 1) degrees of freedom. 0 where there are none.
  let rest: Double

  init(_ table: ScoreTable) {
    let (rows, columns, mean) = (table.scores, table.imageMeans, table.mean)
    let (seedCount, imageCount) = (Double(rows.count), Double(columns.count))
    func square(_ values: [Double], times factor: Double) -> Double {
      guard values.count > 1 else { return 0 }
      return factor * values.sumOfSquares(around: mean) / Double(values.count - 1)
    }
    seeds = square(rows, times: imageCount)
    images = square(columns, times: seedCount)
    let freedom = (seedCount - 1) * (imageCount - 1)
    guard freedom > 0 else {
      rest = 0
      return
    }
    var sum = 0.0
    for (row, values) in zip(rows, table.values) {
      for (column, value) in zip(columns, values) {
        let left = value - row - column + mean
        sum += left * left
      }
    }
    rest = sum / freedom
  }
}

extension [Double] {
  func sumOfSquares(around centre: Double) -> Double {
    reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
  }

  /// The sum of squares around the mean over one less than the count; 0 of fewer than two.
  var variance: Double { count > 1 ? sumOfSquares(around: mean) / Double(count - 1) : 0 }
}
