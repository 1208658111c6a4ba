import Foundation
import Testing

@Suite("unet run with numbers that no network can take")
struct NaNTests {
  /// The smoke config on images of floats, of which some have a value that overflows in the first convolution.
  private func prepare(_ program: Program, overflowing: Set<Int>) throws {
    try program.prepareSmoke()
    let folder = program.folder.appending(path: "cells/images")
    for number in 0..<8 {
      var values = (0..<64 * 64).map { Float(($0 * 37 + number * 50) % 251) / 250 }
      if overflowing.contains(number) { for place in 1000..<1100 { values[place] = 3e38 } }
      let bytes = values.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
      try (Data("Pf\n64 64\n-1\n".utf8) + bytes).write(to: folder.appending(path: "00\(number).pfm"))
      try FileManager.default.removeItem(at: folder.appending(path: "00\(number).png"))
    }
    let config = Program.smoke.replacingOccurrences(
      of: "augmentation: {preset: standard, quarter_turns: 0.5}",
      with: "augmentation: {preset: none}\nschedule: {name: constant}"
    ).replacingOccurrences(
      of: "data:\n", with: "data:\n  normalization: none\n  silence: [small-validation]\n")
    try program.write(config, to: "smoke.yaml")
  }

  /// One sample an update, and as few an epoch that the first is over before the bad image is drawn.
  private let short = [
    "smoke.yaml", "data.samples_per_epoch=2", "training.batch_size=1", "training.epochs=6",
  ]

  /// What to do about it.
  private let next = """
    next: a lower optimizer.learning_rate, training.gradient_clip_norm: 1, or training.precision: fp32, with another --name
    """

  @Test("ends with the exact step and its files, and goes on from there when told to skip such steps")
  func stops() throws {
    try inTemporaryFolder { program in
      try prepare(program, overflowing: [3])
      let failed = try program.unet(["run"] + short)
      #expect(failed.status == 1, "\(failed.output)")
      #expect(
        failed.errors == """
          error: the loss or a gradient is no finite number at epoch 2, batch 1, step 3, learning rate 0.01; the weights are those from before it
            the files of that batch: 003
            \(next); or go on without such steps from the last checkpoint: --resume training.on_nan=skip

          """)
      let metrics = try program.json("runs/smoke/metrics.json")
      #expect(metrics["status"] as? String == "failed")
      #expect((metrics["epochs"] as? [Any])?.count == 1)
      let resumed = try program.unet(["run"] + short + ["--resume", "training.on_nan=skip"])
      #expect(resumed.status == 0, "\(resumed.errors)")
      #expect(resumed.output.contains("resuming  after epoch 1, batch 0"))
      #expect(
        resumed.output.split(separator: "\n").filter { $0.contains("  1 update skipped  ") }.map {
          $0.prefix(7)
        } == ["epoch 2", "epoch 5"], "\(resumed.output)")
      let whole = try program.unet(["run"] + short + ["training.on_nan=skip", "--name", "whole"])
      #expect(whole.status == 0, "\(whole.errors)")
      #expect(try program.weights("smoke") == program.weights("whole"))
      #expect(try program.metrics("smoke") == program.metrics("whole"))
      #expect(try program.metrics("whole").contains("\"skipped_updates\" : 1,"))
      #expect(try program.read("runs/whole/metrics.csv").contains(",skipped_updates,"))
    }
  }

  @Test("names all batches of an update and their files, each once")
  func accumulated() throws {
    try inTemporaryFolder { program in
      try prepare(program, overflowing: [3])
      let failed = try program.unet(
        "run", "smoke.yaml", "training.accumulation_steps=3", "training.batch_size=1")
      #expect(failed.status == 1, "\(failed.output)")
      let lines = failed.errors.split(separator: "\n")
      #expect(try #require(lines.first).contains(", batches "), "\(failed.errors)")
      #expect(
        lines[1].hasPrefix("  the files of those batches: ") && lines[1].contains("003"), "\(failed.errors)")
      #expect(lines[1].split(separator: ",").count == 3, "\(failed.errors)")
    }
  }

  @Test("counts what it skips, in and out of an epoch that was killed, and its mean losses are numbers")
  func skips() throws {
    try inTemporaryFolder { program in
      try prepare(program, overflowing: [3])
      let arguments = [
        "smoke.yaml", "data.samples_per_epoch=120", "training.on_nan=skip", "training.ema=0.9",
        "training.accumulation_steps=2",
      ]
      #expect(try program.unet(["run"] + arguments + ["--name", "whole"]).status == 0)
      let resumed = try program.runInterrupted(
        arguments + ["training.checkpoint_minutes=0"], as: "parts", by: SIGKILL)
      #expect(resumed.output.contains("resuming  after epoch 0, batch "), "\(resumed.output)")
      #expect(try program.weights("parts") == program.weights("whole"))
      #expect(try program.metrics("parts") == program.metrics("whole"))
      let epochs = try #require(program.json("runs/whole/metrics.json")["epochs"] as? [[String: Any]])
      for epoch in epochs {
        // Image 3 is in 20 of the 120 samples, of which four make an update.
        let skipped = try #require(epoch["skipped_updates"] as? Int)
        #expect((10...20).contains(skipped))
        let train = try #require(epoch["train"] as? [String: Any])
        #expect(train["loss"] is Double && train["ce"] is Double)
      }
    }
  }

  @Test("ends where an epoch has nothing else, though such steps are to be skipped")
  func onlySkips() throws {
    try inTemporaryFolder { program in
      try prepare(program, overflowing: [0, 1, 2, 3, 4, 5])
      let failed = try program.unet("run", "smoke.yaml", "training.on_nan=skip")
      #expect(failed.status == 1, "\(failed.output)")
      #expect(
        failed.errors == """
          error: nothing was learned in epoch 1: the loss or a gradient was no finite number in all of its 3 steps, and each was skipped; the weights are those from before it
            \(next)

          """)
      #expect(try program.json("runs/smoke/metrics.json")["status"] as? String == "failed")
    }
  }

  @Test("has no best epoch where the validation's loss is no number, and writes null")
  func validation() throws {
    try inTemporaryFolder { program in
      try prepare(program, overflowing: [6])
      let result = try program.unet("run", "smoke.yaml", "training.early_stopping=1")
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("  val loss –  mean_iou "), "\(result.output)")
      #expect(
        result.output.contains(
          "\nbest      none: no validation had a mean_iou and a finite loss; stopped early"),
        "\(result.output)")
      let final = try program.json("runs/smoke/metrics.json")["final"] as? [String: Any]
      #expect(final?["loss"] is NSNull)
      #expect(!program.exists("runs/smoke/checkpoints/best.safetensors"))
    }
  }
}
