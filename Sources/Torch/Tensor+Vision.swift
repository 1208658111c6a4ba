import CTorch

extension Tensor {
  /// PyTorch's `conv2d`: `[N, C, H, W]` with a weight `[C', C, h, w]` and a bias `[C']`.
  public func conv2d(
    _ weight: Tensor, bias: Tensor?, stride: Int = 1, padding: Int = 0
  ) throws(TorchError) -> Tensor {
    try Tensor.make("conv2d", [self, weight, bias]) {
      ctorch_conv2d(handle, weight.handle, bias?.handle, stride, padding)
    }
  }

  /// PyTorch's `conv_transpose2d`: `[N, C, H, W]` with a weight `[C, C', h, w]` and a bias `[C']`.
  public func convTranspose2d(
    _ weight: Tensor, bias: Tensor?, stride: Int = 1
  ) throws(TorchError) -> Tensor {
    try Tensor.make("conv_transpose2d", [self, weight, bias]) {
      ctorch_conv_transpose2d(handle, weight.handle, bias?.handle, stride)
    }
  }

  /// What batch normalisation takes the mean and the variance from.
  public enum BatchStatistics: Sendable {
    /// The batch; the running statistics move towards it by `momentum`.
    case batch(momentum: Double)
    /// The running statistics.
    case running

    fileprivate var parts: (training: Bool, momentum: Double) {
      switch self {
      case .batch(let momentum): (true, momentum)
      case .running: (false, 0)
      }
    }
  }

  /// PyTorch's `batch_norm` of `[N, C, H, W]`; weight, bias and the running statistics are `[C]`.
  public func batchNorm(
    weight: Tensor, bias: Tensor, runningMean: Tensor, runningVariance: Tensor,
    by statistics: BatchStatistics, epsilon: Double
  ) throws(TorchError) -> Tensor {
    let (training, momentum) = statistics.parts
    return try Tensor.make("batch_norm", [self, weight, bias, runningMean, runningVariance]) {
      ctorch_batch_norm(
        handle, weight.handle, bias.handle, runningMean.handle, runningVariance.handle, training, momentum,
        epsilon)
    }
  }

  /// `batchNorm`, then `relu`; while training on a CPU in half the time of the two.
  public func batchNormReLU(
    weight: Tensor, bias: Tensor, runningMean: Tensor, runningVariance: Tensor,
    by statistics: BatchStatistics, epsilon: Double
  ) throws(TorchError) -> Tensor {
    let (training, momentum) = statistics.parts
    return try Tensor.make("batch_norm_relu", [self, weight, bias, runningMean, runningVariance]) {
      ctorch_batch_norm_relu(
        handle, weight.handle, bias.handle, runningMean.handle, runningVariance.handle, training, momentum,
        epsilon)
    }
  }

  /// PyTorch's `group_norm` of `[N, C, H, W]`: each image's C / `groups` channels to mean 0 and variance 1; weight and bias are `[C]`.
  public func groupNorm(
    _ groups: Int, weight: Tensor, bias: Tensor, epsilon: Double
  ) throws(TorchError) -> Tensor {
    try Tensor.make("group_norm", [self, weight, bias]) {
      ctorch_group_norm(handle, groups, weight.handle, bias.handle, epsilon)
    }
  }

  /// PyTorch's `layer_norm` over the last dimensions, which are those of weight and bias.
  public func layerNorm(weight: Tensor, bias: Tensor, epsilon: Double) throws(TorchError) -> Tensor {
    try Tensor.make("layer_norm", [self, weight, bias]) {
      ctorch_layer_norm(handle, weight.handle, bias.handle, epsilon)
    }
  }

  /// The greatest element of each `kernel` × `kernel` block; rows and columns that fill no block are left out.
  public func maxPool2d(_ kernel: Int) throws(TorchError) -> Tensor {
    try Tensor.make("max_pool2d", [self]) { ctorch_max_pool2d(handle, kernel) }
  }

  /// Which points of the two sizes of a resize coincide.
  public enum Alignment: Sendable {
    /// The centres of the corner pixels (PyTorch's `align_corners=True`).
    case corners
    /// The outer edges of the image, as image programs do it.
    case edges
  }

  /// `[N, C, H, W]` resized to another height and width, bilinearly.
  public func resizedBilinearly(
    height: Int, width: Int, aligning alignment: Alignment = .edges
  ) throws(TorchError) -> Tensor {
    try Tensor.make("upsample_bilinear2d", [self]) {
      ctorch_upsample_bilinear2d(handle, height, width, alignment == .corners)
    }
  }

  /// `[N, C, H, W]` resized to another height and width, each pixel by the one at its place (PyTorch's `nearest`).
  public func resizedToNearest(height: Int, width: Int) throws(TorchError) -> Tensor {
    try Tensor.make("upsample_nearest2d", [self]) { ctorch_upsample_nearest2d(handle, height, width) }
  }

  /// `[N, factor² · C, H, W]` → `[N, C, factor · H, factor · W]`: channels become pixels (Shi and others 2016).
  public func pixelShuffled(_ factor: Int) throws(TorchError) -> Tensor {
    try Tensor.make("pixel_shuffle", [self]) { ctorch_pixel_shuffle(handle, factor) }
  }
}
