/// All configurations with the same settings, as effects see them: scores by repetition and image.
///
/// A repetition is a seed; in a random sweep, where numbers vary that are no levels, it is a whole configuration.
struct EffectCell: Sendable {
  /// A row for each repetition, a column for each image.
  let rows: [[Double]]
  /// Of each image, the mean over repetitions.
  let images: [Double]
  /// The mean of all.
  let mean: Double

  init(rows: [[Double]]) {
    self.rows = rows
    let count = Double(rows.count)
    images = (rows.first ?? []).indices.map { image in rows.reduce(0) { $0 + $1[image] } / count }
    mean = Self.mean(images)
  }

  /// The sum of squares between repetitions' means.
  var between: Double {
    rows.reduce(0) { sum, row in
      let difference = Self.mean(row) - mean
      return sum + difference * difference
    }
  }

  /// The sum of squares of what neither the repetition nor the image explains.
  var residual: Double {
    rows.reduce(0) { sum, row in
      let shift = Self.mean(row) - mean
      return zip(row, images).reduce(sum) { sum, pair in
        let rest = pair.0 - pair.1 - shift
        return sum + rest * rest
      }
    }
  }

  static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(max(1, values.count))
  }
}
