import Foundation
import Testing

@Suite("unet run")
struct RunTests {
  @Test("trains, and leaves every file of a run folder, which unet check accepts again")
  func leavesEverything() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let result = try program.unet("run", "smoke.yaml")
      #expect(result.status == 0, "\(result.errors)")
      let files = [
        "config.yaml", "metrics.json", "summary.json", "per_image.json", "environment.json",
        "provenance.json",
        "checkpoints/best.safetensors", "checkpoints/last.safetensors",
        "checkpoints/last.previous.safetensors", "samples/006.png", "samples/007.png",
        "metrics.csv", "events.out.tfevents.unet",
      ]
      for file in files { #expect(program.exists("runs/smoke/\(file)"), "\(file)") }
      #expect(try program.unet("check", "runs/smoke/config.yaml").status == 0)
      let metrics = try program.json("runs/smoke/metrics.json")
      #expect(metrics["status"] as? String == "finished")
      #expect((metrics["epochs"] as? [Any])?.count == 2)
      let waits = (metrics["epochs"] as? [[String: Any]])?.compactMap { $0["data_wait"] as? Double } ?? []
      #expect(waits.count == 2 && waits.allSatisfy { 0 < $0 && $0 < 1 }, "\(waits)")
      let summary = try program.json("runs/smoke/summary.json")
      #expect((summary["identity"] as? String)?.count == 64)
      let environment = try program.json("runs/smoke/environment.json")
      #expect(environment["training_images"] as? Int == 6)
    }
  }

  @Test("prints one plain line an epoch to a pipe, and first and last what a person wants to know")
  func plainOutput() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let output = try program.unet("run", "smoke.yaml").output
      #expect(!output.contains("\u{1B}"))
      #expect(output.contains("model     U-Net of depth 2, width 4: 7,"))
      #expect(output.contains("data      6 training images, 2 for validation, 1 channel, 3 classes"))
      #expect(output.split(separator: "\n").filter { $0.hasPrefix("epoch ") }.count == 2)
      #expect(output.contains("best      mean_iou "))
      #expect(output.contains("runs/smoke/samples"))
      let quiet = try program.unet("run", "smoke.yaml", "--name", "quiet", "--quiet")
      #expect(quiet.status == 0 && quiet.output.isEmpty && quiet.errors.isEmpty)
    }
  }

  @Test("gives the same bits with any number of loader threads")
  func workers() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      for workers in ["0", "1", "3"] {
        #expect(
          try program.unet("run", "smoke.yaml", "training.workers=\(workers)", "--name", workers).status == 0)
      }
      let weights = try ["0", "1", "3"].map(program.weights)
      #expect(weights[0] == weights[1] && weights[0] == weights[2])
    }
  }

  @Test(
    "that is stopped by a signal saves, exits with 75, and goes on to the same bits; one that is killed does so too",
    arguments: [SIGTERM, SIGINT, SIGHUP, SIGKILL])
  func interrupted(signal: Int32) throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let arguments = [
        "smoke.yaml", "training.epochs=25", "augmentation={mixup: 0.5, cutmix: 0.4}",
      ]
      #expect(try program.unet(["run"] + arguments + ["--name", "whole"]).status == 0)
      let resumed = try program.runInterrupted(arguments, as: "parts", by: signal)
      #expect(resumed.output.contains("resuming  after epoch "), "\(resumed.output)")
      #expect(try program.weights("parts") == program.weights("whole"))
      #expect(try program.metrics("parts") == program.metrics("whole"))
    }
  }

  @Test(
    "`training.checkpoint_minutes` saves within an epoch, from where a killed run goes on to the same bits")
  func withinAnEpoch() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let arguments = ["smoke.yaml", "training.epochs=2", "data.samples_per_epoch=200"]
      #expect(try program.unet(["run"] + arguments + ["--name", "whole"]).status == 0)
      let resumed = try program.runInterrupted(
        arguments + ["training.checkpoint_minutes=0"], as: "parts", by: SIGKILL)
      #expect(resumed.output.contains("resuming  after epoch 0, batch "), "\(resumed.output)")
      #expect(try program.weights("parts") == program.weights("whole"))
      #expect(try program.metrics("parts") == program.metrics("whole"))
    }
  }

  @Test("--resume starts where nothing is there, and says so where all is done")
  func resumeEnds() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      #expect(try program.unet("run", "smoke.yaml", "--resume").status == 0)
      let before = try program.weights("smoke")
      let again = try program.unet("run", "smoke.yaml", "--resume")
      #expect(again.status == 0)
      #expect(again.output.contains("all 2 epochs of "))
      #expect(try program.weights("smoke") == before)
    }
  }

  @Test(
    "What to type next can be typed after a run folder was resumed, too, and has the keys of the command line"
  )
  func nextCommand() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      func next(_ result: Program.Result) throws -> String {
        let line = try #require(result.output.split(separator: "\n").last)
        return String(line.drop { $0 == " " })
      }
      let fresh = try program.unet("run", "smoke.yaml", "loss={ce: 1}", "training.epochs=1")
      #expect(
        try next(fresh)
          == "unet run smoke.yaml 'loss={ce: 1}' training.epochs=1 model.depth=1 --name smoke-depth1")
      let resumed = try next(program.unet("run", "--resume", "runs/smoke"))
      #expect(resumed == "unet run runs/smoke/config.yaml model.depth=1 --name smoke-depth1")
      let typed = try program.unet(resumed.split(separator: " ").dropFirst().map(String.init))
      #expect(typed.status == 0, "\(typed.errors)")
    }
  }

  @Test("A run whose metric never had a value says so, and names no file that is not there")
  func noBest() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      // A class that is everywhere has no pixel outside of it.
      let result = try program.unet(
        "run", "smoke.yaml", "data.classes={a: [0, 1, 2]}", "data.background=9", "loss={bce: 1}",
        "validation.metric=mean_specificity")
      #expect(result.status == 0, "\(result.errors)")
      #expect(
        result.output.contains("\nbest      none: no validation had a mean_specificity and a finite loss\n"),
        "\(result.output)"
      )
      #expect(!program.exists("runs/smoke/checkpoints/best.safetensors"))
      #expect(
        result.output.contains("checkpoints/last.safetensors") && !result.output.contains("best.safetensors"))
    }
  }

  @Test("--resume refuses what would not go on as it began, with both values")
  func resumeRefuses() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      #expect(try program.unet("run", "smoke.yaml").status == 0)
      let result = try program.unet("run", "smoke.yaml", "--resume", "model.width=8", "training.epochs=1")
      #expect(result.status == 64)
      #expect(
        result.errors == """
          error: the run cannot go on as it began:
            model.width was 4 and is 8
            training.epochs was 2 and is 1 (it may grow, under the schedule constant, step, exponential, plateau or warm_restarts)
            next: put back what changed
            or go on from the last weights all the same, where they fit, which is recorded: add --restart-inexact
            or start another run with its best weights: --name NAME without --resume, and
              model.weights=\(program.folder.path)/runs/smoke/checkpoints/best.safetensors

          """)
    }
  }

  @Test("--resume of a run folder refuses another name, which it could not take")
  func resumeWithName() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      #expect(try program.unet("run", "smoke.yaml", "training.epochs=1").status == 0)
      let result = try program.unet("run", "--resume", "runs/smoke", "--name", "other")
      #expect(result.status == 64)
      #expect(
        result.errors == """
          error: runs/smoke is a run folder, which has its name already; leave out --name other, or give a config file to start another run

          """)
    }
  }

  @Test("that diverges ends with exit code 1, keeps its last good state, and says where and what to do")
  func diverges() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      // Without a norm, such steps take any network beyond what a float can hold.
      let result = try program.unet(
        "run", "smoke.yaml", "model.norm=none", "optimizer={name: sgd, learning_rate: 1, momentum: 0.99}",
        "loss={ce: 1.0e+6}", "training.epochs=40")
      #expect(result.status == 1, "\(result.output)")
      #expect(result.errors.contains("no finite number at epoch "), "\(result.errors)")
      #expect(result.errors.contains("learning rate 1.0"), "\(result.errors)")
      #expect(try program.json("runs/smoke/metrics.json")["status"] as? String == "failed")
    }
  }
}
