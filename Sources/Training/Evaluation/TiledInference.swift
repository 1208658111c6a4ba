import Foundation
import NeuralNets
import Torch

/// Applies a network to whole images, those too large to be predicted at once by overlapping tiles.
///
/// As in nnU-Net (Isensee et al. 2021) a tile overlaps the next by about half, and the logits are averaged with Gaussian weights of an
/// eighth of the tile as standard deviation, since a network knows least where a tile is cut. Tiles begin where the deepest level has a
/// pixel, so that inside of a tile comes out what the whole image would give.
struct TiledInference {
  let inference: Inference
  /// The pixels above which an image is predicted by tiles, none of which has more unless the depth needs it.
  let maxPixels: Int

  /// How the network computes.
  var compute: Compute { inference.compute }

  /// The logits of one image `[1, C, H, W]`, normalised, at the image's own size: `[1, K, H, W]` of float32.
  ///
  /// - Throws: `StopSignal.Raised` between two tiles.
  func logits(of image: Tensor) throws -> Tensor {
    let (height, width) = (image.shape[2], image.shape[3])
    guard height * width > maxPixels else { return try inference.logits(of: image) }
    let tile = tile(height: height, width: width)
    let (rows, columns) = (spans(of: height, tile: tile.height), spans(of: width, tile: tile.width))
    return try withoutGradient {
      let weights = try Tensor.zeros([1, 1, height, width], on: image.device)
      var sum: Tensor?
      for row in rows {
        for column in columns {
          try StopSignal.check()
          let part = try image.narrowed(2, row).narrowed(3, column).laidOut(.contiguous)
          let logits = try inference.logits(of: part)
          let weight = try Self.weight(height: row.count, width: column.count, on: image.device)
          let total = try sum ?? .zeros([1, logits.shape[1], height, width], on: image.device)
          try total.narrowed(2, row).narrowed(3, column).addInPlace(logits * weight)
          try weights.narrowed(2, row).narrowed(3, column).addInPlace(weight)
          sum = total
        }
      }
      return try sum.map { try $0 / weights } ?? inference.logits(of: image)
    }
  }

  /// The pixels of one side from one pixel of the deepest level to the next.
  private var step: Int { 1 << inference.model.configuration.depth }

  /// The size of a tile, a square unless the image is narrower than one.
  private func tile(height: Int, width: Int) -> (height: Int, width: Int) {
    // The last tile of a row or column may be longer by less than a step.
    func aligned(_ side: Int) -> Int { max(side / step - 1, 2) * step }
    let side = Int(Double(maxPixels).squareRoot())
    if height <= side { return (height, aligned(maxPixels / height)) }
    if width <= side { return (aligned(maxPixels / width), width) }
    return (aligned(side), aligned(side))
  }

  /// Where the tiles lie along a side: evenly, at most half a tile and a step apart, the last up to the end.
  func spans(of size: Int, tile: Int) -> [Range<Int>] {
    guard size >= tile + step else { return [0..<size] }
    let distance = size - tile
    let count = (2 * distance + tile - 1) / tile + 1
    return (0..<count).map { number in
      let start = distance * number / (count - 1) / step * step
      return start..<(number == count - 1 ? size : start + tile)
    }
  }

  /// How much each pixel of a tile counts, `[1, 1, height, width]`: 1 in the middle, least in the corners, nowhere 0.
  private static func weight(height: Int, width: Int, on device: Device) throws -> Tensor {
    func bell(_ size: Int) -> [Float] {
      (0..<size).map { position in
        let distance = (Double(position) + 0.5) / Double(size) - 0.5
        return Float(exp(-distance * distance * 32))
      }
    }
    return try Tensor(bell(height), shape: [1, 1, height, 1], on: device)
      * Tensor(bell(width), shape: [1, 1, 1, width], on: device)
  }
}
