import Experiment
import Foundation
import Images
import Testing

@testable import Training

@Suite("From the config's words to masks")
struct MaskBridgeTests {
  private func reader(_ overrides: String...) throws -> MaskReader {
    try tinyExperiment(overrides).data.masks.reader
  }

  private func colors(_ pixels: [[UInt8]]) throws -> PixelImage {
    let size = ImageSize(width: pixels.count, height: 1)
    return try #require(PixelImage(size: size, channels: 3, storage: .uint8(pixels.flatMap(\.self))))
  }

  private func numbers(_ values: [UInt8]) throws -> PixelImage {
    let size = ImageSize(width: values.count, height: 1)
    return try #require(PixelImage(size: size, channels: 1, storage: .uint8(values)))
  }

  @Test("The settings arrive")
  func settings() throws {
    let plain = try reader()
    #expect(
      (plain.threshold, plain.tolerance, plain.indexedFiles, plain.unitesFiles) == (nil, 0, .automatic, false)
    )
    #expect(plain.knownPalettes.map(\.name) == ["pascal_voc", "cityscapes", "camvid"])
    #expect(try reader("data.threshold=9.5").threshold == 9.5)
    #expect(try reader("data.value_tolerance=7").tolerance == 7)
    #expect(try reader("data.indexed_masks=index").indexedFiles == .index)
    #expect(try reader("data.indexed_masks=color").indexedFiles == .color)
    #expect(try reader("data.mask_name=\"{stem}_*\"").unitesFiles)
  }

  @Test("Every palette's classes read its indices and its colours", arguments: Palette.allCases)
  func palettes(_ palette: Palette) throws {
    let experiment = try tinyExperiment(["data.classes=null", "data.palette=\(palette.rawValue)"])
    let reader = experiment.data.masks.reader
    for (position, item) in experiment.data.classes.enumerated() {
      for case .text(let name) in item.values {
        let entry = try #require(palette.entry(name))
        #expect(try reader.mask(from: colors([entry.color]), file: name).indices == [UInt8(position)])
        guard let index = entry.index else { continue }
        #expect(try reader.mask(from: numbers([UInt8(index)]), file: name).indices == [UInt8(position)])
      }
    }
    let ignored: [[UInt8]] = palette == .pascalVOC ? [[224, 224, 192]] : [[0, 0, 0]]
    #expect(try reader.mask(from: colors(ignored), file: "m").indices == [ClassMask.ignored])
  }

  @Test("Void of VOC and all but 19 labels of Cityscapes are ignored")
  func ignored() throws {
    let voc = try reader("data.classes=null", "data.palette=pascal_voc")
    #expect(try voc.mask(from: numbers([0, 15, 255]), file: "m").indices == [0, 15, ClassMask.ignored])
    let streets = try reader("data.classes=null", "data.palette=cityscapes")
    #expect(
      try streets.mask(from: numbers([0, 7, 9, 26, 33, 255]), file: "m").indices == [
        255, 0, 255, 13, 18, 255,
      ])
    let merged = try reader(
      "data.palette=pascal_voc", "data.classes={vehicle: [car, bus, train], person: person, other: rest}")
    #expect(
      try merged.mask(from: numbers([7, 6, 19, 15, 0, 255]), file: "m").indices == [0, 0, 0, 1, 2, 255])
    let person = try reader(
      "data.palette=pascal_voc", "data.classes={person: person}", "loss=null", "loss.bce=1")
    #expect(try person.mask(from: numbers([7, 15, 0, 255]), file: "m").indices == [0, 1, 0, 255])
  }

  @Test("With {class} in the mask's name, texts and numbers are labels")
  func labels() throws {
    let reader = try reader(
      "data.mask_name=\"{stem}_{class}\"", "data.classes={a: nuclei, b: [mito, 3], c: rest}")
    #expect(reader.classes.values == [[.label("nuclei")], [.label("mito"), .label("3")], [.rest]])
  }

  @Test("What a run folder keeps of the classes names every kind of value")
  func metadata() throws {
    let config = try tinyExperiment([
      "data.palette=pascal_voc", "data.classes={a: [car, 8], b: \"#0102033f\", c: rest}",
    ])
    let network = config.network(channels: 1)
    let texts = try ModelMetadata(network, config, .image).texts
    #expect(texts["classes"]?.contains("\"name\":\"a\",\"values\":[\"car\",8]") == true)
    #expect(texts["classes"]?.contains("\"values\":[\"#0102033F\"]") == true)
    #expect(texts["classes"]?.contains("\"values\":[\"rest\"]") == true)
  }
}
