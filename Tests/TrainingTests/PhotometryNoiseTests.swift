import Testing
import Torch

@testable import Images
@testable import Training

@Suite("Noise")
struct PhotometryNoiseTests {
  private let size = (height: 80, width: 100)

  private func flat(_ values: [Double]) throws -> Tensor {
    try Tensor.concatenated(values.map { try Tensor.full([1, 1, size.height, size.width], Scalar($0)) }, 1)
      .laidOut(.channelsLast)
  }

  private func moments(_ image: Tensor, channel: Int) throws -> (mean: Double, variance: Double) {
    let values = try image.selected(1, channel)
    let mean = try values.mean().scalar()
    return (mean, try (values - Scalar(mean)).power(2).mean().scalar())
  }

  @Test("Gaussian noise has its deviation in units of what normalisation divides each channel by")
  func gaussian() throws {
    let scaling = ChannelScaling(mean: [0.2, 0.5, 0.9], std: [0.05, 0.2, 0.4])
    let image = try flat([0.2, 0.5, 0.9])
    let noisy = try Photometry.apply(
      [.gaussianNoise(deviation: 0.5, seed: 4)], to: image, scaling: scaling)
    for (channel, deviation) in [0.025, 0.1, 0.2].enumerated() {
      let (mean, variance) = try moments(noisy, channel: channel)
      #expect(abs(mean - [0.2, 0.5, 0.9][channel]) < deviation * 0.04)
      #expect(abs(variance.squareRoot() / deviation - 1) < 0.03)
    }
    // Normalised, the noise is the same in all channels.
    let normal = try ChannelScaling.apply([scaling], to: noisy)
    let (a, b) = try (moments(normal, channel: 0), moments(normal, channel: 2))
    #expect(abs(a.variance - 0.25) < 0.015 && abs(b.variance - 0.25) < 0.015)
    let product = try (normal.selected(1, 0) * normal.selected(1, 2)).mean().scalar()
    #expect(abs(product) < 0.01)
  }

  @Test("Poisson noise counts photons: its variance is the value over their number, and darkness stays dark")
  func poisson() throws {
    for photons in [4.0, 50, 500] {
      let image = try flat([0.7, 0.05, 0, -0.3])
      let noisy = try Photo.changed(image, .poissonNoise(photons: photons, seed: 11))
      for (channel, value) in [0.7, 0.05].enumerated() {
        let (mean, variance) = try moments(noisy, channel: channel)
        let expected = value / photons
        #expect(abs(mean - value) < 4 * (expected / 8000).squareRoot(), "\(photons), \(value)")
        #expect(abs(variance / expected - 1) < 0.08, "\(photons), \(value)")
      }
      #expect(try noisy.narrowed(1, 2..<4).abs().max().scalar() == 0)
      let counts = try noisy * Scalar(photons)
      #expect(try Photo.distance(counts, counts.rounded()) < 1e-3)
    }
  }

  @Test("A seed is one noise, whatever the order of the values in memory; another seed is another")
  func seeds() throws {
    let image = try Photo.image(3, 20, 30)
    let makers: [(UInt64) -> PhotometricChange] = [
      { .gaussianNoise(deviation: 0.1, seed: $0) }, { .poissonNoise(photons: 80, seed: $0) },
    ]
    for make in makers {
      let noisy = try Photo.values(Photo.changed(image, make(9)))
      #expect(try Photo.values(Photo.changed(image, make(9))) == noisy)
      #expect(try Photo.values(Photo.changed(image.laidOut(.contiguous), make(9))) == noisy)
      #expect(try Photo.values(Photo.changed(image, make(10))) != noisy)
      // libtorch's generator takes 32 bits, and all 64 of the seed count.
      #expect(try Photo.values(Photo.changed(image, make(9 + 1 << 40))) != noisy)
    }
  }
}
