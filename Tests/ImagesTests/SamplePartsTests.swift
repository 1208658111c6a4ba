import Images
import Testing

@Suite("A sample picture, taken apart again")
struct SamplePartsTests {
  /// Reads a picture's pixels as colours.
  private func colors(_ bytes: [UInt8], in folder: TemporaryFolder) throws -> [[UInt8]] {
    let picture = try ImageFile.read(FilePage(folder.write(bytes, to: "part.png")))
    guard case .uint8(let values) = picture.storage else { return [] }
    return stride(from: 0, to: values.count, by: 3).map { Array(values[$0..<$0 + 3]) }
  }

  @Test(
    "Each pixel of a mask has its class's colour again, on lines too, and black is no class",
    arguments: [1, 2])
  func parts(enlargement: Int) throws {
    let folder = try TemporaryFolder()
    let image = try grey([[0, 60, 120, 180], [200, 220, 240, 255]])
    let palette = SampleColors(classes: ["background", "cell", "border"])
    let truth = try #require(ClassMask(size: size(4, 2), indices: [0, 1, 1, 2, 0, 0, 1, 255]))
    let prediction = try #require(ClassMask(size: size(4, 2), indices: [2, 1, 0, 2, 1, 0, 1, 0]))
    let panel = SamplePanel(image: image, colors: palette, size: size(4, 2))
    let png = try panel.png(truth: truth, prediction: prediction, enlargedBy: enlargement)
    let picture = try ImageFile.read(FilePage(folder.write(png, to: "panel.png")))
    let parts = try #require(try SamplePanel.Parts(of: picture, colors: palette))
    #expect(parts.image.starts(with: [0xFF, 0xD8]))
    for (mask, bytes) in [(truth, parts.truth), (prediction, parts.prediction)] {
      let found = try colors(bytes, in: folder)
      try #require(found.count == 8 * enlargement * enlargement)
      for (pixel, index) in mask.indices.enumerated() {
        let place = pixel / 4 * enlargement * 4 * enlargement + pixel % 4 * enlargement
        let expected = index == 255 ? [150, 150, 150] : palette.colors[Int(index)] ?? [0, 0, 0]
        let distance = zip(found[place], expected).map { abs(Int($0) - Int($1)) }.max() ?? 255
        #expect(distance < 8, "pixel \(pixel)")
      }
    }
  }

  @Test("A picture of something else has no parts")
  func somethingElse() throws {
    let parts = try SamplePanel.Parts(of: grey([[1, 2, 3]]), colors: SampleColors(classes: ["cell"]))
    #expect(parts == nil)
  }
}
