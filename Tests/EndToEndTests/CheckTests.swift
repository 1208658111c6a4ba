import Foundation
import Testing

@Suite("unet check")
struct CheckTests {
  @Test("prints the plan: data, parameters, each level, operations, memory, steps, disk")
  func plan() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let result = try program.unet(
        "check", "smoke.yaml", "model.depth=1", "data.crop=32", "training.precision=fp32")
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.errors.isEmpty)
      #expect(
        result.output == """
          smoke.yaml
            data      6 training images, 2 for validation; 64x64, 1 channel, 3 classes
            model     U-Net of depth 1, width 4: 1,687 parameters
                      level   size  channels  FLOPs  activations
                          0  32x32         4   75 %         82 %
                          1  16x16         8   25 %         18 %
            step      10.6 MFLOP (forward 3.6 MFLOP, backward 7.0 MFLOP), 5.3 MFLOP an image; a multiply-add is 2
            memory    about 206 MB at the peak: 205 MB program, 12.3 kB data, 20.9 kB weights and optimizer, \
          492 kB activations, the rest gradients and work
            training  2 epochs of 3 batches of 2: 6 steps
            disk      up to 3.6 MB: 48.2 kB checkpoints, 1.2 MB samples, 2.4 MB logs, 15.4 kB records
            cache     decoded images take 65.5 kB of the 20.0 GB for all runs in \(program.folder.path)/cache/decoded
            pixels    unet inspect smoke.yaml model.depth=1 data.crop=32 training.precision=fp32 looks at them

          """)
      #expect(!program.exists("runs"))
      let rare = try program.unet("check", "smoke.yaml", "validation.every_epochs=5")
      #expect(
        rare.output.contains("1.2 MB samples, 1.2 MB logs"), "the last epoch's pictures: \(rare.output)")
    }
  }

  @Test("says how long it takes when it is asked to try, and leaves nothing behind")
  func time() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      _ = try program.shell("mkdir temporary")
      let result = try program.unet(
        "check", "smoke.yaml", "model.depth=1", "--time",
        environment: ["TMPDIR": program.folder.path + "/temporary"])
      #expect(result.status == 0, "\(result.errors)")
      #expect(
        result.output.contains(/\n  time      about [^:]+: [^,]+ an epoch, \d+ ms a step\n/),
        "\(result.output)")
      #expect(!program.exists("runs"))
      #expect(try program.shell("ls -A temporary").output == "")
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
      try program.drawCells("more", count: 5)
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

  @Test("plans with the size of a sample, which valid padding makes larger than the images")
  func validPadding() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let result = try program.unet("check", "smoke.yaml", "model.padding=valid", "model.depth=3")
      #expect(result.status == 0, "\(result.errors)")
      #expect(
        result.output.contains("; 64x64 in samples of 156x156, 11 % padding, 1 channel"), "\(result.output)")
      #expect(result.output.contains("152x152"), "the first level: \(result.output)")
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
