import Foundation
import Testing

/// A config of configs/layouts with what is true of the small data set in its layout.
struct LaidOut: CustomTestStringConvertible, Sendable {
  let name: String
  /// The keys that the config needs for pictures of 20 to 40 pixels.
  let overrides: [String]
  /// What the plan says.
  let says: [String]
  /// How many classes are scored.
  let classes: Int

  var testDescription: String { name }

  init(_ name: String, _ overrides: [String], classes: Int, says: String...) {
    self.name = name
    self.overrides = overrides
    self.says = says
    self.classes = classes
  }
}

@Suite("Data sets in the layouts that people have")
struct LayoutTests {
  private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let sets = repository.appending(path: "Tests/EndToEndTests/Fixtures/layouts").path

  private static let small = ["model.depth=2", "model.width=4", "training.threads=1"]
  private static let short = [
    "training.epochs=1", "schedule.warmup_epochs=0", "training.samples=1", "--quiet",
  ]

  /// Those whose names, masks and parts are as in the data set.
  static let layouts = [
    LaidOut(
      "oxford_pet", ["data.resize=32"], classes: 3,
      says: "3 training images, 1 for validation, 2 for the test"),
    LaidOut("carvana", ["data.resize=[24, 32]"], classes: 1, says: "4 training images, 2 for validation"),
    LaidOut("camvid", ["data.crop=24"], classes: 11, says: "3 training images, 2 for validation"),
    LaidOut("pascal_voc", ["data.resize=32"], classes: 21, says: "2 training images, 2 for validation"),
    LaidOut(
      "cityscapes", ["data.resize=null", "data.crop=16"], classes: 19,
      says: "3 training images, 2 for validation"),
    LaidOut(
      "isbi", ["data.crop=16", "data.samples_per_epoch=8"], classes: 2,
      says: "24 training images, 6 for validation"),
  ]

  /// Those that say with plain folders where everything is.
  static let folders = [
    LaidOut(
      "camvid_color",
      [
        "data.images=\(sets)/camvid_color/701_StillsRaw_full",
        "data.masks=\(sets)/camvid_color/LabeledApproved_full",
        "data.resize=null", "data.crop=24",
      ], classes: 11, says: "4 training images, 1 for validation"),
    LaidOut(
      "per_class",
      ["data.images=\(sets)/per_class/images", "data.masks=\(sets)/per_class/masks", "data.crop=16"],
      classes: 3, says: "4 training images, 1 for validation"),
    // The Data Science Bowl's masks are united from many files.
    LaidOut(
      "dsb2018",
      [
        "data.images=\(sets)/dsb2018/stage1_train", "data.masks=\(sets)/dsb2018/stage1_train", "data.crop=16",
      ],
      classes: 1, says: "4 training images, 1 for validation"),
  ]

  private func arguments(_ layout: LaidOut) -> [String] {
    let root =
      Self.layouts.contains { $0.name == layout.name } ? ["data.root=\(Self.sets)/\(layout.name)"] : []
    return [Self.repository.appending(path: "configs/layouts/\(layout.name).yaml").path] + root
      + layout.overrides
      + Self.small
  }

  @Test(
    "The ready config finds the images, the masks and the parts", arguments: layouts + folders)
  func check(layout: LaidOut) throws {
    try inTemporaryFolder { program in
      let result = try program.unet(["check"] + arguments(layout))
      #expect(result.status == 0, "\(result.errors)")
      for text in layout.says { #expect(result.output.contains(text), "\(result.output)") }
    }
  }

  @Test("The ready config trains", arguments: layouts + folders)
  func run(layout: LaidOut) throws {
    try inTemporaryFolder { program in
      let result = try program.unet(
        ["run"] + arguments(layout) + Self.short + ["training.batch_size=2"])
      #expect(result.status == 0, "\(result.errors)")
      let final = try program.json("runs/\(layout.name)/per_image.json")["final"] as? [String: Any]
      let images = try #require(final?["images"] as? [[String: Any]])
      #expect((images.first?["tp"] as? [Int])?.count == layout.classes)
    }
  }

  @Test("The slices of a stack are scored under their numbers")
  func slices() throws {
    try inTemporaryFolder { program in
      let isbi = try #require(Self.layouts.first { $0.name == "isbi" })
      let result = try program.unet(["run"] + arguments(isbi) + Self.short)
      #expect(result.status == 0, "\(result.errors)")
      let final = try program.json("runs/isbi/per_image.json")["final"] as? [String: Any]
      let images = final?["images"] as? [[String: Any]] ?? []
      #expect(images.compactMap { $0["id"] as? String } == (24...29).map { "train-volume/\($0)" })
    }
  }

  @Test("A root of another layout, a root one level too high, and one that is missing are told")
  func roots() throws {
    try inTemporaryFolder { program in
      func errors(_ layout: String, _ root: String) throws -> String {
        try program.write("data: {layout: \(layout), root: \"\(root)\"}\nloss: {ce: 1}\n", to: "a.yaml")
        let result = try program.unet("check", "a.yaml")
        #expect(result.status == 65)
        return result.errors
      }
      #expect(
        try errors("camvid", "\(Self.sets)/pascal_voc") == """
          error: '\(Self.sets)/pascal_voc' does not look like 'layout: camvid': 'train' and 'trainannot' are not in it
              = it looks like 'layout: pascal_voc'

          """)
      #expect(try errors("cityscapes", Self.sets).hasSuffix("= write  root: \(Self.sets)/cityscapes\n"))
      #expect(
        try errors("isbi", "nowhere") == """
          error: \(program.folder.path)/nowhere: no such folder
              = it is what 'data.root' says

          """)
      _ = try program.shell("mkdir -p empty other/notes")
      #expect(try errors("isbi", "empty").hasSuffix("= it is empty\n"))
      #expect(try errors("isbi", "other").hasSuffix("= it holds 'notes'\n"))
    }
  }

  @Test("Names given on the command line need no quotes within those of the shell")
  func overrides() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      _ = try program.shell("cd cells/masks && for mask in *.png; do mv $mask ${mask%.png}_mask.png; done")
      let missing = try program.unet("check", "smoke.yaml")
      #expect(
        missing.errors.contains("= perhaps you mean  mask_name: \"{stem}_mask\"\n"), "\(missing.errors)")
      let result = try program.unet("check", "smoke.yaml", "data.mask_name={stem}_mask")
      #expect(result.status == 0, "\(result.errors)")
    }
  }
}
