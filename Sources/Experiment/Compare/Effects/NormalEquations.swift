/// Weighted least squares: how each value that a linear model predicts is a weighted sum of the observations.
struct NormalEquations {
  private let rows: [[Double]]
  private let weights: [Double]
  private let matrix: [[Double]]

  /// - Parameters:
  ///   - rows: the model's row for each observation.
  ///   - weights: how much each observation counts, above 0.
  init(_ rows: [[Double]], weights: [Double]) {
    self.rows = rows
    self.weights = weights
    let columns = rows.first?.count ?? 0
    var matrix = Array(repeating: Array(repeating: 0.0, count: columns), count: columns)
    for (row, weight) in zip(rows, weights) {
      for (i, value) in row.enumerated() where value != 0 {
        for (j, other) in row.enumerated() where other != 0 { matrix[i][j] += weight * value * other }
      }
    }
    self.matrix = matrix
  }

  /// The weight of each observation in what the model predicts for a row; `nil` where the observations don't tell.
  func combination(for row: [Double]) -> [Double]? {
    guard let solution = Self.solve(matrix, row) else { return nil }
    return zip(rows, weights).map { observation, weight in
      weight * zip(observation, solution).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  /// A solution of a system with a symmetric matrix without negative eigenvalues; `nil` where there is none.
  static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
    var rows = zip(matrix, right).map { $0 + [$1] }
    let size = right.count
    let largest = (0..<size).map { matrix[$0][$0] }.max() ?? 0
    var pending = Array(0..<size)
    var pivots: [Int] = []
    while let pivot = pending.max(by: { rows[$0][$0] < rows[$1][$1] }), rows[pivot][pivot] > 1e-10 * largest {
      pending.removeAll { $0 == pivot }
      pivots.append(pivot)
      let divisor = rows[pivot][pivot]
      for column in 0...size { rows[pivot][column] /= divisor }
      for row in 0..<size where row != pivot && rows[row][pivot] != 0 {
        let factor = rows[row][pivot]
        for column in 0...size { rows[row][column] -= factor * rows[pivot][column] }
      }
    }
    // What no pivot reaches is free, and nothing may be asked of it.
    let scale = right.map(abs).max() ?? 0
    guard pending.allSatisfy({ abs(rows[$0][size]) <= 1e-8 * max(scale, 1) }) else { return nil }
    var solution = Array(repeating: 0.0, count: size)
    for pivot in pivots { solution[pivot] = rows[pivot][size] }
    return solution
  }
}
