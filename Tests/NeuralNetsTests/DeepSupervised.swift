import NeuralNets
import Torch

extension SegmentationLoss {
  /// The loss of all outputs of a network, as a training combines them.
  func callAsFunction(_ outputs: [Tensor], _ target: Tensor) throws -> Value? {
    let targets = try DeepSupervision.targets(target, for: outputs)
    return try DeepSupervision.combined(zip(outputs, targets).map { try self($0, $1) })
  }
}
