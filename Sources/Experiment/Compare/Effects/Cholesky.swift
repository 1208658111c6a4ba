/// The lower triangle L of a symmetric matrix LLᵀ.
struct Cholesky {
  private let rows: [[Double]]

  /// Takes the root of a matrix; nil where it is not clearly positive definite.
  init?(_ matrix: [[Double]]) {
    var rows: [[Double]] = []
    for (i, row) in matrix.enumerated() {
      var own: [Double] = []
      for j in 0..<i {
        let known = zip(own, rows[j]).reduce(0) { $0 + $1.0 * $1.1 }
        own.append((row[j] - known) / rows[j][j])
      }
      let rest = row[i] - own.reduce(0) { $0 + $1 * $1 }
      guard rest > 1e-12 * row[i] else { return nil }
      rows.append(own + [rest.squareRoot()])
    }
    self.rows = rows
  }

  /// xᵀM⁻¹x for a vector x and the matrix M.
  func squaredLength(of vector: [Double]) -> Double {
    var solved: [Double] = []
    for (row, value) in zip(rows, vector) {
      let known = zip(solved, row).reduce(0) { $0 + $1.0 * $1.1 }
      solved.append((value - known) / row[solved.count])
    }
    return solved.reduce(0) { $0 + $1 * $1 }
  }
}
