import Foundation
import Images
import Testing

@Suite("Pictures for people")
struct PictureTests {
  @Test("A panel shows image, truth and prediction beside each other")
  func panel() throws {
    let folder = try TemporaryFolder()
    let image = try grey([[100, 100], [100, 100]])
    let truth = try #require(ClassMask(size: size(2, 2), indices: [0, 1, 0, 1]))
    let prediction = try #require(ClassMask(size: size(2, 2), indices: [255, 0, 0, 0]))
    let panel = SamplePanel(image: image, colors: SampleColors(classes: ["cell"]), size: size(2, 2))
    let path = try folder.write(panel.png(truth: truth, prediction: prediction), to: "panel.png")
    let picture = try ImageFile.read(FilePage(path))
    #expect(picture.size == size(3 * 2 + 2 * SamplePanel.gutter, 2))
    #expect(picture.channels == 3)
    guard case .uint8(let values) = picture.storage else { return }
    let pixels = stride(from: 0, to: 3 * picture.width, by: 3).map { Array(values[$0..<($0 + 3)]) }
    #expect(pixels[0] == [100, 100, 100])
    #expect(pixels[2] == [255, 255, 255])
    let background = pixels[10]
    #expect(background[0] == background[1] && background[0] < 100)
    #expect(pixels[11] != background, "the class has a colour")
    #expect(pixels[20] != pixels[21], "ignored pixels show")
  }

  @Test("A small panel can be enlarged, each pixel to a square")
  func enlarged() throws {
    let folder = try TemporaryFolder()
    let mask = try #require(ClassMask(size: size(2, 2), indices: [0, 0, 0, 0]))
    let panel = SamplePanel(
      image: try grey([[10, 200], [30, 40]]), colors: SampleColors(classes: ["cell"]), size: size(2, 2))
    let bytes = try panel.png(truth: mask, prediction: mask, enlargedBy: 3)
    let picture = try ImageFile.read(FilePage(folder.write(bytes, to: "panel.png")))
    #expect(picture.size == size(3 * 6 + 2 * SamplePanel.gutter, 6))
    guard case .uint8(let values) = picture.storage else { return }
    let reds = (0..<6).map { y in (0..<6).map { x in values[3 * (y * picture.width + x)] } }
    #expect(reds == [[10, 10, 10, 200, 200, 200], [30, 30, 30, 40, 40, 40]].flatMap { [$0, $0, $0] })
  }

  @Test(
    "Any kind of image can be shown", arguments: ["float.tif", "grey16.png", "five_channels.tif", "rgb.png"])
  func kinds(_ name: String) throws {
    let image = try ImageFile.read(FilePage(fixture(name)))
    let mask = try #require(ClassMask(size: size(10, 8), indices: [UInt8](repeating: 1, count: 80)))
    let panel = SamplePanel(image: image, colors: SampleColors(classes: ["a", "b"]), size: mask.size)
    #expect(try !panel.png(truth: mask, prediction: mask).isEmpty)
    #expect(
      problems { _ = try panel.png(truth: mask.resized(to: size(2, 2)), prediction: mask) }
        == "masks of 2x2 and 10x8 don't fit a panel of 10x8")
  }

  @Test("Sixty classes have sixty colours, and background none")
  func colors() {
    let colors = SampleColors(classes: ["background"] + (0..<60).map(String.init)).colors
    #expect(colors[0] == nil)
    #expect(Set(colors.compactMap(\.self)).count == 60)
  }

  @Test("Synthetic cells have three classes, and the border lies around the cells")
  func cells() throws {
    let cells = SyntheticCells(seed: 0)
    guard case .uint8(let mask) = cells.mask.storage, case .uint8(let light) = cells.image.storage else {
      return
    }
    let counts = (0...2).map { value in mask.count { $0 == value } }
    #expect(counts.reduce(0, +) == 128 * 128)
    #expect(counts.allSatisfy { $0 > 128 * 128 / 20 })
    func mean(_ value: UInt8) -> Int {
      zip(mask, light).reduce(0) { $0 + ($1.0 == value ? Int($1.1) : 0) } / counts[Int(value)]
    }
    #expect(mean(0) + 20 < mean(1))
    for pixel in mask.indices where mask[pixel] == 1 && pixel % 128 > 0 {
      #expect(mask[pixel - 1] != 0, "the inside of a cell never touches the background")
    }
  }

  @Test("The same seed draws the same cells, another seed or number others")
  func seeds() {
    let small = size(48, 40)
    let first = SyntheticCells(size: small, seed: 1, number: 2)
    #expect(first.image == SyntheticCells(size: small, seed: 1, number: 2).image)
    #expect(first.image != SyntheticCells(size: small, seed: 1, number: 3).image)
    #expect(first.image != SyntheticCells(size: small, seed: 2, number: 2).image)
  }
}
