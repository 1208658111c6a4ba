import Images
import Torch

/// Applies the drawn changes to the values of images, on the device on which they are.
enum Photometry {
  /// The image after all changes, in their order.
  ///
  /// - Parameters:
  ///   - changes: what happens.
  ///   - image: `[1, C, H, W]` of float32, scaled to 0...1.
  static func apply(_ changes: [PhotometricChange], to image: Tensor) throws -> Tensor {
    try changes.reduce(image) { try apply($1, to: $0) }
  }

  private static func apply(_ change: PhotometricChange, to image: Tensor) throws -> Tensor {
    switch change {
    case .brightness(let factor): try image * Scalar(factor)
    case .contrast(let factor):
      try image * Scalar(factor) + image.mean([1, 2, 3], .kept) * Scalar(1 - factor)
    }
  }
}
