import Foundation
import Torch

extension Photometry {
  /// Blurred by a Gaussian that ends at four standard deviations, the image mirrored at its edges with the edge repeated
  /// (scipy's `gaussian_filter` with its defaults).
  static func blurred(_ image: Tensor, sigma: Double) throws -> Tensor {
    let radius = Int(4 * sigma + 0.5)
    guard radius > 0 else { return image }
    let bell = (-radius...radius).map { exp(-0.5 * pow(Double($0) / sigma, 2)) }
    let kernel = bell.map { $0 / bell.reduce(0, +) }
    return try filtered(filtered(image, 2, kernel), 3, kernel)
  }

  /// Unsharp masking: adds what a blur of a standard deviation of one pixel takes, several times.
  static func sharpened(_ image: Tensor, by amount: Double) throws -> Tensor {
    guard amount != 0 else { return image }
    return try image * Scalar(1 + amount) - blurred(image, sigma: 1) * Scalar(amount)
  }

  /// Every sample of the image at its nearest pixel on a coarser grid, and back by cubic splines, within the range of each channel.
  ///
  /// batchgenerators' `SimulateLowResolutionTransform` as the first nnU-Net called it (`order_downsample` 0, `order_upsample` 3), one
  /// share for all channels; later ones go back linearly.
  static func coarsened(_ image: Tensor, to share: Double) throws -> Tensor {
    let (height, width) = (image.shape[2], image.shape[3])
    func kept(_ count: Int) -> Int { max(1, Int((Double(count) * share).rounded(.toNearestOrEven))) }
    let (rows, columns) = (kept(height), kept(width))
    guard rows != height || columns != width else { return image }
    func nearest(_ count: Int, _ kept: Int) -> [Int] {
      (0..<kept).map { min(count - 1, Int((Double($0) + 0.5) * Double(count) / Double(kept))) }
    }
    let coarse = try image.indexSelected(2, Tensor(nearest(height, rows), on: image.device))
      .indexSelected(3, Tensor(nearest(width, columns), on: image.device)).laidOut(.contiguous)
    func spline(_ count: Int, _ kept: Int) throws -> Tensor {
      try Tensor(CubicSpline.matrix(from: kept, to: count), shape: [count, kept], on: image.device)
    }
    let across = try coarse.matrixMultiplied(by: spline(width, columns).permuted([1, 0]))
    return try spline(height, rows).matrixMultiplied(by: across)
      .maximum(coarse.min([2, 3], .kept)).minimum(coarse.max([2, 3], .kept))
  }

  /// Correlated with a symmetric kernel along a dimension, the image mirrored at its edges.
  private static func filtered(_ image: Tensor, _ dimension: Int, _ kernel: [Double]) throws -> Tensor {
    let (count, radius) = (image.shape[dimension], kernel.count / 2)
    let places = (-radius..<(count + radius)).map { place in
      let phase = ((place % (2 * count)) + 2 * count) % (2 * count)
      return min(phase, 2 * count - 1 - phase)
    }
    let wide = try image.indexSelected(dimension, Tensor(places, on: image.device))
    let sum = try wide.narrowed(dimension, 0..<count) * Scalar(kernel[0])
    for (shift, weight) in kernel.enumerated().dropFirst() {
      try sum.addInPlace(wide.narrowed(dimension, shift..<(shift + count)), times: weight)
    }
    return sum
  }
}
