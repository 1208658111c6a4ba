import Config

extension ExperimentConfig {
  /// What depends on the number and the names of the classes.
  func checkClasses(_ keys: KeyReader) {
    let isSingle = data.classes.count == 1
    keys.check(
      "loss.ce", "data.classes", that: !isSingle || loss.ce == nil,
      else: "'ce' needs at least two classes: the softmax of one channel is always 1",
      notes: ["use 'bce', or name the background in 'classes' too"])
    keys.check(
      "loss.dice.background", "data.classes", that: !isSingle || loss.dice?.background != false,
      else: "'background: false' leaves out the first class, and there is no other",
      notes: ["remove it; with one class the background has no channel"])
    switch loss.classWeights {
    case .byName(let weights): checkNames(of: weights, keys)
    case .inOrder(let weights):
      keys.check(
        "loss.class_weights", "data.classes", that: weights.count == data.classes.count,
        else: "'class_weights' must have a value for each class: \(data.classes.count), not \(weights.count)")
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
    guard let sample = data.crop ?? data.resize else { return }
    let sizeKey = data.crop == nil ? "data.resize" : "data.crop"
    let samples = data.crop == nil ? "images resized to" : "a crop of"
    keys.check(
      "model.depth", sizeKey, "model.norm", that: model.fits(sample),
      else: "depth \(model.depth) is too deep for \(samples) \(sample)", notes: depthNotes(sample, sizeKey))
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

  /// What depends on the length and the step size of training.
  func checkSchedule(_ keys: KeyReader) {
    keys.check(
      "schedule.warmup_epochs", "training.epochs", that: schedule.warmupEpochs < Double(training.epochs),
      else: "'warmup_epochs' must be below 'epochs', which is \(training.epochs)")
    keys.check(
      "schedule.min_learning_rate", "optimizer.learning_rate",
      that: schedule.minimum < optimizer.learningRate,
      else: "'min_learning_rate' must be below 'learning_rate', which is \(optimizer.learningRate)")
  }
}
