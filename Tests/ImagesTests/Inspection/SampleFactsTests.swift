import Diagnostics
import Foundation
import Testing

@testable import Images

/// A sample of an image and a mask of the same size, as if it had been decoded.
func decoded(_ image: PixelImage, _ mask: [UInt8]) throws -> DecodedSample {
  let mask = try #require(ClassMask(size: image.size, indices: mask))
  return DecodedSample(image: image, mask: mask, fullMask: mask, imageHash: "", maskHash: "", maskOverlap: 0)
}

@Suite("The facts of a sample")
struct SampleFactsTests {
  @Test("count classes and ignored pixels, and say size, channels and type")
  func counts() throws {
    let facts = SampleFacts(
      of: try decoded(grey([[1, 2, 3], [4, 5, 6]]), [0, 1, 1, 255, 1, 0]), classes: 3)
    #expect(facts.size == size(3, 2))
    #expect(facts.channels == 1)
    #expect(facts.depth == .eightBit)
    #expect(facts.classPixels == [2, 3, 0])
    #expect(facts.ignoredPixels == 1)
    #expect(facts.onlyClass == nil)
    #expect(!facts.isBlank)
    let uniform = SampleFacts(of: try decoded(grey([[7, 7]]), [1, 255]), classes: 3)
    #expect(uniform.onlyClass == 1)
    #expect(uniform.isBlank)
    #expect(SampleFacts(of: try decoded(grey([[7, 7]]), [255, 255]), classes: 3).onlyClass == nil)
  }

  @Test("tell images apart by pixels, shape and type, not by anything else")
  func hashes() throws {
    func hash(_ image: PixelImage) throws -> String {
      SampleFacts(
        of: try decoded(image, Array(repeating: 0, count: image.size.area)), classes: 2
      ).imageHash
    }
    let same = try [hash(grey([[1, 2], [3, 4]])), hash(grey([[1, 2], [3, 4]]))]
    #expect(same[0] == same[1] && same[0].count == 32)
    let wide = PixelImage(size: size(4, 1), channels: 1, storage: .uint8([1, 2, 3, 4]))
    let deep = PixelImage(size: size(2, 2), channels: 1, storage: .uint16([1, 2, 3, 4]))
    let colored = PixelImage(size: size(2, 1), channels: 2, storage: .uint8([1, 2, 3, 4]))
    let others = try [wide, deep, colored].map { try hash(#require($0)) } + [hash(grey([[1, 2], [3, 5]]))]
    #expect(Set(others + same).count == 5)
  }

  @Test("are the same when they are read back from JSON")
  func json() throws {
    let facts = SampleFacts(
      of: try decoded(grey([[1, 2, 200]]), [0, 1, 1]), classes: 2)
    let data = try JSONEncoder().encode(facts)
    #expect(try JSONDecoder().decode(SampleFacts.self, from: data) == facts)
    #expect(data.count < 1000)
  }

  @Test("measure how alike two images look, whatever their brightness and contrast")
  func looks() throws {
    func facts(_ value: (Int, Int) -> Double) throws -> SampleFacts {
      let values = (0..<32 * 32).map { UInt8(value($0 % 32, $0 / 32).rounded()) }
      let image = PixelImage(size: size(32, 32), channels: 1, storage: .uint8(values))
      return SampleFacts(
        of: try decoded(#require(image), Array(repeating: 0, count: 1024)), classes: 2)
    }
    let slope = try facts { x, _ in 20 + Double(x) }
    let brighter = try facts { x, _ in 100 + 4 * Double(x) }
    let negative = try facts { x, _ in 200 - Double(x) }
    let other = try facts { _, y in 20 + Double(y) }
    let blank = try facts { _, _ in 9 }
    #expect(slope.distance(to: brighter) < 0.01)
    #expect(slope.distance(to: negative) > 1.9)
    #expect(abs(slope.distance(to: other) - 1) < 0.05)
    #expect(slope.distance(to: blank) == 1)
  }
}

@Suite("The distribution of a channel")
struct IntensitiesTests {
  private func intensities(_ storage: PixelImage.Storage, channels: Int = 1, channel: Int = 0) throws
    -> Intensities
  {
    let image = PixelImage(size: size(storage.count / channels, 1), channels: channels, storage: storage)
    return Intensities.channels(of: try #require(image))[channel]
  }

  @Test("has the values at the ranks of the percentiles, in each type")
  func ranks() throws {
    let bytes = (0...200).map { UInt8(200 - $0) }
    for storage in [
      PixelImage.Storage.uint8(bytes), .uint16(bytes.map(UInt16.init)), .float(bytes.map(Float.init)),
    ] {
      let values = try intensities(storage)
      #expect(values.minimum == 0)
      #expect(values.quantile(0.01) == 2)
      #expect(values.quantile(0.5) == 100)
      #expect(values.mean == 100)
      #expect(values.quantile(0.99) == 198)
      #expect(values.maximum == 200)
      #expect(values.count == 201)
    }
  }

  @Test("is that of one channel alone")
  func channels() throws {
    let values = try intensities(.uint8([1, 100, 3, 200]), channels: 2, channel: 1)
    #expect(values.minimum == 100)
    #expect(values.maximum == 200)
    #expect(values.mean == 150)
  }

  @Test("of one value has that value everywhere")
  func constant() throws {
    let values = try intensities(.uint16([7, 7, 7]))
    #expect(values.quantile(0.01) == 7 && values.quantile(0.99) == 7)
  }

  @Test("of several images weighs each by its pixels")
  func pooled() throws {
    let dark = try intensities(.uint8(Array(repeating: 10, count: 300)))
    let bright = try intensities(.uint8(Array(repeating: 20, count: 100)))
    let both = try #require(Intensities.pooled([dark, bright]))
    #expect(both.mean == 12.5)
    #expect(both.minimum == 10 && both.maximum == 20)
    #expect(abs(both.quantile(0.5) - 10) < 1e-6)
    #expect(abs(both.quantile(0.9) - 20) < 1e-6)
    let slope = try intensities(.uint8((0...100).map { UInt8($0) }))
    let twice = try #require(Intensities.pooled([slope, slope]))
    #expect(abs(twice.quantile(0.99) - slope.quantile(0.99)) < 1e-6)
    #expect(Intensities.pooled([]) == nil)
  }
}
