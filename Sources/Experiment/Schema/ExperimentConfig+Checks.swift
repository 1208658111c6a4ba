import Config

extension ExperimentConfig {
  /// What depends on the number and the names of the classes.
  func checkClasses(_ keys: KeyReader) {
    let isSingle = data.classes.count == 1
    keys.check(
      "loss.ce", "data.classes", that: !isSingle || loss.ce == nil,
      else: "'ce' needs at least two classes: the softmax of one channel is always 1",
      notes: ["use 'bce', or name the background in 'classes' too"])
    checkRegions("dice", loss.dice?.regions, keys)
    checkRegions("tversky", loss.tversky?.regions, keys)
    checkRegions("jaccard", loss.jaccard?.regions, keys)
    keys.check(
      "loss.focal.alpha", "data.classes", that: isSingle || loss.focal?.alpha == nil,
      else: "'alpha' weighs one class against the rest, and there are \(data.classes.count) classes",
      notes: ["use 'class_weights', which act on 'focal' too"])
    keys.check(
      "loss.lovasz.classes", "data.classes", that: !isSingle || loss.lovasz?.classes != .all,
      else: "'classes: all' has no effect on the Lovász hinge of one class", notes: ["remove it"])
    checkClassWeights(keys)
  }

  /// With one class there is no background to leave out.
  private func checkRegions(_ component: String, _ regions: LossConfig.Regions?, _ keys: KeyReader) {
    keys.check(
      "loss.\(component).background", "data.classes",
      that: data.classes.count > 1 || regions?.background != false,
      else: "'background: false' leaves out the first class, and there is no other",
      notes: ["remove it; with one class the background has no channel"])
  }

  private func checkClassWeights(_ keys: KeyReader) {
    if let given = loss.classWeights?.given(for: data.classes) {
      keys.check(
        "loss.class_weights", "data.classes", that: given.contains { $0 > 0 },
        else: "'class_weights' are all 0, so that no class counts",
        notes: ["a weight above 0 for at least one class"])
    }
    switch loss.classWeights {
    case .byName(let weights): checkNames(of: weights, keys)
    case .inOrder(let weights):
      keys.check(
        "loss.class_weights", "data.classes", that: weights.count == data.classes.count,
        else: "'class_weights' must have a value for each class: \(data.classes.count), not \(weights.count)")
    case .balanced(let balance):
      keys.check(
        "loss.class_weights", "data.classes", that: data.classes.count > 1,
        else: "'class_weights: \(balance.rawValue)' balances classes, and there is only one",
        notes: ["'focal' has 'alpha', and 'tversky' 'beta', for a class that is rare"])
    case nil: break
    }
  }

  private func checkNames(of weights: [Named<Double>], _ keys: KeyReader) {
    let names = data.classes.map(\.name)
    for weight in weights {
      keys.check(
        "loss.class_weights.\(weight.name)", "data.classes", that: names.contains(weight.name),
        else: "'class_weights' names '\(weight.name)', which is no class",
        notes: ["the classes are \(names.joined(separator: ", "))"])
    }
  }

  /// What depends on the size of a sample; the images' own sizes are checked when they are known.
  func checkSizes(_ keys: KeyReader) {
    guard model.padding == .same else { return checkValidCrop(keys) }
    guard let sample = data.crop ?? data.resize else { return }
    let sizeKey = data.crop == nil ? "data.resize" : "data.crop"
    let samples = data.crop == nil ? "images resized to" : "a crop of"
    keys.check(
      "model.depth", sizeKey, "model.norm", that: model.fits(sample),
      else: "depth \(model.depth) is too deep for \(samples) \(sample)", notes: depthNotes(sample, sizeKey))
  }

  /// Around whole images come margins of any width.
  private func checkValidCrop(_ keys: KeyReader) {
    guard let crop = data.crop else { return }
    keys.check(
      "data.crop", "model.depth", "model.padding", "model.convolutions", "model.kernel_size", "model.norm",
      that: model.fits(crop),
      else: "a crop of \(crop) does not suit 'padding: valid' at depth \(model.depth)",
      notes: model.validSizeNotes(crop))
  }

  private func depthNotes(_ sample: PixelSize, _ sizeKey: String) -> [String] {
    let key = sizeKey.split(separator: ".").last ?? ""
    let smallest = "depth \(model.depth) needs a '\(key)' of at least \(model.smallestSide)"
    guard let deepest = model.deepest(for: sample) else { return [smallest] }
    return [smallest, "\(sample) allows a depth of at most \(deepest)"]
  }

  /// What depends on the number of samples.
  func checkSamples(_ keys: KeyReader) {
    guard let samples = data.samplesPerEpoch else { return }
    keys.warn(
      "data.samples_per_epoch", "training.batch_size", unless: samples >= training.batchSize,
      message: "an epoch of \(samples) samples is smaller than a batch of \(training.batchSize)")
  }
}
