import Foundation
import Testing

@Suite("unet inspect")
struct InspectTests {
  /// Cells, of which enough validate that there is nothing to complain of.
  private func prepare(_ program: Program) throws {
    try program.write(
      Program.smoke.replacing("[6, 7]", with: "[15, 19]"), to: "smoke.yaml")
    try program.drawCells(count: 20)
  }

  private func inspect(_ program: Program, _ arguments: String...) throws -> Program.Result {
    try program.unet(
      ["inspect", "smoke.yaml"] + arguments, environment: ["UNET_CACHE": program.folder.path + "/cache"])
  }

  private func record(_ program: Program, _ arguments: String...) throws -> [String: Any] {
    let result = try program.unet(
      ["inspect", "smoke.yaml", "--format", "json"] + arguments,
      environment: ["UNET_CACHE": program.folder.path + "/cache"])
    let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return value as? [String: Any] ?? [:]
  }

  private func names(_ record: [String: Any]) -> [String] {
    (record["findings"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
  }

  @Test("says of good data how much there is, how it is balanced, where the sheet is, and what to type next")
  func good() throws {
    try inTemporaryFolder { program in
      try prepare(program)
      let result = try inspect(program)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.errors.isEmpty)
      let lines = result.output.split(separator: "\n").map(String.init)
      #expect(lines.first == "training    15 images; 64x64; 1 channel; 8 bits")
      #expect(result.output.contains("\nvalidation  5 images; 64x64; 1 channel; 8 bits\n"))
      let values = /^  values    \d+ to \d+, mean [\d.]+, 1 to 99 % in [\d.]+ to [\d.]+$/
      #expect(lines[1].contains(values), "\(lines)")
      #expect(result.output.contains(/\n +class +training +images +validation +images\n/), "\(result.output)")
      #expect(
        result.output.contains(
          /\ninverse     class_weights: \{background: 0\.\d+, cell: [\d.]+, border: [\d.]+\}\n/),
        "\(result.output)")
      #expect(
        lines.suffix(3) == [
          "sheet       smoke-inspect.png", "verdict     nothing to complain of",
          "next        look at the sheet, then: unet run smoke.yaml",
        ])
      #expect(!result.output.contains("\u{1B}"))
      let png = try Data(contentsOf: program.folder.appending(path: "smoke-inspect.png"))
      #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
      #expect(!program.exists("runs"))
    }
  }

  @Test("decodes nothing the second time, unless what is decoded changed")
  func cache() throws {
    try inTemporaryFolder { program in
      try prepare(program)
      let first = try record(program)
      #expect(first["decoded"] as? Int == 20)
      let second = try record(program, "data.crop=32", "data.validation={range: [10, 19]}")
      #expect(second["decoded"] as? Int == 0)
      #expect(try record(program, "data.classes={background: 0, cell: [1, 2]}")["decoded"] as? Int == 20)
      #expect(try record(program, "--no-cache")["decoded"] as? Int == 20)
      try program.drawCells("other", count: 1, arguments: ["--seed", "9"])
      _ = try program.shell("cp other/images/000.png cells/images/004.png")
      let third = try record(program)
      #expect(third["decoded"] as? Int == 1)
      #expect(
        NSDictionary(dictionary: first["parts"] as? [String: Any] ?? [:]) != third["parts"] as? NSDictionary)
      _ = try program.shell("rm -r cache && touch cache")
      #expect(try record(program)["decoded"] as? Int == 20, "no folder, no cache, no complaint")
    }
  }

  @Test("gives all of it as JSON with --format json")
  func json() throws {
    try inTemporaryFolder { program in
      try prepare(program)
      let record = try record(program, "--output", "page.png")
      #expect(
        Set(record.keys) == [
          "schema", "config", "parts", "class_weights", "problems", "findings", "sheet", "decoded",
        ])
      #expect(record["schema"] as? Int == 1)
      #expect(record["sheet"] as? String == "page.png")
      #expect(program.exists("page.png"))
      let training = (record["parts"] as? [String: Any])?["training"] as? [String: Any] ?? [:]
      #expect(training["images"] as? Int == 15)
      #expect((training["sizes"] as? [[String: Int]]) == [["width": 64, "height": 64, "images": 15]])
      #expect((training["depths"] as? [String: Int]) == ["8 bit": 15])
      let classes = training["classes"] as? [String: [String: Int]] ?? [:]
      #expect(classes.values.compactMap { $0["pixels"] }.reduce(0, +) == 15 * 64 * 64)
      #expect(classes["cell"]?["images"] == 15)
      let weights = record["class_weights"] as? [String: [String: Double]] ?? [:]
      #expect(Set(weights.keys) == ["inverse", "median"])
      let cell = 15 * 64 * 64 / 3 / Double(classes["cell"]?["pixels"] ?? 0)
      #expect(abs((weights["inverse"]?["cell"] ?? 0) - cell) < 1e-9)
    }
  }

  @Test("goes on after an error, lists every kind, tells of the rest, and fails with 65")
  func problems() throws {
    try inTemporaryFolder { program in
      try prepare(program)
      _ = try program.shell(
        """
        truncate -s 900 cells/images/001.png; echo text > cells/masks/002.png
        "$UNET" sample-images other --count 1 --size 80 && cp other/images/000.png cells/images/003.png
        """)
      let result = try inspect(program)
      #expect(result.status == 65)
      for name in ["images/001.png: the PNG file is truncated", "masks/002.png: is not an image"] {
        #expect(result.errors.contains(name), "\(result.errors)")
      }
      #expect(result.errors.contains("images/003.png' has 80x80 pixels, but its mask"), "\(result.errors)")
      #expect(result.output.contains("training    12 images"))
      #expect(result.output.contains("verdict     3 errors\n"))
      #expect(result.output.contains("next        mend what is wrong, then: unet inspect smoke.yaml\n"))
      #expect(program.exists("smoke-inspect.png"))
      let run = try program.unet("run", "smoke.yaml")
      #expect(run.status == 65)
    }
  }

  @Test("lists twenty files of a kind, and the line to paste once")
  func manyProblems() throws {
    try inTemporaryFolder { program in
      try prepare(program)
      try program.drawCells(count: 30)
      let result = try inspect(program, "data.classes={background: 0, cell: 1}")
      #expect(result.status == 65)
      #expect(result.errors.components(separatedBy: "which no class covers").count == 21, "\(result.errors)")
      #expect(result.errors.contains("error: and 10 more of these\n"))
      #expect(result.errors.components(separatedBy: "legal values:").count == 2, "\(result.errors)")
    }
  }

  @Test("The sheet is written to PNG files only, and what was found is told where it cannot be written")
  func output() throws {
    try inTemporaryFolder { program in
      try prepare(program)
      let config = try inspect(program, "--output", "smoke.yaml")
      #expect(config.status == 64)
      #expect(config.errors.contains("doesn't end with .png"), "\(config.errors)")
      let missing = try inspect(program, "--output", "nowhere/x.png")
      #expect(missing.status == 74)
      #expect(missing.output.contains("training "), "\(missing.output)")
      #expect(missing.errors.contains("next: name another place with --output"), "\(missing.errors)")
      let image = program.folder.appending(path: "cells/images/003.png")
      let before = try Data(contentsOf: image)
      let own = try inspect(program, "--output", "cells/images/003.png")
      #expect(own.status == 74)
      #expect(own.errors.contains("it is one of the data set's own files"), "\(own.errors)")
      #expect(try Data(contentsOf: image) == before)
    }
  }

  @Test(
    "What stops a run for the masks as a whole is told: parts without a pixel that counts, weights for an absent class"
  )
  func refusals() throws {
    try inTemporaryFolder { program in
      try prepare(program)
      let ignored = try inspect(program, "data.classes={a: 7, b: 9}", "data.ignore=[0, 1, 2]")
      #expect(ignored.status == 65)
      #expect(ignored.errors.contains("every pixel of the validation masks is ignored"), "\(ignored.errors)")
      let weights = try inspect(
        program, "data.classes={a: 0, b: 1, c: 2, d: 9}", "loss={ce: 1, class_weights: inverse}")
      #expect(weights.status == 65)
      #expect(weights.errors.contains("'d'"), "\(weights.errors)")
    }
  }

  @Test("What does not go together is told although each file is good")
  func together() throws {
    try inTemporaryFolder { program in
      try prepare(program)
      let grey = try inspect(program, "data.normalization=imagenet", "--quiet")
      #expect(grey.status == 65)
      #expect(grey.output.isEmpty)
      #expect(grey.errors.contains("'data.normalization: imagenet'"), "\(grey.errors)")
      let missing = try inspect(program, "data.images=nowhere")
      #expect(missing.status == 65)
      #expect(missing.errors.contains("nowhere: no such folder"), "\(missing.errors)")
    }
  }

  @Test("After missing partners have been told of, the other images are looked at")
  func missingPartners() throws {
    try inTemporaryFolder { program in
      try prepare(program)
      _ = try program.shell("rm cells/masks/004.png cells/images/009.png; : > cells/images/002.png")
      let result = try inspect(program, "data.validation={fraction: 0.2}")
      #expect(result.status == 65)
      #expect(result.errors.contains("004.png' has no mask"), "\(result.errors)")
      #expect(result.errors.contains("009.png' has no image"), "\(result.errors)")
      #expect(result.errors.contains("002.png: the file is empty"), "\(result.errors)")
      #expect(result.output.contains("training "), "\(result.output)")
    }
  }

  @Test("An image in training and validation stops a run before its folder is made, unless it is silenced")
  func leak() throws {
    try inTemporaryFolder { program in
      try prepare(program)
      _ = try program.shell("cp cells/images/002.png cells/images/017.png")
      let inspection = try inspect(program)
      #expect(inspection.status == 65)
      #expect(
        inspection.output.contains("error       leak: an image, by its pixels, stands in more than one"))
      let result = try program.unet("run", "smoke.yaml")
      #expect(result.status == 65)
      #expect(result.errors.contains("cells/images/002.png (training) = "), "\(result.errors)")
      #expect(result.errors.contains("data.silence='[leak]'"))
      #expect(!program.exists("runs"))
      // The masks of the two differ, which is another finding.
      let silenced = try program.unet("run", "smoke.yaml", "data.silence=[leak]", "training.epochs=1")
      #expect(silenced.status == 0, "\(silenced.errors)")
      #expect(
        silenced.errors.contains("warning: an image, by its pixels, has masks that differ (contradiction)"))
    }
  }

  @Test(
    "Warnings are told on standard error, kept in environment.json, and change nothing of a run's identity")
  func warnings() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let told = try program.unet("run", "smoke.yaml", "training.epochs=1")
      #expect(told.status == 0)
      #expect(
        told.errors == """
          warning: 2 images for validation: scores depend on which (small-validation)
              = more images in data.validation, or folds
              = to go on as it is:  data.silence='[small-validation]'

          """)
      let kept = try program.json("runs/smoke/environment.json")["warnings"] as? [[String: String]]
      #expect(
        kept == [["name": "small-validation", "message": "2 images for validation: scores depend on which"]])
      let silent = try program.unet(
        "run", "smoke.yaml", "training.epochs=1", "data.silence=[small-validation]", "--name", "silent")
      #expect(silent.errors.isEmpty)
      #expect((try program.json("runs/silent/environment.json")["warnings"] as? [Any])?.count == 0)
      let identities = try ["smoke", "silent"].map {
        try program.json("runs/\($0)/summary.json")["identity"] as? String
      }
      #expect(identities[0] != nil && identities[0] == identities[1])
    }
  }

  @Test("A finding that doesn't exist is refused with the nearest that does")
  func unknownName() throws {
    try inTemporaryFolder { program in
      try prepare(program)
      let result = try inspect(program, "data.silence=[duplicates]")
      #expect(result.status == 65)
      #expect(result.errors.contains("did you mean 'duplicate'?"), "\(result.errors)")
    }
  }

  @Test("A thousand images are looked at, and known the next time")
  func many() throws {
    try inTemporaryFolder { program in
      let header = Data("P5 4 4 255\n".utf8)
      for folder in ["cells/images", "cells/masks"] {
        try FileManager.default.createDirectory(
          at: program.folder.appending(path: folder), withIntermediateDirectories: true)
      }
      for number in 0..<1000 {
        let pixels = Data((0..<16).map { UInt8(truncatingIfNeeded: (number >> ($0 % 8)) + 16 * $0) })
        let mask = Data((0..<16).map { UInt8($0 % 3) })
        try (header + pixels).write(to: program.folder.appending(path: "cells/images/\(number).pgm"))
        try (header + mask).write(to: program.folder.appending(path: "cells/masks/\(number).pgm"))
      }
      try program.write(Program.smoke.replacing("[6, 7]", with: "[800, 999]"), to: "smoke.yaml")
      let first = try record(program, "data.resize=8")
      #expect(first["decoded"] as? Int == 1000)
      #expect((first["problems"] as? [String])?.count == 0, "\(first["problems"] ?? "")")
      #expect(try record(program, "data.resize=8")["decoded"] as? Int == 0)
    }
  }
}
