import Diagnostics
import Experiment
import Images

extension DataPlan {
  /// What MixUp wants of the sizes of the images, which are known once the headers are read.
  func checkMixing(_ config: ExperimentConfig) throws {
    guard config.augmentation.mixup.probability > 0, samples.isPadded else { return }
    let turning = config.augmentation.quarterTurns.probability > 0
    let padded = zip(training, trainingSizes).filter { samples.shape.pads($0.1, turning: turning) }
    let example = padded.first.map { ", such as \($0.0.image.path) with \($0.1)" } ?? ""
    let origin = config.data.crop == nil ? "that hold whole images" : "as 'data.crop' has it"
    let core = samples.shape.core
    let learnt = samples.shape.margin > 0 ? ", of which \(core) is learnt" : ""
    throw DiagnosticError(
      Diagnostic(
        """
        'augmentation.mixup' needs samples without padding: they are \(samples.shape.size)\(learnt), \(origin), and \
        \(Wording.count(padded.count, "training image is", "training images are")) smaller\
        \(turning ? " as they are or turned by a quarter" : "")\(example)
        """,
        notes: [
          "in a sum of two images one's padding shows the other, and would be learnt as what that mask says",
          "choose a data.crop that fits into every image, a data.resize, augmentation.cutmix, or augmentation.mixup: 0",
        ]))
  }
}
