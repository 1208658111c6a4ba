/// Random numbers that depend on nothing but a key: which experiment, epoch and place, and for what.
///
/// Counter-based: the n-th number is the SplitMix64 finaliser (Steele, Lea and Flood 2014; Stafford's
/// variant 13) of the key plus n steps, so streams of different keys are independent of each other and of
/// who draws first.
public struct RandomStream: Sendable, RandomNumberGenerator {
  /// What numbers are drawn for.
  ///
  /// Adding a purpose changes no number of another; the raw values are part of what makes results
  /// reproducible.
  public enum Purpose: UInt64, Sendable {
    /// The order of the samples.
    case order = 1
    /// Where a crop is, and how a sample is bent.
    case geometry = 2
    /// How a sample's colours change.
    case photometry = 3
    /// Which samples validate.
    case split = 4
    /// Synthetic images.
    case synthesis = 5
    /// Weights before training.
    case initialization = 6
    /// Dropout.
    case dropout = 7
    /// Which samples show foreground, and which of its pixels.
    case foreground = 8
    /// The part of a crop that is brought to its size.
    case resizedCrop = 9
    /// How far a sample is shifted.
    case translation = 10
    /// How a sample is slanted.
    case shear = 11
    /// Where a sample's corners go.
    case perspective = 12
    /// A deformation by a coarse grid.
    case elastic = 13
    /// A deformation by a smooth field.
    case smoothElastic = 14
    /// The cells of a distorted grid.
    case gridDistortion = 15
    /// How coarse a sample is made.
    case lowResolution = 16
    /// How much a sample is blurred.
    case blur = 17
    /// How much a sample is sharpened.
    case sharpen = 18
    /// The exponent of a sample's values.
    case gamma = 19
    /// The exponent of a sample's inverted values.
    case invertedGamma = 20
    /// How colourful a sample is.
    case saturation = 21
    /// How far a sample's colours are turned.
    case hue = 22
    /// Gaussian noise, and how strong it is.
    case gaussianNoise = 23
    /// Poisson noise, and how strong it is.
    case poissonNoise = 24
    /// The quality of a JPEG file.
    case jpeg = 25
    /// Which channel loses its content.
    case channelDropout = 26
    /// Which rectangles lose their content.
    case cutout = 27
    /// How a batch is mixed by MixUp.
    case mixup = 28
    /// How a batch is mixed by CutMix.
    case cutmix = 29
  }

  private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var state: UInt64

  /// Starts the stream of a key.
  ///
  /// - Parameters:
  ///   - seed: The experiment's seed.
  ///   - epoch: The epoch, from 0.
  ///   - position: The position in the epoch, or a batch's number, from 0.
  ///   - purpose: What the numbers are for.
  public init(seed: UInt64, epoch: Int = 0, position: Int = 0, purpose: Purpose) {
    var key = Self.mixed(seed &+ Self.step)
    for part in [UInt64(bitPattern: Int64(epoch)), UInt64(bitPattern: Int64(position)), purpose.rawValue] {
      key = Self.mixed((key ^ part) &+ Self.step)
    }
    state = key
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= Self.step
    return Self.mixed(state)
  }

  /// A number in [0, 1), one of the 2^53 multiples of 2^-53.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number in `range`; its ends are as likely as any other.
  public mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + uniform() * (range.upperBound - range.lowerBound)
  }

  /// A whole number in 0..<`bound`, each as likely as any other; `bound` below 2 gives 0.
  public mutating func integer(below bound: Int) -> Int {
    guard bound > 1 else { return 0 }
    let range = UInt64(bound)
    // Lemire 2019: the high half of a product, less the few low halves that would favour some numbers.
    var product = next().multipliedFullWidth(by: range)
    let unfair = (0 &- range) % range
    while product.low < unfair { product = next().multipliedFullWidth(by: range) }
    return Int(product.high)
  }

  /// True with the given probability, 0...1.
  public mutating func chance(_ probability: Double) -> Bool { uniform() < probability }

  /// The numbers 0..<`count` in random order.
  public mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, integer(below: last + 1)) }
    return order
  }

  /// A bijection of 64 bits in which each bit of the input moves about half of the output's.
  static func mixed(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
