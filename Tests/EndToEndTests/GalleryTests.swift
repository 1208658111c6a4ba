import Foundation
import Testing

@Suite("unet inspect --augmentations")
struct GalleryTests {
  private func prepare(_ program: Program, _ arguments: String...) throws {
    try program.write(Program.smoke.replacing("[6, 7]", with: "[15, 19]"), to: "smoke.yaml")
    try program.drawCells(count: 20, arguments: arguments)
  }

  private func inspect(_ program: Program, _ arguments: String...) throws -> Program.Result {
    try program.unet(
      ["inspect", "smoke.yaml"] + arguments, environment: ["UNET_CACHE": program.folder.path + "/cache"])
  }

  private func field(_ name: String, _ result: Program.Result) -> String? {
    result.output.split(separator: "\n").first { $0.hasPrefix(name + " ") }.map { String($0.dropFirst(12)) }
  }

  private func files(_ program: Program, _ folder: String) throws -> [String: Data] {
    let folder = program.folder.appending(path: folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return try Dictionary(
      uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: folder.appending(path: $0))) })
  }

  @Test("draws each augmentation and all of them together, and says what it drew and what changes nothing")
  func draws() throws {
    try inTemporaryFolder { program in
      try prepare(program)
      let result = try inspect(program, "augmentation={preset: none}", "--augmentations", "out/pictures")
      #expect(result.status == 0, "\(result.errors)")
      let drawn = try #require(field("pictures", result))
      #expect(
        drawn.hasPrefix("out/pictures: horizontal_flip, vertical_flip, quarter_turns, rotation, scale, "))
      #expect(drawn.hasSuffix(", all"))
      let names = drawn.dropFirst("out/pictures: ".count).split(separator: ", ").map { "\($0).png" }
      let files = try files(program, "out/pictures")
      #expect(files.keys.sorted() == names.sorted())
      #expect(files.values.allSatisfy { $0.starts(with: [0x89, 0x50, 0x4E, 0x47]) && $0.count < 120_000 })
      #expect(Set(files.values).count == files.count)
      let skipped = try #require(field("skipped", result))
      #expect(skipped.contains("saturation, hue, "))
      #expect(skipped.contains(/: no change of '0\d\d', which has 1 channel$/), "\(skipped)")
      #expect(result.output.contains("\nnext        look at the sheet, then: unet run smoke.yaml"))
    }
  }

  @Test("draws other pictures of another sample; JSON names the files")
  func sample() throws {
    try inTemporaryFolder { program in
      try prepare(program)
      for (folder, id) in [("a", "003"), ("b", "005")] {
        let result = try inspect(program, "--augmentations", folder, "--sample", id, "--format", "json")
        #expect(result.status == 0, "\(result.errors)")
        let record = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        let pictures = record?["pictures"] as? [String] ?? []
        #expect(try pictures.map { String($0.dropFirst(2)) }.sorted() == files(program, folder).keys.sorted())
        #expect(pictures.last == "\(folder)/all.png")
      }
      let (first, other) = (try files(program, "a"), try files(program, "b"))
      #expect(first.allSatisfy { other[$0.key] != $0.value })
    }
  }

  @Test(
    "Whether the config uses an augmentation changes only what an epoch has; its strength changes its picture"
  )
  func config() throws {
    try inTemporaryFolder { program in
      try prepare(program)
      let rotation = "augmentation={preset: none, rotation: {probability: 0, degrees: 90}}"
      _ = try inspect(program, "--augmentations", "standard")
      _ = try inspect(program, "--augmentations", "never", "augmentation={preset: none}")
      _ = try inspect(program, "--augmentations", "strong", rotation)
      let (standard, never) = (try files(program, "standard"), try files(program, "never"))
      let strong = try files(program, "strong")
      #expect(standard.filter { never[$0.key] != $0.value }.keys.sorted() == ["all.png"])
      #expect(never.filter { strong[$0.key] != $0.value }.keys.sorted() == ["rotation.png"])
    }
  }

  @Test("Mistakes: a sample that is not there or has no pictures to be in, and a folder that cannot be made")
  func mistakes() throws {
    try inTemporaryFolder { program in
      try prepare(program)
      let unknown = try inspect(program, "--augmentations", "out", "--sample", "30")
      #expect(unknown.status == 64)
      #expect(unknown.errors == "error: no training sample is called '30'; the first is '000'\n")
      let slip = try inspect(program, "--augmentations", "out", "--sample", "00A")
      #expect(slip.errors == "error: no training sample is called '00A'; did you mean '000'?\n")
      let alone = try inspect(program, "--sample", "003")
      #expect(alone.status == 64)
      #expect(alone.errors.contains("--sample names what --augmentations FOLDER draws, which is missing"))
      let blocked = try inspect(program, "--augmentations", "smoke.yaml/out")
      #expect(blocked.status == 74)
      #expect(blocked.output.contains("\nverdict "))
      #expect(
        blocked.errors
          == "error: the pictures of augmentations: cannot create the folder smoke.yaml/out: Not a directory\n"
          + "  next: name another place with --augmentations\n")
    }
  }

  @Test("Pictures are never written among the data", arguments: ["cells/images", "./cells/../cells/masks/"])
  func data(folder: String) throws {
    try inTemporaryFolder { program in
      try prepare(program)
      let before = try files(program, folder)
      let result = try inspect(program, "--augmentations", folder)
      #expect(result.status == 74)
      #expect(
        result.errors
          == "error: the pictures of augmentations: cannot write to \(folder): the data set's own files are there\n"
          + "  next: name another place with --augmentations\n")
      #expect(try files(program, folder) == before)
    }
  }

  @Test("Where no training sample can be read, that is told once, with why")
  func broken() throws {
    try inTemporaryFolder { program in
      try prepare(program)
      _ = try program.shell("for i in cells/images/00?.png cells/images/01[0-4].png; do echo text > $i; done")
      let result = try inspect(program, "--augmentations", "out")
      #expect(result.status == 65)
      #expect(result.errors.contains("is not an image"))
      #expect(!program.exists("out"))
    }
  }

  @Test("Stained cells have a colour to change")
  func stained() throws {
    try inTemporaryFolder { program in
      try prepare(program, "--stained")
      let result = try inspect(program)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.hasPrefix("training    15 images; 64x64; 3 channels; 8 bits\n"))
      try program.drawCells("grey", count: 2)
      let masks = ["cells", "grey"].map { program.folder.appending(path: "\($0)/masks/001.png") }
      #expect(try Data(contentsOf: masks[0]) == Data(contentsOf: masks[1]))
    }
  }
}
