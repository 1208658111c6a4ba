public import Config

/// What training minimises: the sum of its components, each times its weight.
public struct LossConfig: ConfigSection {
  /// A component with nothing to set but its weight.
  public struct Component: Equatable, Sendable {
    /// The factor of the component, 0 or more.
    public let weight: Double
  }

  /// The Dice component, as `1 − mean of (2·overlap + smooth) / (sum + smooth)` per image and class.
  public struct Dice: Equatable, Sendable {
    /// The factor of the component, 0 or more.
    public let weight: Double
    /// Whether the first class counts.
    public let background: Bool
    /// What is added above and below, so that an absent class is no division by zero.
    public let smooth: Double
  }

  /// Cross-entropy over the classes, as PyTorch's `CrossEntropyLoss`; nil if unused.
  public let ce: Component?
  /// Binary cross-entropy of each channel, as PyTorch's `BCEWithLogitsLoss`; nil if unused.
  public let bce: Component?
  /// Dice; nil if unused.
  public let dice: Dice?
  /// How much each class counts in `ce` and `bce`; nil for the same.
  public let classWeights: ClassWeights?

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    ce = keys.optionalMapping(
      "ce", shorthand: "weight", "Cross-entropy with softmax.", Component.init)
    bce = keys.optionalMapping(
      "bce", shorthand: "weight",
      "Binary cross-entropy with sigmoid of each channel.",
      Component.init)
    dice = keys.optionalMapping(
      "dice", shorthand: "weight", "Soft Dice per image and class.", Dice.init)
    classWeights = keys.optional(
      "class_weights", as: ClassWeights.format,
      "How much each class counts in `ce` and `bce`: by name, or a list in the order of the classes.")
    check(keys)
  }

  private func check(_ keys: KeyReader) {
    let weights = [ce?.weight, bce?.weight, dice?.weight].compactMap(\.self)
    keys.check(
      "", "ce", "bce", "dice", that: weights.contains { $0 > 0 },
      else: "'loss' has no component with a weight above 0", notes: ["such as loss: {ce: 1, dice: 1}"])
    keys.check(
      "class_weights", "ce", "bce", that: classWeights == nil || ce != nil || bce != nil,
      else: "'class_weights' act on 'ce' and 'bce', and the loss has neither")
  }
}

extension LossConfig.Component {
  init(_ keys: inout KeyReader) {
    weight = keys.read("weight", default: 1, in: .atLeast(0), "Factor of the component.")
  }
}

extension LossConfig.Dice {
  init(_ keys: inout KeyReader) {
    weight = keys.read("weight", default: 1, in: .atLeast(0), "Factor of the component.")
    background = keys.read("background", default: true, "Whether the first class counts.")
    smooth = keys.read(
      "smooth", default: 1e-6, in: .above(0), "Added above and below, so that an absent class is no 0/0.")
  }
}
