/// Seconds as a straight line over operations, by least squares.
struct TimeLaw: Equatable {
  /// Seconds where there are no operations.
  let constant: Double
  /// Seconds for each operation, at least 0.
  let slope: Double

  /// The line through a cloud of measurements; where it would fall, their mean.
  ///
  /// - Parameter points: at least one.
  init(_ points: [(flops: Double, seconds: Double)]) {
    let count = Double(max(1, points.count))
    let flops = points.reduce(0) { $0 + $1.flops } / count
    let seconds = points.reduce(0) { $0 + $1.seconds } / count
    let spread = points.reduce(0) { $0 + ($1.flops - flops) * ($1.flops - flops) }
    let common = points.reduce(0) { $0 + ($1.flops - flops) * ($1.seconds - seconds) }
    slope = spread > 0 ? max(0, common / spread) : 0
    constant = seconds - slope * flops
  }

  /// Seconds of so many operations, never below 0.
  func seconds(_ flops: Double) -> Double { max(0, constant + slope * flops) }
}
