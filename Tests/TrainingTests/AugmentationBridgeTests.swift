import Config
import Diagnostics
import Experiment
import Images
import Testing

@testable import Training

@Suite("From the augmentation section to the parameters of samples")
struct AugmentationBridgeTests {
  /// Every key with a value of its own.
  private static let everything = """
    {horizontal_flip: 0.01, vertical_flip: 0.02, quarter_turns: 0.03, rotation: {probability: 0.04, degrees: 4},
     scale: {probability: 0.05, range: [0.3, 3]}, resized_crop: {probability: 0.06, area: [0.11, 0.66], aspect: [0.4, 2.6]},
     translation: {probability: 0.07, share: 0.7}, shear: {probability: 0.08, degrees: 8},
     perspective: {probability: 0.09, share: 0.91}, elastic: {probability: 0.1, grid: 5, displacement: 11},
     smooth_elastic: {probability: 0.12, smoothness: 12, displacement: 13},
     grid_distortion: {probability: 0.13, steps: 7, limit: 0.14}, low_resolution: {probability: 0.15, range: [0.151, 0.152]},
     blur: {probability: 0.16, range: [1.61, 1.62]}, sharpen: {probability: 0.17, range: [1.71, 1.72]},
     brightness: {probability: 0.18, range: [1.81, 1.82]}, contrast: {probability: 0.19, range: [1.91, 1.92]},
     gamma: {probability: 0.21, range: [2.1, 2.2]}, inverted_gamma: {probability: 0.22, range: [2.21, 2.22]},
     saturation: {probability: 0.23, range: [2.31, 2.32]}, hue: {probability: 0.24, degrees: 24},
     gaussian_noise: {probability: 0.25, range: [2.51, 2.52]}, poisson_noise: {probability: 0.26, range: [26, 261]},
     jpeg: {probability: 0.27, range: [27, 72]}, channel_dropout: 0.28,
     cutout: {probability: 0.29, count: [2, 9], size: [0.291, 0.292], ignore: true},
     cutmix: {probability: 0.32, alpha: 3.2}}
    """

  private static let expected = [
    "geometry.horizontalFlip 0.01", "geometry.verticalFlip 0.02", "geometry.quarterTurns 0.03",
    "geometry.rotation.probability 0.04", "geometry.rotation.most 4.0",
    "geometry.scale.probability 0.05", "geometry.scale.range 0.3...3.0",
    "geometry.resizedCrop.probability 0.06", "geometry.resizedCrop.area 0.11...0.66",
    "geometry.resizedCrop.aspect 0.4...2.6", "geometry.translation.probability 0.07",
    "geometry.translation.most 0.7", "geometry.shear.probability 0.08", "geometry.shear.most 8.0",
    "geometry.perspective.probability 0.09", "geometry.perspective.most 0.91",
    "geometry.elastic.probability 0.1", "geometry.elastic.grid 5", "geometry.elastic.displacement 11.0",
    "geometry.smoothElastic.probability 0.12", "geometry.smoothElastic.smoothness 12.0",
    "geometry.smoothElastic.displacement 13.0", "geometry.gridDistortion.probability 0.13",
    "geometry.gridDistortion.steps 7", "geometry.gridDistortion.limit 0.14",
    "photometry.lowResolution.probability 0.15", "photometry.lowResolution.range 0.151...0.152",
    "photometry.blur.probability 0.16", "photometry.blur.range 1.61...1.62",
    "photometry.sharpen.probability 0.17", "photometry.sharpen.range 1.71...1.72",
    "photometry.brightness.probability 0.18", "photometry.brightness.range 1.81...1.82",
    "photometry.contrast.probability 0.19", "photometry.contrast.range 1.91...1.92",
    "photometry.gamma.probability 0.21", "photometry.gamma.range 2.1...2.2",
    "photometry.invertedGamma.probability 0.22", "photometry.invertedGamma.range 2.21...2.22",
    "photometry.saturation.probability 0.23", "photometry.saturation.range 2.31...2.32",
    "photometry.hue.probability 0.24", "photometry.hue.most 24.0",
    "photometry.gaussianNoise.probability 0.25", "photometry.gaussianNoise.range 2.51...2.52",
    "photometry.poissonNoise.probability 0.26", "photometry.poissonNoise.range 26.0...261.0",
    "photometry.jpeg.probability 0.27", "photometry.jpeg.range 27.0...72.0", "photometry.channelDropout 0.28",
    "photometry.cutout.probability 0.29", "photometry.cutout.count 2...9",
    "photometry.cutout.size 0.291...0.292", "photometry.cutout.ignores true",
    "mixing.cutmix.probability 0.32", "mixing.cutmix.alpha 3.2",
  ]

  /// The parameters and their values, down to numbers and ranges.
  private func parameters(of value: Any, at path: String = "") -> [String] {
    let children = Mirror(reflecting: value).children
    if children.isEmpty || value is ClosedRange<Double> || value is ClosedRange<Int> {
      return ["\(path.dropFirst()) \(value)"]
    }
    return children.flatMap { parameters(of: $0.value, at: "\(path).\($0.label ?? "")") }
  }

  private func images(_ augmentation: String) throws -> Augmentation {
    try tinyExperiment(["augmentation=\(augmentation)"]).augmentation.images
  }

  @Test("Every key arrives, and no parameter is left out")
  func bridge() throws {
    let all = parameters(of: try images(Self.everything.replacing("\n", with: " ")))
    // MixUp goes without ignored cut-outs.
    let drawn = all.filter { !$0.hasPrefix("mixing.mixup") }
    #expect(drawn == Self.expected)
    let mixup = parameters(of: try images("{mixup: {probability: 0.31, alpha: 3.1}}").mixing.mixup)
    #expect(mixup == ["probability 0.31", "alpha 3.1"])
    let untold = Set(parameters(of: Augmentation()))
    #expect(drawn.filter(untold.contains) == [])
  }

  @Test("Without a preset or keys nothing happens")
  func nothing() throws {
    let happening = parameters(of: try images("{}")).filter {
      $0.contains("probability") && !$0.hasSuffix(" 0.0")
    }
    #expect(happening == [])
  }

  private func channels(_ choice: String, _ augmentation: String) throws -> String {
    let size = ImageSize(width: 16, height: 12)
    let folder = try PictureFolder([size, size, size]) { number, x, y in UInt8((number + x + y) % 3) }
    defer { folder.remove() }
    let config = try folder.config("data.channels=\(choice)", "augmentation=\(augmentation)")
    do throws(DiagnosticError) {
      try check(config)
      return ""
    } catch {
      return error.description
    }
  }

  private func check(_ config: ExperimentConfig) throws(DiagnosticError) {
    do {
      _ = try DataPlan(config)
    } catch let error as DiagnosticError {
      throw error
    } catch {
      throw DiagnosticError(Diagnostic("\(error)"))
    }
  }

  @Test("Keys that need other channels than the images have are refused, all at once")
  func otherChannels() throws {
    let keys = "{preset: heavy, hue: {degrees: 30}, saturation: 1, jpeg: 0.5, channel_dropout: {}}"
    #expect(
      try channels("grey", keys) == """
        error: 'augmentation.hue' turns the colours of images with 3 channels, and these have 1
            = remove 'augmentation.hue', or let data.channels be rgb or a list of three
        error: 'augmentation.saturation' changes the colours of images with 3 channels, and these have 1
            = remove 'augmentation.saturation', or let data.channels be rgb or a list of three
        error: 'augmentation.channel_dropout' needs images with 2 channels or more, and these have 1
            = remove 'augmentation.channel_dropout', or let data.channels be a list of several
        """)
    #expect(try channels("rgb", keys) == "")
  }

  @Test("A preset leaves images of other channels alone, and so do keys that never happen")
  func presetChannels() throws {
    #expect(try channels("grey", "{preset: heavy}") == "")
    #expect(try channels("grey", "{preset: heavy, hue: {probability: 0, degrees: 90}, saturation: 0}") == "")
    #expect(try channels("grey", "{preset: heavy, hue: {probability: 0.3, degrees: 15}}") == "")
    #expect(try channels("grey", "{jpeg: 0.5}") == "")
  }
}
