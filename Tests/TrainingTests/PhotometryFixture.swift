import Foundation
import Images
import NeuralNets
import Testing
import Torch

@testable import Training

/// The numbers that Scripts/make_photometry_fixtures.py made with other programs.
struct PhotometryFixture {
  private let file: SafetensorsFile

  init() throws {
    let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures")
    file = try SafetensorsFile(path: folder.appendingPathComponent("photometry.safetensors").path)
  }

  var names: [String] { file.names }

  /// `[1, C, H, W]` of float32.
  subscript(name: String) -> Tensor {
    get throws {
      try #require(try file.tensor(name), "the fixture has no '\(name)'").converted(to: .float32).unsqueezed(
        0)
    }
  }
}

/// Makes small images, and applies changes to them without normalisation.
enum Photo {
  /// Values that differ from place to place and channel to channel, channels last, between 0.05 and 0.95.
  static func image(_ channels: Int, _ height: Int, _ width: Int) throws -> Tensor {
    var stream = RandomStream(seed: 3, epoch: channels, position: height * width, purpose: .synthesis)
    let values = (0..<(channels * height * width)).map { _ in Float(stream.uniform(in: 0.05...0.95)) }
    return try Tensor(values, shape: [1, height, width, channels]).permuted([0, 3, 1, 2])
  }

  static func changed(_ image: Tensor, _ changes: PhotometricChange...) throws -> Tensor {
    try Photometry.apply(changes, to: image, scaling: .none(channels: image.shape[1]))
  }

  static func values(_ tensor: Tensor) throws -> [Float] {
    try tensor.laidOut(.contiguous).elements()
  }

  /// The greatest difference.
  static func distance(_ a: Tensor, _ b: Tensor) throws -> Double {
    guard a.shape == b.shape else { return .infinity }
    return try (a - b).abs().max().scalar()
  }
}
