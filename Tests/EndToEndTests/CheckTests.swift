import Testing

@Suite("unet check")
struct CheckTests {
  @Test("prints the plan: data, parameters, each level, steps")
  func plan() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let result = try program.unet("check", "smoke.yaml", "model.depth=1", "data.crop=32")
      #expect(result.status == 0, "\(result.errors)")
      #expect(
        result.output == """
          smoke.yaml
            data      6 training images, 2 for validation; 64x64, 1 channel, 3 classes
            model     U-Net of depth 1, width 4: 1,687 parameters
                      level 0: 4 channels of 32x32
                      level 1: 8 channels of 16x16
            training  2 epochs of 3 batches of 2: 6 steps

          """)
      #expect(!program.exists("runs"))
    }
  }

  @Test(
    "divides the images as the config says",
    arguments: [
      ("{range: [0, 2]}", "5 training images, 3 for validation"),
      ("{fraction: 0.25}", "6 training images, 2 for validation"),
      ("{list: val.txt}", "7 training images, 1 for validation"),
      ("{images: more/images, masks: more/masks}", "8 training images, 5 for validation"),
    ])
  func splits(validation: String, says: String) throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      try program.write("003.png\n", to: "val.txt")
      _ = try program.unet("sample-images", "more", "--count", "5", "--size", "64")
      let result = try program.unet("check", "smoke.yaml", "data.validation=\(validation)")
      #expect(result.output.contains(says), "\(result.output)\(result.errors)")
    }
  }

  @Test("checks every file, and fails if one is wrong")
  func several() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      try program.write("extends: smoke.yaml\nmodel: {depth: 9}\n", to: "deep.yaml")
      try program.write("extends: smoke.yaml\nmodel: {width: 8}\n", to: "wide.yaml")
      let result = try program.unet("check", "deep.yaml", "wide.yaml")
      #expect(result.status == 65)
      #expect(
        result.errors.contains("deep.yaml:2:16: error: 'depth' must be a whole number from 1 to 7, not 9"))
      #expect(result.output.contains("wide.yaml\n"))
      #expect(result.output.contains("depth 2, width 8"))
    }
  }

  @Test(
    "One class trains with BCE and Dice, resized images are scored at their masks' own size, masks have names of their own"
  )
  func otherData() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      _ = try program.shell("cd cells/masks && for mask in *.png; do mv $mask ${mask%.png}_mask.png; done")
      let result = try program.unet(
        "run", "smoke.yaml", "data.classes={cell: [1, 2]}", "loss={bce: 1, dice: 1}",
        "data.mask_name='{stem}_mask'",
        "data.resize=[48, 40]", "training.epochs=1")
      #expect(result.status == 0, "\(result.errors)")
      let best = try program.json("runs/smoke/per_image.json")["final"] as? [String: Any]
      let image = (best?["images"] as? [[String: Any]])?.first
      #expect(image?["valid_pixels"] as? Int == 64 * 64)
      #expect((image?["tp"] as? [Int])?.count == 1)
    }
  }
}
