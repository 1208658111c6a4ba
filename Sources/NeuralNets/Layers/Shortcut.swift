import Torch

/// The way around a block (He and others 2016): the input itself, or where the channels differ its 1×1 convolution with a norm.
struct Shortcut {
  private let project: (convolve: Conv2d, norm: Normalization)?

  init(
    _ scope: Scope, _ shape: BlockShape, _ configuration: UNet.Configuration, _ initialization: InitialWeights
  ) throws(TorchError) {
    guard shape.inputs != shape.outputs else {
      project = nil
      return
    }
    let convolve = try Conv2d(
      scope / 0, from: shape.inputs, to: shape.outputs, kernel: 1, bias: configuration.blockBias,
      initialization)
    project = (convolve, try Normalization(scope / 1, configuration.norm, channels: shape.outputs))
  }

  /// `[N, inputs, H, W]` as what is to be added to the block's features `[N, outputs, h, w]`: their centre, in their type.
  func callAsFunction(
    _ input: Tensor, like features: Tensor, _ pass: Pass
  ) throws(TorchError) -> Tensor {
    let centre = try input.centre(height: features.shape[2], width: features.shape[3])
    guard let project else { return try centre.converted(to: features.dtype) }
    return try project.norm(project.convolve(centre), then: nil, pass)
  }
}
