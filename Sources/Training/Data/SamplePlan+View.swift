import Diagnostics
import Experiment
import Images
import NeuralNets

extension SamplePlan {
  /// What a crop shows of an image where `augmentation.scale` zooms out as far as it may, and what is to be said of it.
  ///
  /// Beyond the image's edges a sample shows its mirror image, which is no harm at the rim; a sample that is more than twice as long as the
  /// largest image shows each pixel several times.
  struct View: Equatable, Sendable {
    /// Why it cannot be trained on.
    let refusal: Diagnostic?
    /// What is doubtful about it.
    let finding: Finding?

    /// Nothing that nobody chose.
    static let whole = View(refusal: nil, finding: nil)
  }

  /// - Parameter sizes: Those of the training images; what is longer than the longest is of no image.
  static func view(
    _ shape: SampleShape, _ sizes: [ImageSize], _ config: ExperimentConfig, _ network: UNet.Configuration
  ) -> View {
    let (scale, core) = (config.augmentation.scale, shape.core)
    let least = scale.range.lowerBound
    guard config.data.crop != nil, scale.probability > 0, least < 1,
      let width = sizes.map(\.width).max(), let height = sizes.map(\.height).max()
    else { return .whole }
    let largest = ImageSize(width: width, height: height)
    func side(_ side: Int) -> Int { Int((Double(side) / least).rounded(.up)) }
    let seen = ImageSize(width: side(core.width), height: side(core.height))
    let words = """
      zoomed out to \(least) by 'augmentation.scale', the \(core) pixels of 'data.crop' show \(seen)
      """
    if seen.width > 2 * width || seen.height > 2 * height {
      return View(
        refusal: Diagnostic(
          "\(words), more than twice as much along a side as the largest training image has: \(largest)",
          notes: [advice(least, core, 2, largest, config, network)]), finding: nil)
    }
    // A crop that is longer than the image is padded there, not mirrored.
    guard (core.width <= width && seen.width > width) || (core.height <= height && seen.height > height)
    else { return .whole }
    return View(
      refusal: nil,
      finding: Finding(
        .mirroredView, .warning,
        "\(words), of which the largest training image has \(largest): the rest is mirrored",
        count: sizes.count { $0.width < seen.width || $0.height < seen.height },
        next: advice(least, core, 1, largest, config, network)))
  }

  /// How a view becomes no more than `times` as long as the largest image.
  private static func advice(
    _ least: Double, _ core: ImageSize, _ times: Double, _ largest: ImageSize, _ config: ExperimentConfig,
    _ network: UNet.Configuration
  ) -> String {
    let needed = max(
      Double(core.width) / (times * Double(largest.width)),
      Double(core.height) / (times * Double(largest.height)))
    let (lower, upper) = ((100 * needed).rounded(.up) / 100, config.augmentation.scale.range.upperBound)
    func side(_ side: Int) -> Int { Int(times * least * Double(side)) }
    let room = ImageSize(width: side(largest.width), height: side(largest.height))
    let crop = crop(for: room, config, network)
    let ways = [
      lower <= min(1, upper) ? "augmentation.scale.range='[\(lower), \(upper)]'" : nil,
      crop.core.width <= room.width && crop.core.height <= room.height
        ? "data.crop='[\(crop.size.height), \(crop.size.width)]'" : nil,
    ].compactMap(\.self)
    return ways.isEmpty
      ? "choose a smaller model.depth and a smaller data.crop, or a larger data.resize"
      : "\(ways.joined(separator: " or ")) would do"
  }
}
