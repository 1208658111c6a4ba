/// What chance does to sums and differences of cells: repetitions replicate, and images cross everything.
///
/// The variance between repetitions is pooled over all cells, as for differences of two configurations. How a difference varies over images is taken from that difference
/// itself, so that no difference borrows from others what it may not have in common with them.
struct EffectErrors: Sendable {
  let cells: [EffectCell]
  /// The variance of one repetition's score; `nil` where nothing is repeated.
  private let repetitions: Uncertainty.Term?
  /// The part of it that is interaction with the images.
  private let rest: Double
  private let imageCount: Int

  init(_ cells: [EffectCell]) {
    self.cells = cells
    imageCount = cells.first?.images.count ?? 0
    let freedom = Double(cells.reduce(0) { $0 + $1.rows.count - 1 })
    let images = Double(imageCount)
    repetitions =
      freedom > 0
      ? Uncertainty.Term(
        variance: cells.reduce(0) { $0 + $1.between } / freedom, degreesOfFreedom: freedom) : nil
    rest =
      freedom > 0 && imageCount > 1
      ? cells.reduce(0) { $0 + $1.residual } / (freedom * (images - 1)) / images : 0
  }

  /// What an interval of these cells comes from.
  var basis: Interval.Basis {
    switch (repetitions != nil, imageCount > 1) {
    case (true, true): .seedsAndImages
    case (true, false): .seedsOnly
    case (false, true): .imagesOnly
    case (false, false): .none
    }
  }

  /// How uncertain a sum over cells is.
  ///
  /// - Parameter weights: of each cell in the sum.
  /// - Returns: `nil` where nothing is repeated and there is one image.
  func uncertainty(of weights: [Double]) -> Uncertainty? {
    let used = zip(weights, cells).filter { $0.0 != 0 }
    let share = used.reduce(0) { $0 + $1.0 * $1.0 / Double($1.1.rows.count) }
    let mean = used.reduce(0) { $0 + $1.0 * $1.1.mean }
    let squares = (0..<imageCount).reduce(0.0) { sum, image in
      let own = used.reduce(0) { $0 + $1.0 * $1.1.images[image] } - mean
      return sum + own * own
    }
    return uncertainty(scale: share, squares: squares, freedom: 1)
  }

  /// How uncertain something is whose repetitions count `scale` times.
  ///
  /// - Parameters:
  ///   - squares: the sum over images of the squared deviations from the mean over images.
  ///   - freedom: how many differences it is made of.
  func uncertainty(scale: Double, squares: Double, freedom: Double) -> Uncertainty? {
    let images = Double(imageCount)
    let crossed =
      imageCount > 1
      ? Uncertainty.Term(
        variance: squares / ((images - 1) * images), degreesOfFreedom: freedom * (images - 1)) : nil
    guard let repetitions else { return crossed.map { Uncertainty($0, basis: .imagesOnly) } }
    let own = Uncertainty.Term(
      variance: scale * repetitions.variance, degreesOfFreedom: repetitions.degreesOfFreedom)
    guard let crossed else { return Uncertainty(own, basis: .seedsOnly) }
    let common = scale * rest
    let kept = Uncertainty.Term(
      variance: max(crossed.variance, common), degreesOfFreedom: crossed.degreesOfFreedom)
    return Uncertainty(seeds: own, images: kept, rest: common)
  }
}
