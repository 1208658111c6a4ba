import Torch

/// A level of the decoder: doubles the size, joins the encoder's features of that size, and convolves twice.
struct Up {
  private let enlarge: ConvTranspose2d?
  private let convolve: DoubleConv

  /// `inputs` channels come from below and `skipped` from the encoder.
  init(
    _ scope: Scope, from inputs: Int, skipped: Int, to outputs: Int, _ configuration: UNet.Configuration
  ) throws(TorchError) {
    switch configuration.upsampling {
    case .transposed:
      enlarge = try ConvTranspose2d(scope / "up", from: inputs, to: inputs / 2, kernel: 2)
      convolve = try DoubleConv(
        scope / "conv", from: inputs / 2 + skipped, to: outputs, norm: configuration.norm)
    case .bilinear:
      enlarge = nil
      convolve = try DoubleConv(
        scope / "conv", from: inputs + skipped, through: (inputs + skipped) / 2, to: outputs,
        norm: configuration.norm)
    }
  }

  /// `[N, inputs, h, w]` and `[N, skipped, H, W]` → `[N, outputs, H, W]`, where H is 2h or 2h + 1, and W likewise.
  func callAsFunction(_ input: Tensor, joining skip: Tensor, _ pass: Pass) throws(TorchError) -> Tensor {
    let larger = if let enlarge { try enlarge(input) } else { try doubled(input) }
    let joined = try Tensor.concatenated([skip, padded(larger, to: skip)], 1)
    return try convolve(joined, pass)
  }

  /// Outside autocast, whose rule for this operation is single precision: the features and all after them would grow.
  private func doubled(_ input: Tensor) throws(TorchError) -> Tensor {
    let shape = input.shape
    return try withAutocast(to: nil, on: input.device) { () throws(TorchError) in
      try input.resizedBilinearly(height: 2 * shape[2], width: 2 * shape[3], aligning: .corners)
    }
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
