import Experiment
import Images
import NeuralNets
import Torch

/// Applies a network to whole images of any size.
struct Inference {
  let model: UNet
  let compute: Compute

  /// The logits of one image, at the image's own size.
  ///
  /// The image is padded at its right and bottom to what the depth needs, and with valid padding on all sides by what the logits lack:
  /// by mirroring where that fits, else by repeating its edge.
  ///
  /// - Parameter image: `[1, C, H, W]`, normalised.
  /// - Returns: `[1, K, H, W]` of float32.
  func logits(of image: Tensor) throws -> Tensor {
    let (height, width) = (image.shape[2], image.shape[3])
    let margin = model.configuration.margin
    let bottom = model.configuration.paddedSide(covering: height) - height - margin
    let right = model.configuration.paddedSide(covering: width) - width - margin
    // With same padding there is no margin, with valid padding bottom and right are at least as wide.
    let mirrors = bottom < height && right < width
    let padded =
      try image
      .padded(
        left: margin, right: right, top: margin, bottom: bottom, with: mirrors ? .reflect : .replicate
      )
      .laidOut(.channelsLast)
    return try withoutGradient {
      try withAutocast(to: compute.autocast, on: compute.device) { try model(padded, .evaluation) }
        .converted(to: .float32)
        .narrowed(2, 0..<height).narrowed(3, 0..<width)
    }
  }

  /// The class of each pixel, `[N, H, W]` of int64; with one channel 0 is background and 1 the class.
  static func classes(of logits: Tensor) throws -> Tensor {
    logits.shape[1] == 1
      ? try logits.selected(1, 0).isGreater(than: 0).converted(to: .int64) : try logits.argMax(1)
  }
}
