/// A part of a variance: its estimate and the degrees of freedom behind it.
struct VariancePart: Equatable, Sendable {
  let value: Double
  let freedom: Double
}

/// What chance does to sums and differences of cells: repetitions replicate, and images cross everything.
///
/// The variance between repetitions is pooled over all cells. How a difference varies over images is taken from that difference
/// itself, so that no difference borrows from others what it may not have in common with them.
struct EffectErrors: Sendable {
  let cells: [EffectCell]
  /// The variance of one repetition's score; `nil` where nothing is repeated.
  private let repetitions: VariancePart?
  /// The part of it that is interaction with the images.
  private let rest: VariancePart?
  private let imageCount: Int

  init(_ cells: [EffectCell]) {
    self.cells = cells
    imageCount = cells.first?.images.count ?? 0
    let freedom = Double(cells.reduce(0) { $0 + $1.rows.count - 1 })
    let images = Double(imageCount)
    repetitions =
      freedom > 0
      ? VariancePart(value: cells.reduce(0) { $0 + $1.between } / freedom, freedom: freedom) : nil
    rest =
      freedom > 0 && imageCount > 1
      ? VariancePart(
        value: cells.reduce(0) { $0 + $1.residual } / (freedom * (images - 1)) / images,
        freedom: freedom * (images - 1)) : nil
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

  /// The variance of a sum over cells.
  ///
  /// - Parameters:
  ///   - weights: of each cell in the sum.
  /// - Returns: `nil` where nothing is repeated and there is one image.
  func variance(of weights: [Double]) -> VariancePart? {
    let used = zip(weights, cells).filter { $0.0 != 0 }
    let share = used.reduce(0) { $0 + $1.0 * $1.0 / Double($1.1.rows.count) }
    let mean = used.reduce(0) { $0 + $1.0 * $1.1.mean }
    let squares = (0..<imageCount).reduce(0.0) { sum, image in
      let own = used.reduce(0) { $0 + $1.0 * $1.1.images[image] } - mean
      return sum + own * own
    }
    return variance(scale: share, squares: squares, freedom: 1)
  }

  /// The variance of something whose repetitions count `scale` times.
  ///
  /// - Parameters:
  ///   - squares: the sum over images of the squared deviations from the mean over images.
  ///   - freedom: how many differences it is made of.
  func variance(scale: Double, squares: Double, freedom: Double) -> VariancePart? {
    let images = Double(imageCount)
    let crossed =
      imageCount > 1
      ? VariancePart(value: squares / ((images - 1) * images), freedom: freedom * (images - 1)) : nil
    guard let repetitions else { return crossed }
    let own = VariancePart(value: scale * repetitions.value, freedom: repetitions.freedom)
    guard let crossed, let rest else { return own }
    let common = VariancePart(value: scale * rest.value, freedom: rest.freedom)
    // Each of the two holds the rest once, and no variance is below 0.
    if own.value <= common.value, crossed.value <= common.value { return common }
    if own.value <= common.value { return crossed }
    if crossed.value <= common.value { return own }
    let value = own.value + crossed.value - common.value
    let spread = [own, crossed, common].reduce(0) { $0 + $1.value * $1.value / $1.freedom }
    return VariancePart(value: value, freedom: value * value / spread)
  }
}
