extension SegmentationLoss {
  /// A part of the mix.
  public struct Term: Hashable, Sendable {
    /// What is computed.
    public var function: Function
    /// Its factor in the mix.
    public var weight: Double

    /// A loss times a factor.
    public init(_ function: Function, weight: Double = 1) {
      self.function = function
      self.weight = weight
    }
  }

  /// The name of a part, as configs and records write it.
  public enum Component: String, Hashable, Sendable, CaseIterable {
    /// Cross entropy.
    case crossEntropy = "ce"
    /// Binary cross entropy.
    case binaryCrossEntropy = "bce"
    /// Soft Dice.
    case dice
    /// Focal loss.
    case focal
    /// Tversky loss.
    case tversky
    /// Soft Jaccard.
    case jaccard
    /// The Lovász extension of the Jaccard loss.
    case lovasz
    /// Boundary loss.
    case boundary
  }

  /// A loss with its options.
  ///
  /// p is a probability, t the truth as 0 or 1; sums run over valid pixels.
  public enum Function: Hashable, Sendable {
    /// PyTorch's `cross_entropy`; not with one channel.
    case crossEntropy(Pixels = .init())
    /// PyTorch's `binary_cross_entropy_with_logits`, of each channel with its one-hot plane.
    ///
    /// Label smoothing ε makes t (1 − ε) + ε/2 of t, as in `cross_entropy` of two classes.
    case binaryCrossEntropy(Pixels = .init())
    /// 1 − the mean over classes (and images) of (2 Σ p·t + smooth) / (Σ p + Σ t + smooth); `squared` has Σ p² for Σ p
    /// (Milletari, Navab and Ahmadi 2016).
    case dice(Regions = .init(), squared: Bool = false)
    /// −α (1 − q)^γ log q, q the probability of the truth, in the mean over pixels (Lin et al. 2017).
    ///
    /// Softmax with several channels, where the class weights are the paper's α; sigmoid with one, where `alpha` is that of the
    /// class and 1 − `alpha` that of the rest, and nil is 1 for both.
    case focal(gamma: Double = 2, alpha: Double? = nil)
    /// The mean over classes (and images) of (1 − T)^γ with T = (Σ p·t + smooth) / (Σ p·t + α Σ p·(1−t) + β Σ (1−p)·t + smooth): `alpha`
    /// weighs what is predicted too much, `beta` what is missed (Salehi, Erdogmus and Gholipour 2017).
    ///
    /// `gamma` is the exponent itself; Abraham and Khan (2019) write 1/γ for it, and recommend 0.75 so.
    case tversky(Regions = .init(), alpha: Double = 0.3, beta: Double = 0.7, gamma: Double = 1)
    /// 1 − the mean over classes (and images) of (Σ p·t + smooth) / (Σ p + Σ t − Σ p·t + smooth).
    case jaccard(Regions = .init())
    /// The Lovász-softmax of all pixels, or the Lovász hinge with one channel (Berman, Rannen Triki and Blaschko 2018).
    ///
    /// - Parameters:
    ///   - perImage: whether each image has a loss of its own, of which this is the mean.
    ///   - absent: whether classes of which there is no pixel count; of no meaning with one channel.
    case lovasz(perImage: Bool = false, absent: Bool = false)
    /// The mean of p times the signed distance to the class, over pixels and classes (Kervadec et al. 2019).
    ///
    /// Below 0 for a good prediction. Needs `Maps.signedDistances`.
    case boundary

    /// The name of the loss.
    public var component: Component {
      switch self {
      case .crossEntropy: .crossEntropy
      case .binaryCrossEntropy: .binaryCrossEntropy
      case .dice: .dice
      case .focal: .focal
      case .tversky: .tversky
      case .jaccard: .jaccard
      case .lovasz: .lovasz
      case .boundary: .boundary
      }
    }
  }

  /// Options of losses that are means over pixels.
  public struct Pixels: Hashable, Sendable {
    /// How much of a pixel's truth is spread over all classes, 0..<1; PyTorch's `label_smoothing`.
    public var labelSmoothing: Double
    /// The share of the pixels that count, those with the greatest losses, in 0<...1 and at least one pixel; nil for all.
    ///
    /// Without class weights, nnU-Net's top-k loss.
    public var topK: Double?

    /// PyTorch's defaults.
    public init(labelSmoothing: Double = 0, topK: Double? = nil) {
      self.labelSmoothing = labelSmoothing
      self.topK = topK
    }

    /// Whether PyTorch's own kernel does it.
    var isPlain: Bool { self == Pixels() }
  }

  /// Options of losses that compare regions.
  public struct Regions: Hashable, Sendable {
    /// Whether class 0 counts, where there are several.
    public var background: Bool
    /// Added above and below, so that a class that is neither there nor predicted scores 1.
    public var smooth: Double
    /// Whether the sums run over the whole batch, and not over each image.
    public var batch: Bool

    /// All classes of each image.
    public init(background: Bool = true, smooth: Double = 1e-6, batch: Bool = false) {
      self.background = background
      self.smooth = smooth
      self.batch = batch
    }
  }
}
