import Torch

/// The convolutions of a level, each followed by a norm and an activation.
///
/// Named by their positions in milesial's `Sequential`: convolutions 0, 3, …, norms 1, 4, … (left out without norm).
struct ConvBlock {
  private let convolutions: [(convolve: Conv2d, norm: Normalization)]
  private let excite: SqueezeExcitation?
  private let shortcut: Shortcut?
  private let activation: UNet.Activation
  private let dropout: Dropout

  init(
    _ scope: Scope, _ shape: BlockShape, _ configuration: UNet.Configuration, dropout: Dropout
  ) throws(TorchError) {
    let initialization = InitialWeights(configuration.initialization, for: configuration.activation)
    var inputs = shape.inputs
    var convolutions: [(convolve: Conv2d, norm: Normalization)] = []
    for (index, outputs) in shape.convolutions.enumerated() {
      let scope = scope / "double_conv"
      let convolve = try Conv2d(
        scope / (3 * index), from: inputs, to: outputs, kernel: configuration.kernelSize,
        bias: configuration.blockBias, padding: configuration.padding, initialization)
      let norm = try Normalization(scope / (3 * index + 1), configuration.norm, channels: outputs)
      convolutions.append((convolve, norm))
      inputs = outputs
    }
    self.convolutions = convolutions
    if let reduction = configuration.squeezeExcitation {
      excite = try SqueezeExcitation(
        scope / "se", channels: shape.outputs, reduction: reduction, initialization)
    } else {
      excite = nil
    }
    shortcut =
      configuration.residual ? try Shortcut(scope / "shortcut", shape, configuration, initialization) : nil
    activation = configuration.activation
    self.dropout = dropout
  }

  /// `[N, inputs, H, W]` → `[N, outputs, H, W]`; H and W are less with valid padding.
  func callAsFunction(_ input: Tensor, _ pass: Pass) throws(TorchError) -> Tensor {
    var features = input
    for (index, layer) in convolutions.enumerated() {
      let isActivatedLater = shortcut != nil && index == convolutions.count - 1
      features = try layer.norm(
        layer.convolve(features), then: isActivatedLater ? nil : activation, pass)
    }
    if let excite { features = try excite(features) }
    if let shortcut { features = try activation(features + shortcut(input, like: features, pass)) }
    return try dropout(features, pass)
  }
}
