import Config

extension AugmentationConfig {
  /// A mixing of the samples of a batch.
  public struct Mix: Equatable, Sendable {
    /// How probable it is that a batch is mixed, 0 to 1.
    public internal(set) var probability = 0.0
    /// The shares of the two samples are of Beta(alpha, alpha), above 0.
    public internal(set) var alpha: Double
  }

  /// Reads the keys of what mixes the samples of a batch.
  mutating func readMixing(_ keys: inout KeyReader) {
    mixup = .read(
      "mixup", mixup,
      "Adds another sample of the batch to each, and learns both masks by their shares (Zhang et al. 2018); not with `data.ignore`, nor with padding.",
      &keys)
    cutmix = .read(
      "cutmix", cutmix,
      "Pastes a rectangle of another sample of the batch into each, image and mask (Yun et al. 2019); a batch that `mixup` would mix too has only this.",
      &keys)
  }
}

extension AugmentationConfig.Mix {
  fileprivate static func read(_ name: String, _ standard: Self, _ summary: String, _ keys: inout KeyReader)
    -> Self
  {
    keys.mapping(name, shorthand: "probability", summary) { keys in
      Self(
        probability: keys.read(
          "probability", default: keys.isGiven && standard.probability == 0 ? 0.5 : standard.probability,
          in: .from(0, to: 1), "Probability that a batch is mixed; a mapping without it has 0.5."),
        alpha: keys.read(
          "alpha", default: standard.alpha, in: .from(0.01, to: 100),
          "The shares are of Beta(alpha, alpha): below 1 mostly of one sample, above 1 about half of each."))
    }
  }
}

extension ExperimentConfig {
  /// What the mixing of samples can't go with; whether there is padding is known with the images.
  func checkMixing(_ keys: KeyReader) {
    for (name, mix) in [("mixup", augmentation.mixup), ("cutmix", augmentation.cutmix)] {
      keys.check(
        "augmentation.\(name)", "training.batch_size",
        that: mix.probability == 0 || training.batchSize > 1,
        else: "'\(name)' mixes the samples of a batch, and 'training.batch_size' is 1",
        notes: ["choose a batch_size of at least 2, or remove '\(name)'; accumulation_steps mixes nothing"])
    }
    keys.check(
      "augmentation.mixup", "data.ignore",
      that: augmentation.mixup.probability == 0 || data.ignore.isEmpty,
      else: "'mixup' needs masks without ignored pixels, and 'data.ignore' has some",
      notes: [
        "in a sum of two images what one mask ignores is still seen, and would be learnt as what the other mask says",
        "use 'cutmix' or remove 'mixup'; where each pixel has a class, say 'data.ignore: []', which a layout or a palette may give a default",
      ])
    let cutout = augmentation.cutout
    keys.check(
      "augmentation.mixup", "augmentation.cutout",
      that: augmentation.mixup.probability == 0 || cutout.probability == 0 || !cutout.ignores,
      else: "'mixup' needs masks without ignored pixels, and 'augmentation.cutout.ignore' makes some",
      notes: [
        "in a sum of two images a rectangle without content shows the other, and would be learnt as what that mask says",
        "use 'cutmix', remove 'mixup', or say 'augmentation.cutout.ignore: false'",
      ])
  }
}
