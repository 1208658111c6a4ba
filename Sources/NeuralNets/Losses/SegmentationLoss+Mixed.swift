public import Torch

extension SegmentationLoss.Value {
  /// What outputs cost for two targets, each by its share: `share` of the first, the rest of the second (mixup, Zhang and others 2018).
  ///
  /// A target without a valid pixel leaves its share to the other; nil where both have none.
  public static func mixed(
    _ first: SegmentationLoss.Value?, _ second: SegmentationLoss.Value?, share: Double
  ) throws(TorchError) -> SegmentationLoss.Value? {
    guard let first, let second else { return first ?? second }
    func mean(_ a: Tensor, _ b: Tensor) throws(TorchError) -> Tensor {
      try a * Scalar(share) + b * Scalar(1 - share)
    }
    var components: [(component: SegmentationLoss.Component, value: Tensor)] = []
    for (a, b) in zip(first.components, second.components) {
      components.append((a.component, try mean(a.value, b.value)))
    }
    return SegmentationLoss.Value(total: try mean(first.total, second.total), components: components)
  }
}
