import Foundation
import Testing

@Suite("Fine-tuning")
struct FineTuningTests {
  @Test("goes on from another run's weights, says what was loaded, and keeps it in environment.json")
  func fromARun() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      #expect(try program.unet("run", "smoke.yaml", "training.epochs=8").status == 0)
      let best = "runs/smoke/checkpoints/best.safetensors"
      let last = "{file: runs/smoke/checkpoints/last.safetensors, prefix: model., freeze: [inc, down1]}"
      let check = try program.unet("check", "smoke.yaml", "model.weights=\(last)")
      #expect(
        check.output.contains(
          "  weights   66 tensors of last.safetensors loaded\n            frozen: inc, down1\n"),
        "\(check.output)\(check.errors)")
      let result = try program.unet("run", "smoke.yaml", "--name", "tuned", "model.weights=\(best)")
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("weights   66 tensors of best.safetensors loaded\n"), "\(result.output)")
      let weights = try program.json("runs/tuned/environment.json")["weights"] as? [String: Any]
      #expect(weights?["loaded"] as? Int == 66)
      #expect((weights?["content_hash"] as? String)?.count == 64)
      func losses(_ run: String) throws -> [Double] {
        let epochs = try program.json("runs/\(run)/metrics.json")["epochs"] as? [[String: Any]]
        return (epochs ?? []).compactMap { ($0["train"] as? [String: Any])?["loss"] as? Double }
      }
      #expect(try #require(losses("tuned").first) < 0.8 * #require(losses("smoke").first))
      let frozen = try program.unet("run", "smoke.yaml", "--name", "frozen", "model.weights=\(last)")
      #expect(frozen.status == 0, "\(frozen.errors)")
    }
  }

  @Test(
    "A resume refuses another file, and needs none; a fresh run tells of one that is gone or damaged at its place"
  )
  func resume() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      #expect(try program.unet("run", "smoke.yaml", "--name", "a").status == 0)
      _ = try program.shell("cp runs/a/checkpoints/best.safetensors weights.safetensors")
      _ = try program.shell("sed -i 's/width: 4/width: 4, weights: weights.safetensors/' smoke.yaml")
      _ = try program.shell("sed -i 's/0.01}/0.01}\\nschedule: {name: constant}/' smoke.yaml")
      #expect(try program.unet("run", "smoke.yaml").status == 0)
      _ = try program.shell("mkdir moved && mv weights.safetensors moved")
      let gone = try program.unet("run", "smoke.yaml", "--name", "d")
      #expect(gone.status == 65)
      #expect(gone.errors.contains("smoke.yaml:6:38: error: there is no file '"), "\(gone.errors)")
      let moved = "model.weights=moved/weights.safetensors"
      let same = try program.unet("run", "smoke.yaml", "--resume", "training.epochs=3", moved)
      #expect(same.status == 0 && !same.errors.contains("weights"), "\(same.errors)")
      #expect(try program.unet("run", "smoke.yaml", "--name", "b", "training.epochs=1").status == 65)
      #expect(!program.exists("runs/b"))
      #expect(
        try program.unet("run", "smoke.yaml", "--name", "c", "model.weights=null", "training.seed=1").status
          == 0)
      let other = "model.weights=runs/c/checkpoints/best.safetensors"
      let changed = try program.unet("run", "smoke.yaml", "--resume", "training.epochs=4", other)
      #expect(changed.status == 64)
      #expect(changed.errors.contains("  model.weights.file was "), "\(changed.errors)")
      _ = try program.shell("truncate -s -100 moved/weights.safetensors")
      let damaged = try program.unet("check", "smoke.yaml", moved)
      #expect(damaged.status == 65)
      #expect(damaged.errors.contains("<command line>:1:15: error: "), "\(damaged.errors)")
      #expect(damaged.errors.contains("not a safetensors file: its tensors take "), "\(damaged.errors)")
    }
  }

  @Test(
    "A run that began with weights goes on to the same bits without their file, and where it has changed, and says so",
    arguments: [
      ("rm weights.safetensors", "can no longer be read"),
      ("truncate -s -1 weights.safetensors", "has changed since the run began with it"),
    ])
  func resumeWithoutFile(change: String, says: String) throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      #expect(try program.unet("run", "smoke.yaml", "--name", "a").status == 0)
      _ = try program.shell("cp runs/a/checkpoints/best.safetensors weights.safetensors")
      let keys = ["schedule={name: constant}", "model.weights={file: weights.safetensors, freeze: [inc]}"]
      #expect(
        try program.unet(["run", "smoke.yaml", "--name", "whole", "training.epochs=3"] + keys).status == 0)
      #expect(
        try program.unet(["run", "smoke.yaml", "--name", "parts", "training.epochs=1"] + keys).status == 0)
      _ = try program.shell(change)
      let resumed = try program.unet("run", "--resume", "runs/parts", "training.epochs=3")
      #expect(resumed.status == 0)
      #expect(
        resumed.errors.hasPrefix(
          """
          warning: \(program.folder.path)/weights.safetensors \(says); the run goes on as it began: \
          the weights are those of its checkpoint

          """), "\(resumed.errors)")
      #expect(resumed.output.contains("66 tensors of weights.safetensors loaded\n          frozen: inc\n"))
      #expect(try program.weights("parts") == program.weights("whole"))
      #expect(try program.metrics("parts") == program.metrics("whole"))
      let records = try ["parts", "whole"].map { name in
        try NSDictionary(
          dictionary: program.json("runs/\(name)/environment.json")["weights"] as? [String: Any] ?? [:])
      }
      #expect(records[0] == records[1] && records[0].count > 0)
    }
  }
}
