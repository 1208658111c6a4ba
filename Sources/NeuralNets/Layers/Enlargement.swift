import Torch

/// How a level of the decoder gets twice as large.
enum Enlargement {
  case transposed(ConvTranspose2d)
  case pixelShuffle(Conv2d)
  case bilinear
  case nearest

  /// `outputs` is what learned ones give; the others keep the channels.
  init(
    _ scope: Scope, from inputs: Int, to outputs: Int, _ configuration: UNet.Configuration,
    _ initialization: InitialWeights
  ) throws(TorchError) {
    switch configuration.upsampling {
    case .transposed:
      self = .transposed(try ConvTranspose2d(scope, from: inputs, to: outputs, kernel: 2, initialization))
    case .pixelShuffle:
      self = .pixelShuffle(
        try Conv2d(
          scope / 0, from: inputs, to: 4 * outputs, kernel: 1, bias: .learned, initialization))
    case .bilinear: self = .bilinear
    case .nearest: self = .nearest
    }
  }

  /// `[N, inputs, H, W]` → `[N, channels, 2H, 2W]`.
  func callAsFunction(_ input: Tensor) throws(TorchError) -> Tensor {
    switch self {
    case .transposed(let convolve): return try convolve(input)
    // A GPU's kernel gives up channels last.
    case .pixelShuffle(let convolve): return try convolve(input).pixelShuffled(2).laidOut(.channelsLast)
    case .bilinear, .nearest: return try interpolated(input)
    }
  }

  /// Outside autocast, whose rule for this operation is single precision: the features and all after them would grow.
  private func interpolated(_ input: Tensor) throws(TorchError) -> Tensor {
    let (height, width) = (2 * input.shape[2], 2 * input.shape[3])
    return try withAutocast(to: nil, on: input.device) { () throws(TorchError) in
      if case .nearest = self { return try input.resizedToNearest(height: height, width: width) }
      return try input.resizedBilinearly(height: height, width: width, aligning: .corners)
    }
  }
}
