public import Config

/// What training minimises: the sum of its components, each times its weight.
public struct LossConfig: ConfigSection {
  /// Cross-entropy over the classes, as PyTorch's `CrossEntropyLoss`; nil if unused.
  public let ce: PixelLoss?
  /// Binary cross-entropy of each channel, as PyTorch's `BCEWithLogitsLoss`; nil if unused.
  public let bce: PixelLoss?
  /// Dice; nil if unused.
  public let dice: Dice?
  /// Focal loss; nil if unused.
  public let focal: Focal?
  /// Tversky loss; nil if unused.
  public let tversky: Tversky?
  /// Jaccard loss; nil if unused.
  public let jaccard: Jaccard?
  /// Lovász loss; nil if unused.
  public let lovasz: Lovasz?
  /// Boundary loss; nil if unused.
  public let boundary: Boundary?
  /// What pixels between objects weigh more in `ce` and `bce`; nil for nothing.
  public let borderWeights: BorderWeights?
  /// How much each class counts in `ce`, `bce` and `focal`; nil for the same.
  public let classWeights: ClassWeights?

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    ce = keys.optionalMapping("ce", shorthand: "weight", "Cross-entropy with softmax.", PixelLoss.init)
    bce = keys.optionalMapping(
      "bce", shorthand: "weight", "Binary cross-entropy with sigmoid of each channel.", PixelLoss.init)
    dice = keys.optionalMapping("dice", shorthand: "weight", "Soft Dice per image and class.", Dice.init)
    focal = keys.optionalMapping(
      "focal", shorthand: "weight",
      "Cross-entropy that looks away from what is easy (Lin et al. 2017); with one class, of the sigmoid.",
      Focal.init)
    tversky = keys.optionalMapping(
      "tversky", shorthand: "weight",
      "Dice that weighs the two kinds of error differently (Salehi et al. 2017), per image and class.",
      Tversky.init)
    jaccard = keys.optionalMapping(
      "jaccard", shorthand: "weight", "Soft Jaccard (IoU) per image and class.", Jaccard.init)
    lovasz = keys.optionalMapping(
      "lovasz", shorthand: "weight",
      "Lovász-softmax, a convex surrogate of the IoU (Berman et al. 2018); with one class, the Lovász hinge.",
      Lovasz.init)
    boundary = keys.optionalMapping(
      "boundary", shorthand: "weight",
      "Probability times signed distance to the class, in pixels (Kervadec et al. 2019); beside a Dice or the like.",
      Boundary.init)
    borderWeights = keys.optionalMapping(
      "border_weights",
      "Background between objects weighs more in `ce` and `bce`, as in the 2015 paper: `w0 · exp(−(d1 + d2)² / 2 sigma²)` is added, "
        + "d1 and d2 the distances to the two nearest objects. The background is the first class, or what is not the only one.",
      BorderWeights.init)
    classWeights = keys.optional(
      "class_weights", as: ClassWeights.format,
      "How much each class counts in `ce`, `bce` and `focal`: by name, or a list in the order of the classes; or from the training masks, "
        + "`inverse` to the frequency of the class, or `median` frequency by frequency (Eigen and Fergus 2015)."
    )
    check(keys)
  }

  private func check(_ keys: KeyReader) {
    let weights = [
      ce?.weight, bce?.weight, dice?.weight, focal?.weight, tversky?.weight, jaccard?.weight, lovasz?.weight,
      boundary?.weight,
    ].compactMap(\.self)
    keys.check(
      "", "ce", "bce", "dice", "focal", "tversky", "jaccard", "lovasz", "boundary",
      that: weights.contains { $0 > 0 },
      else: "'loss' has no component with a weight above 0", notes: ["such as loss: {ce: 1, dice: 1}"])
    keys.check(
      "class_weights", "ce", "bce", "focal",
      that: classWeights == nil || ce != nil || bce != nil || focal != nil,
      else: "'class_weights' act on 'ce', 'bce' and 'focal', and the loss has none of them")
    keys.check(
      "border_weights", "ce", "bce", that: borderWeights == nil || ce != nil || bce != nil,
      else: "'border_weights' act on 'ce' and 'bce', and the loss has neither")
    if let tversky {
      keys.check(
        "tversky", "tversky.alpha", "tversky.beta", that: tversky.alpha + tversky.beta > 0,
        else: "'tversky' needs an 'alpha' or a 'beta' above 0: without both, every guess is perfect")
    }
  }
}
