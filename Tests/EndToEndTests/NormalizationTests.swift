import Foundation
import Testing

@Suite("unet run with every kind of normalisation")
struct NormalizationTests {
  /// Colour images in place of the grey ones, as the simplest of formats.
  private func color(_ program: Program) throws {
    let folder = program.folder.appending(path: "cells/images")
    for number in 0..<8 {
      let name = String(repeating: "0", count: 2) + "\(number)"
      let bytes = (0..<64 * 64 * 3).map { UInt8(($0 * 37 + number * 50) % 251) }
      try (Data("P6\n64 64\n255\n".utf8) + bytes).write(to: folder.appending(path: "\(name).ppm"))
      try FileManager.default.removeItem(at: folder.appending(path: "\(name).png"))
    }
  }

  /// What stands in the header of a checkpoint.
  private func metadata(_ program: Program, _ run: String) throws -> [String: Any] {
    let bytes = try Data(
      contentsOf: program.folder.appending(path: "runs/\(run)/checkpoints/best.safetensors"))
    let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header =
      try JSONSerialization.jsonObject(with: bytes.dropFirst(8).prefix(length)) as? [String: Any]
    let texts = try #require(header?["__metadata__"] as? [String: String])
    let value = try JSONSerialization.jsonObject(with: Data(try #require(texts["normalization"]).utf8))
    return try #require(value as? [String: Any])
  }

  @Test(
    "trains, states what it did in config, environment and checkpoint, and goes on to the same bits",
    arguments: [
      ("dataset", "normalization: dataset"), ("image", "normalization: image"),
      ("none", "normalization: none"),
      ("imagenet", "normalization: imagenet"),
      ("percentiles", "normalization: {name: percentiles, low: 1.0, high: 99.0, of: image}"),
      (
        "{name: percentiles, low: 5, of: dataset}",
        "normalization: {name: percentiles, low: 5.0, high: 99.0, of: dataset}"
      ),
    ])
  func trains(_ value: String, _ resolved: String) throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      if value == "imagenet" { try color(program) }
      let override = "data.normalization=\(value)"
      let whole = try program.unet("run", "smoke.yaml", override, "--name", "whole")
      #expect(whole.status == 0, "\(whole.errors)")
      #expect(try program.read("runs/whole/config.yaml").contains("  \(resolved)\n"))
      let stated = try #require(
        program.json("runs/whole/environment.json")["normalization"] as? [String: Any])
      #expect(try NSDictionary(dictionary: stated).isEqual(to: metadata(program, "whole")))
      let name = try #require(stated["name"] as? String)
      #expect(value.contains(name))
      #expect(whole.output.contains("values    \(name): "))

      let constant = "schedule.name=constant"
      let first = try program.unet(
        "run", "smoke.yaml", override, constant, "training.epochs=1", "--name", "parts")
      let before = try metadata(program, "parts")
      let second = try program.unet("run", "smoke.yaml", override, constant, "--name", "parts", "--resume")
      #expect((first.status, second.status) == (0, 0), "\(first.errors)\(second.errors)")
      // What comes from the images is computed again, and the same.
      #expect(try NSDictionary(dictionary: before).isEqual(to: metadata(program, "parts")))
      _ = try program.unet("run", "smoke.yaml", override, constant, "--name", "constant")
      #expect(try program.weights("parts") == program.weights("constant"))
    }
  }

  @Test("refuses ImageNet's numbers for grey images before anything is written")
  func imagenetOfGrey() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let run = try program.unet("run", "smoke.yaml", "data.normalization=imagenet")
      #expect(run.status == 65)
      #expect(run.errors.contains("has numbers for 3 channels, and the images have 1"), "\(run.errors)")
      #expect(!program.exists("runs"))
    }
  }
}
