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
    ).replacingOccurrences(of: "data:\n", with: "data:\n  normalization: none\n")
    try program.write(config, to: "smoke.yaml")
  }

  /// One sample an update, and as few an epoch that the first are over before the bad image is drawn.
  private let short = [
    "smoke.yaml", "data.samples_per_epoch=2", "training.batch_size=1", "training.epochs=6",
    "data.silence=[outlier]",
  ]

  @Test("ends with the exact step and its files, and goes on from there when told to skip such steps")
  func stops() throws {
    try inTemporaryFolder { program in
      try prepare(program, overflowing: [3])
      let failed = try program.unet(["run"] + short)
      #expect(failed.status == 1, "\(failed.output)")
      print(failed.output, failed.errors)
      let metrics = try program.json("runs/smoke/metrics.json")
      #expect(metrics["status"] as? String == "failed")
      let done = try #require(metrics["epochs"] as? [Any]).count
      #expect((1..<6).contains(done))
      let resumed = try program.unet(["run"] + short + ["--resume", "training.on_nan=skip"])
      #expect(resumed.status == 0, "\(resumed.errors)")
      let whole = try program.unet(["run"] + short + ["training.on_nan=skip", "--name", "whole"])
      #expect(whole.status == 0, "\(whole.errors)")
      #expect(try program.weights("smoke") == program.weights("whole"))
      #expect(try program.metrics("smoke") == program.metrics("whole"))
    }
  }
}
