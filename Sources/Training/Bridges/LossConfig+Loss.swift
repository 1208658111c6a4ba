import Experiment
import NeuralNets

extension ExperimentConfig {
  /// The loss mix; a weight of 0 leaves a part out.
  var segmentationLoss: SegmentationLoss {
    func used(_ weight: Double?) -> Double? { weight.flatMap { $0 > 0 ? $0 : nil } }
    let dice = loss.dice.flatMap { dice in
      used(dice.weight).map {
        SegmentationLoss.Dice(weight: $0, includesBackground: dice.background, smooth: dice.smooth)
      }
    }
    return SegmentationLoss(
      crossEntropy: used(loss.ce?.weight), binaryCrossEntropy: used(loss.bce?.weight), dice: dice,
      classWeights: loss.classWeights?.values(for: data.classes),
      ignoredIndex: data.ignore.isEmpty ? nil : 255)
  }
}

extension SegmentationLoss {
  /// The names of the parts that it logs, in the order of `Value.components`.
  var componentNames: [String] {
    let used: [Component?] = [
      crossEntropy.map { _ in .crossEntropy }, binaryCrossEntropy.map { _ in .binaryCrossEntropy },
      dice.map { _ in .dice },
    ]
    return used.compactMap { $0?.rawValue }
  }
}
