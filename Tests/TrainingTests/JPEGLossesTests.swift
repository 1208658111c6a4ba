import Foundation
import Testing
import Torch

@testable import Images
@testable import Training

@Suite("What a JPEG file loses")
struct JPEGLossesTests {
  private static let sizes = ["29x37", "32x48", "9x50", "20x3", "1x1"]

  /// The mean absolute difference of bytes and the peak signal-to-noise ratio, in dB.
  private func difference(_ a: Tensor, _ b: Tensor) throws -> (mean: Double, psnr: Double) {
    let square = try (a - b).power(2).mean().scalar()
    return (try (a - b).abs().mean().scalar(), 10 * log10(255 * 255 / max(square, 1e-9)))
  }

  @Test(
    "is what Pillow reads of what it writes, but for a byte here and there where a coefficient lies between two",
    arguments: sizes)
  func pillow(_ size: String) throws {
    let fixture = try PhotometryFixture()
    var means: [Double] = []
    for kind in ["rgb", "grey"] {
      let original = try fixture["jpeg.\(kind).\(size).original"]
      for quality in [5, 30, 50, 75, 95] {
        let file = try fixture["jpeg.\(kind).\(size).\(quality)"]
        let ours = try Photo.changed(original / 255, .jpeg(quality: quality)) * 255
        let (mean, psnr) = try difference(ours, file)
        means.append(mean)
        // One coefficient that is rounded the other way is a wave over 64 pixels: much in an image of 60.
        #expect(mean < 1.1, "\(kind), \(quality)")
        if size != "1x1" {
          let loss = try difference(original, file).psnr
          #expect(psnr > loss + 10 && psnr > 42, "\(kind), \(quality): \(psnr) dB, the file \(loss) dB")
        }
      }
    }
    #expect(means.reduce(0, +) / Double(means.count) < 0.25)
  }

  @Test("Values are brought to 0...1 before, and are bytes after")
  func range() throws {
    for channels in [1, 3] {
      let image = try Photo.image(channels, 21, 18) * 3 - 1
      let coded = try Photo.changed(image, .jpeg(quality: 60))
      #expect(try coded.min().scalar() >= 0 && coded.max().scalar() <= 1)
      #expect(try Photo.distance((coded * 255).rounded() / 255, coded) < 1e-6)
      let clamped = try Photo.changed(image.clamped(0, 1), .jpeg(quality: 60))
      #expect(try Photo.values(coded) == Photo.values(clamped))
    }
  }

  @Test("Less quality loses more")
  func quality() throws {
    let image = try PhotometryFixture()["jpeg.rgb.32x48.original"] / 255
    let losses = try [1, 10, 25, 50, 75, 90, 100].map {
      try (Photo.changed(image, .jpeg(quality: $0)) - image).power(2).mean().scalar()
    }
    #expect(losses == losses.sorted(by: >))
  }
}
