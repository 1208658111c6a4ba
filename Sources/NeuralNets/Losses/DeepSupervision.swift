public import Torch

/// How a network learns from several outputs, full resolution first and each half as large as the one before, as nnU-Net does.
public enum DeepSupervision {
  /// What each output `[N, K, h, w]` is to be compared with, from targets `[N, H, W]`: their nearest pixels.
  ///
  /// An output that is smaller than its targets (valid padding) is compared with their centre.
  public static func targets(_ target: Tensor, for outputs: [Tensor]) throws(TorchError) -> [Tensor] {
    var targets: [Tensor] = []
    for (level, logits) in outputs.enumerated() {
      targets.append(try target.target(of: logits, coarsening: 1 << level))
    }
    return targets
  }

  /// The losses of all outputs as one: with the weights 1, 1/2, 1/4, …, which together are 1.
  ///
  /// The components are those of full resolution, so that they compare with a run without deep supervision. `nil` if every pixel at full
  /// resolution is ignored; a coarser output without a valid pixel adds nothing.
  public static func combined(
    _ values: [SegmentationLoss.Value?]
  ) throws(TorchError) -> SegmentationLoss.Value? {
    guard let first = values.first, let full = first else { return nil }
    guard values.count > 1 else { return full }
    let weights = values.indices.map { 1 / Double(1 << $0) }
    let sum = weights.reduce(0, +)
    var total = try full.total * Scalar(weights[0] / sum)
    for (value, weight) in zip(values, weights).dropFirst() {
      if let value { total = try total + value.total * Scalar(weight / sum) }
    }
    return SegmentationLoss.Value(total: total, components: full.components)
  }
}

extension Tensor {
  /// Of a mask `[N, H, W]`, what logits `[N, K, h, w]` are to be compared with, whose pixels are `factor` × `factor` of the mask's.
  ///
  /// The centre that they cover, then of each block of pixels the one in its middle (PyTorch's `nearest-exact`).
  func target(of logits: Tensor, coarsening factor: Int) throws(TorchError) -> Tensor {
    let (height, width) = (logits.shape[2], logits.shape[3])
    let (rows, columns) = (Swift.min(height * factor, shape[1]), Swift.min(width * factor, shape[2]))
    // Without valid padding logits cover the whole mask, though a side that is no multiple has lost a few pixels to halving.
    let isWhole = shape[1] - rows < factor && shape[2] - columns < factor
    let centre = isWhole ? self : try centre(height: rows, width: columns)
    return try centre.picked(height, along: 1).picked(width, along: 2)
  }

  /// So many evenly spaced places of a dimension.
  private func picked(_ count: Int, along dimension: Int) throws(TorchError) -> Tensor {
    let size = shape[dimension]
    guard size != count else { return self }
    let places = (0..<count).map { (2 * $0 + 1) * size / (2 * count) }
    return try indexSelected(dimension, Tensor(places, on: device))
  }
}
