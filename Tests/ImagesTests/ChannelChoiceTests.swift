import Foundation
import Images
import Testing

@Suite("Channels are chosen")
struct ChannelChoiceTests {
  private func read(_ name: String, _ channels: ChannelChoice) throws -> PixelImage {
    try ImageFile.read(FilePage(fixture("encodings/\(name)")), channels: channels)
  }

  @Test("Grey of colours is Pillow's, to the bit")
  func pillow() throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: fixture("encodings/grey_of_kind2.json")))
    let expected = try JSONDecoder().decode([UInt8].self, from: data)
    #expect(try read("kind2.png", .grey).storage == .uint8(expected))
    #expect(try read("kind6.png", .grey).storage == .uint8(expected))
  }

  @Test("Grey of 16 bits and of floats has the same weights")
  func wide() throws {
    guard case .uint16(let colors) = try read("rgb16.png", .opaque).storage,
      case .uint16(let greys) = try read("rgb16.png", .grey).storage,
      case .float(let reals) = try read("f4.npy", .opaque).storage,
      case .float(let mixed) = try read("f4.npy", .grey).storage
    else {
      Issue.record("other types")
      return
    }
    func mix(_ values: [Double], _ pixel: Int) -> Double {
      let red = 0.299 * values[3 * pixel]
      let green = 0.587 * values[3 * pixel + 1]
      return red + green + 0.114 * values[3 * pixel + 2]
    }
    let (wholes, fractions) = (colors.map { Double($0) }, reals.map { Double($0) })
    for pixel in greys.indices {
      let deep = abs(Double(greys[pixel]) - mix(wholes, pixel))
      let real = abs(Double(mixed[pixel]) - mix(fractions, pixel))
      #expect(deep < 1.5)
      #expect(real < 0.01)
    }
  }

  @Test("Colours of grey repeat it, and grey stays grey")
  func repeated() throws {
    let grey = try read("grey8.png", .opaque)
    guard case .uint8(let values) = grey.storage else {
      Issue.record("not 8 bits")
      return
    }
    let tripled: [UInt8] = values.flatMap { [$0, $0, $0] }
    #expect(try read("grey8.png", .rgb).storage == .uint8(tripled))
    #expect(try read("grey8.png", .grey) == grey)
    #expect(try read("kind4.png", .grey).channels == 1)
  }

  @Test("Bands are picked in any order, transparency included, so that infrared in its place is no loss")
  func bands() throws {
    guard case .uint8(let stored) = try read("kind6.png", .stored).storage,
      case .uint8(let picked) = try read("kind6.png", .bands([3, 0])).storage
    else {
      Issue.record("not 8 bits")
      return
    }
    let expected: [UInt8] = stride(from: 0, to: stored.count, by: 4).flatMap { [stored[$0 + 3], stored[$0]] }
    #expect(picked == expected)
  }

  @Test("What a file lacks is an error that names it")
  func misfits() throws {
    let (thirteen, color) = (fixture("encodings/thirteen.tif"), fixture("encodings/kind2.png"))
    #expect(
      problems { _ = try read("thirteen.tif", .grey) } == """
        \(thirteen): has 13 channels, of which 'channels: grey' cannot be made
        = choose bands by number, from 0 to 12, as in channels: [0, 1, 2]
        """)
    #expect(
      problems { _ = try read("kind2.png", .bands([0, 3])) } == """
        \(color): has 3 bands, numbers 0 to 2, and no band 3
        = change 'channels'
        """)
  }
}
