import Images

/// How what a network takes grows with the number and the size of its images, so that a few tiny ones tell of many large ones.
///
/// Take images of height r + 2^depth · y and width likewise with x. Each level halves or doubles, a convolution without padding takes
/// a fixed number of rows away: so the height of every map is a + b · y, and every count of elements, bytes or operations is
///
///     constant + n · (c₀ + c₁ y + c₂ x + c₃ y x)
///
/// for n images; the constant is what belongs to the weights. Five probes give the five numbers, and nothing is rounded or
/// approximated. Left out are kernels' scratch, which is not as large as its maps, and the few rows and columns of coordinates that all
/// images of a batch share.
struct SizeLaw {
  /// A number of images and their size.
  struct Probe: Hashable {
    let images: Int
    let size: ImageSize
  }

  /// What the law is asked about.
  let target: Probe
  /// The rows and columns that the deepest level halves to one.
  let unit: Int
  /// The steps of `unit` in the smaller probes.
  private let steps: Int

  /// - Parameters:
  ///   - depth: the network's number of halvings.
  ///   - steps: how large the smallest probe is, in steps of 2^depth, at least 1.
  init(target: Probe, depth: Int, steps: Int) {
    self.target = target
    self.steps = steps
    unit = 1 << depth
  }

  /// What has to be measured, in the order in which `value` takes it.
  var probes: [Probe] {
    // Convolutions of one small image may take another path than those of a batch, so the least is two.
    [
      Probe(images: 2, size: size(steps, steps)), Probe(images: 2, size: size(steps, steps + 1)),
      Probe(images: 2, size: size(steps + 1, steps)), Probe(images: 2, size: size(steps + 1, steps + 1)),
      Probe(images: 3, size: size(steps, steps)),
    ]
  }

  /// The value at the target of something that was measured at each of `probes`.
  func value(_ measured: [Int]) -> Double {
    let values = measured.map(Double.init)
    let (y, x) = (Double(progress.y), Double(progress.x))
    let two =
      values[0] * (1 - y) * (1 - x) + values[1] * (1 - y) * x + values[2] * y * (1 - x) + values[3] * y * x
    let constant = values[0] - 2 * (values[4] - values[0])
    return constant + (two - constant) / 2 * Double(target.images)
  }

  /// The level of maps that have these heights at the probes: how often they are halved; nil for what isn't a map.
  ///
  /// Each step of the image adds 2^(depth − level) rows, also where convolutions take rows away.
  func level(_ heights: [Int]) -> Int? {
    let growth = heights[3] - heights[0]
    guard growth > 0, growth <= unit, unit % growth == 0 else { return nil }
    return (unit / growth).trailingZeroBitCount
  }

  /// How many steps the target is larger than the smallest probe.
  private var progress: (y: Int, x: Int) {
    (target.size.height / unit - steps, target.size.width / unit - steps)
  }

  private func size(_ y: Int, _ x: Int) -> ImageSize {
    ImageSize(width: target.size.width % unit + unit * x, height: target.size.height % unit + unit * y)
  }
}
