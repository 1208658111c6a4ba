import Images
import Testing

@Suite("The index of a mask's foreground")
struct ForegroundIndexTests {
  /// 200 pixels, of which class 1 has two, class 3 twenty, and ten are ignored.
  private func mask() throws -> ClassMask {
    var indices = [UInt8](repeating: 0, count: 200)
    (indices[7], indices[199]) = (1, 1)
    for place in 40..<60 { indices[place] = 3 }
    for place in 100..<110 { indices[place] = ClassMask.ignored }
    return try #require(ClassMask(size: size(20, 10), indices: indices))
  }

  private func pixel(_ index: ForegroundIndex, _ mask: ClassMask, _ stream: inout RandomStream)
    -> PixelPosition?
  {
    index.choice(using: &stream).flatMap { choice in
      choice.pixel(in: mask.indices[mask.width * choice.row..<mask.width * (choice.row + 1)])
    }
  }

  @Test(
    "draws each class as often as any other, then each of its pixels, and never background or what is ignored"
  )
  func uniform() throws {
    let mask = try mask()
    let index = ForegroundIndex(mask)
    #expect(index.classes == [1, 3])
    var stream = RandomStream(seed: 1, purpose: .foreground)
    var counts: [Int: Int] = [:]
    for _ in 0..<8000 {
      let pixel = try #require(pixel(index, mask, &stream))
      counts[pixel.y * 20 + pixel.x, default: 0] += 1
    }
    #expect(Set(counts.keys) == Set([7, 199] + Array(40..<60)))
    // 2000 for each pixel of class 1 and 200 for each of class 3, within four standard deviations.
    for (place, count) in counts {
      let expected = mask.indices[place] == 1 ? 2000.0 : 200
      #expect(abs(Double(count) - expected) < 4 * expected.squareRoot(), "\(place): \(count)")
    }
  }

  @Test(
    "is empty where there is no foreground, or nothing else than what is ignored",
    arguments: [0, 255] as [UInt8])
  func empty(value: UInt8) throws {
    let mask = try #require(ClassMask(size: size(5, 4), indices: [UInt8](repeating: value, count: 20)))
    var stream = RandomStream(seed: 1, purpose: .foreground)
    #expect(ForegroundIndex(mask).classes.isEmpty)
    #expect(pixel(ForegroundIndex(mask), mask, &stream) == nil)
  }

  @Test("knows a single pixel", arguments: [1, 254] as [UInt8])
  func single(value: UInt8) throws {
    let mask = try #require(ClassMask(size: size(1, 1), indices: [value]))
    var stream = RandomStream(seed: 1, purpose: .foreground)
    #expect(pixel(ForegroundIndex(mask), mask, &stream) == PixelPosition(x: 0, y: 0))
  }
}
