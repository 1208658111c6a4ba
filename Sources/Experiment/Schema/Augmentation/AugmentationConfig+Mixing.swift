import Config

extension AugmentationConfig {
  /// A mixing of the samples of a batch.
  public struct Mix: Equatable, Sendable {
    /// How probable it is that a batch is mixed, 0 to 1.
    public internal(set) var probability = 0.0
    /// The shares of the two samples are of Beta(alpha, alpha), above 0.
    public internal(set) var alpha: Double

    fileprivate static func read(_ name: String, _ standard: Mix, _ summary: String, _ keys: inout KeyReader)
      -> Mix
    {
      keys.mapping(name, shorthand: "probability", summary) { keys in
        Mix(
          probability: keys.probability(standard.probability, of: "a batch is mixed"),
          alpha: keys.read(
            "alpha", default: standard.alpha, in: .from(0.01, to: 100),
            "The shares are of Beta(alpha, alpha): below 1 mostly of one sample, above 1 about half of each.")
        )
      }
    }
  }

  /// Reads the keys of what mixes the samples of a batch.
  mutating func readMixing(_ keys: inout KeyReader) {
    mixup = .read(
      "mixup", mixup,
      "Adds another sample of the batch to each, and learns both masks by their shares; not with `data.ignore`, nor with padding.",
      &keys)
    cutmix = .read(
      "cutmix", cutmix,
      "Pastes a rectangle of another sample of the batch into each, image and mask; a batch with `mixup` too has only this.",
      &keys)
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
  }
}
