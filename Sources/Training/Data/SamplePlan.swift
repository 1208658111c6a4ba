import Diagnostics
import Experiment
import Images
import NeuralNets

/// What is cut out of the training images: samples of one size, whatever the sizes of the images.
///
/// With `data.crop` its size; else that of the largest image, along each side. Images that are smaller than what the depth needs are
/// padded to it, as they are where they are scored: what is added counts for nothing, and costs only time. Convolutions without padding
/// get so much more around that all of the largest image comes out.
struct SamplePlan: Equatable, Sendable {
  /// The size of a sample and its margins.
  let shape: SampleShape
  /// Whether some sample has pixels within its margins that are in no image.
  let isPadded: Bool
  /// How many of all samples' pixels these are, 0...1, before augmentation.
  let padding: Double
  /// What is doubtful: many pixels that are padding, or views that show much more than the images have.
  let findings: [Finding]
  /// Why nothing can be learnt from such samples.
  let refusal: Diagnostic?

  /// - Parameters:
  ///   - channels: values of one pixel.
  ///   - sizes: those of the training images, after `resize`.
  init(_ config: ExperimentConfig, channels: Int, sizes: [ImageSize]) {
    let network = config.network(channels: channels)
    let least = config.model.smallestSide
    func side(_ images: [Int]) -> Int {
      let largest = images.max() ?? 1
      return max(least, config.model.padding == .same ? largest : network.paddedSide(covering: largest))
    }
    let whole = ImageSize(width: side(sizes.map(\.width)), height: side(sizes.map(\.height)))
    let shape = SampleShape(config.data.crop?.imageSize ?? whole, margin: network.margin)
    self.shape = shape
    let turning = config.augmentation.quarterTurns.probability > 0
    isPadded = sizes.contains { shape.pads($0, turning: turning) }
    padding = Self.padding(shape, sizes)
    let view = Self.view(shape, sizes, config, network)
    refusal = view.refusal
    findings =
      (padding > 0.5 ? [Self.paddingFinding(shape, sizes, config, network)] : [])
      + [view.finding].compactMap(\.self)
  }

  /// The share of the pixels within the margins that no image covers.
  private static func padding(_ shape: SampleShape, _ sizes: [ImageSize]) -> Double {
    let covered = sizes.reduce(0.0) { $0 + Double(shape.covered(by: $1)) }
    return sizes.isEmpty ? 0 : 1 - covered / (Double(shape.core.area) * Double(sizes.count))
  }

  private static func paddingFinding(
    _ shape: SampleShape, _ sizes: [ImageSize], _ config: ExperimentConfig, _ network: UNet.Configuration
  ) -> Finding {
    Finding(
      .padding, .warning,
      "\(Wording.percent(padding(shape, sizes))) of the training samples' pixels are padding, from which nothing is learnt: "
        + "samples are \(shape.size), and half of the images at most \(quantile(0.5, of: sizes))",
      count: sizes.count { shape.covered(by: $0) < shape.core.area }, next: advice(sizes, config, network))
  }

  private static func advice(
    _ sizes: [ImageSize], _ config: ExperimentConfig, _ network: UNet.Configuration
  ) -> String {
    let crops = [0.5, 0.25, 0].map { crop(for: quantile($0, of: sizes), config, network) }
    if let crop = crops.first(where: { padding($0, sizes) <= 0.5 })?.size {
      return "data.crop='[\(crop.height), \(crop.width)]' would do"
    }
    let usual = quantile(0.5, of: sizes)
    let deepest = config.model.deepest(for: PixelSize(height: usual.height, width: usual.width))
    return deepest.map { "choose model.depth=\($0), or a larger data.resize" }
      ?? "choose a smaller model.depth, or a larger data.resize"
  }

  /// The width and the height that so many of the images don't exceed.
  private static func quantile(_ share: Double, of sizes: [ImageSize]) -> ImageSize {
    func side(_ sides: [Int]) -> Int {
      sides.isEmpty ? 1 : sides.sorted()[Int(Double(sides.count - 1) * share)]
    }
    return ImageSize(width: side(sizes.map(\.width)), height: side(sizes.map(\.height)))
  }

  /// The largest crop that halves evenly and of which no more than the image is learnt, or else the smallest of all.
  static func crop(
    for image: ImageSize, _ config: ExperimentConfig, _ network: UNet.Configuration
  ) -> SampleShape {
    let (least, step) = (config.model.smallestSide, 1 << network.depth)
    func side(_ image: Int) -> Int { least + max(0, (image + 2 * network.margin - least) / step) * step }
    return SampleShape(
      ImageSize(width: side(image.width), height: side(image.height)), margin: network.margin)
  }
}
