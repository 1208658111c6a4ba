import Torch

/// A level of the decoder: doubles the size, joins the encoder's features of that size, and convolves.
struct Up {
  private let enlarge: Enlargement
  private let attend: AttentionGate?
  private let convolve: ConvBlock
  private let cropsSkips: Bool

  /// The decoder's block at a level of the network.
  init(
    _ scope: Scope, level: Int, _ configuration: UNet.Configuration
  ) throws(TorchError) {
    let initialization = InitialWeights(configuration.initialization, for: configuration.activation)
    let skipped = configuration.channels(at: level)
    enlarge = try Enlargement(
      scope / "up", from: configuration.decoderChannels(at: level + 1), to: skipped, configuration,
      initialization)
    if configuration.attentionGates {
      attend = try AttentionGate(
        scope / "attention", skipped: skipped, gate: configuration.upsampledChannels(to: level),
        initialization)
    } else {
      attend = nil
    }
    convolve = try ConvBlock(
      scope / "conv", configuration.decoderBlock(at: level), configuration,
      dropout: Dropout(scope / "dropout", probability: configuration.dropout.decoder))
    cropsSkips = configuration.padding == .valid
  }

  /// `[N, inputs, h, w]` and `[N, skipped, H, W]` → `[N, outputs, H, W]`, where H is 2h or 2h + 1, and W likewise.
  ///
  /// With valid padding H and W are larger: the skip's centre is taken, and the result is smaller by what the convolutions take off.
  func callAsFunction(_ input: Tensor, joining skip: Tensor, _ pass: Pass) throws(TorchError) -> Tensor {
    let enlarged = try enlarge(input)
    let (skip, larger) =
      cropsSkips
      ? (try skip.centre(height: enlarged.shape[2], width: enlarged.shape[3]), enlarged)
      : (skip, try padded(enlarged, to: skip))
    let joined = try Tensor.concatenated([attend?(skip, by: larger) ?? skip, larger], 1)
    return try convolve(joined, pass)
  }

  /// Zeros on all sides up to the encoder's size, which is odd where the encoder's pooling left out a row or column.
  private func padded(_ features: Tensor, to skip: Tensor) throws(TorchError) -> Tensor {
    let (shape, target) = (features.shape, skip.shape)
    let (rows, columns) = (target[2] - shape[2], target[3] - shape[3])
    guard rows != 0 || columns != 0 else { return features }
    return try features.padded(
      left: columns / 2, right: columns - columns / 2, top: rows / 2, bottom: rows - rows / 2)
  }
}
