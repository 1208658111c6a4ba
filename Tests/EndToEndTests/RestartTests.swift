import Foundation
import Testing

@Suite("unet run --resume, after something has changed")
struct RestartTests {
  @Test("refuses another processor, other threads and other data, with both values, all at once")
  func refuses() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      #expect(try program.unet("run", "smoke.yaml", "training.epochs=1").status == 0)
      let before = try program.weights("smoke")
      _ = try program.shell("cp cells/images/000.png cells/images/001.png")
      let result = try program.unet(
        [
          "run", "smoke.yaml", "training.epochs=1", "--resume", "training.threads=2",
          "data.validation={range: [5, 7]}",
        ],
        environment: ["ATEN_CPU_CAPABILITY": "default", "ONEDNN_MAX_CPU_ISA": "SSE41"])
      #expect(result.status == 64)
      for words in [
        "and is DEFAULT\n", "  the number of threads was 1 and is 2\n", " ONEDNN_MAX_CPU_ISA=SSE41\n",
        "  the number of training images was 6 and is 5\n",
        "  the number of validation images was 2 and is 3\n",
        "add --restart-inexact\n",
      ] {
        #expect(result.errors.contains(words), "\(words) in \(result.errors)")
      }
      let content = try program.unet("run", "smoke.yaml", "training.epochs=1", "--resume")
      #expect(content.status == 64)
      #expect(
        content.errors.contains("  the content of the 6 training images and masks was "), "\(content.errors)")
      #expect(try program.weights("smoke") == before)
    }
  }

  @Test("--restart-inexact goes on from the weights, records it, and is no longer the same run")
  func restarts() throws {
    try inTemporaryFolder { program in
      try program.prepareFinishedSmoke()
      let identity = try program.json("runs/smoke/summary.json")["identity"] as? String
      let arguments = ["run", "smoke.yaml", "--resume", "--restart-inexact", "training.epochs=4"]
      let result = try program.unet(arguments, environment: ["ATEN_CPU_CAPABILITY": "default"])
      #expect(result.status == 0, "\(result.errors)")
      let warning = "warning: the run goes on inexactly from epoch 2, step 6, which is recorded\n"
      #expect(result.errors.contains(warning + "    = the processor's capability was "), "\(result.errors)")
      let metrics = try program.json("runs/smoke/metrics.json")
      #expect((metrics["epochs"] as? [Any])?.count == 4)
      let restart = try #require((metrics["restarts"] as? [[String: Any]])?.first)
      #expect(restart["epoch"] as? Int == 2 && restart["step"] as? Int == 6)
      #expect(restart["optimizer"] as? String == "kept" && restart["scores"] as? String == "kept")
      #expect((restart["changes"] as? [String])?.first?.hasSuffix("and is DEFAULT") == true)
      let summary = try program.json("runs/smoke/summary.json")
      #expect(summary["restarts"] as? Int == 1)
      #expect(summary["identity"] as? String != identity)
      #expect(try program.json("runs/smoke/environment.json")["capability"] as? String == "DEFAULT")
      // From now on these are its conditions, and nothing has changed for the flag to do.
      let again = try program.unet(
        arguments + ["training.workers=2"], environment: ["ATEN_CPU_CAPABILITY": "default"])
      #expect(again.status == 0 && again.output.contains("all 4 epochs of "), "\(again.errors)")
    }
  }

  @Test(
    "--restart-inexact under another optimizer and metric begins both anew, and keeps the weights that were the best"
  )
  func beginsAnew() throws {
    try inTemporaryFolder { program in
      try program.prepareFinishedSmoke()
      let best = try program.weights("smoke")[0]
      let result = try program.unet(
        "run", "smoke.yaml", "--resume", "--restart-inexact", "training.epochs=3", "optimizer.name=sgd",
        "validation.metric=mean_dice")
      #expect(result.status == 0, "\(result.errors)")
      let metrics = try program.json("runs/smoke/metrics.json")
      #expect((metrics["best"] as? [String: Any])?["epoch"] as? Int == 3)
      let restart = try #require((metrics["restarts"] as? [[String: Any]])?.first)
      #expect(restart["optimizer"] as? String == "new" && restart["scores"] as? String == "new")
      #expect(
        restart["changes"] as? [String] == [
          "optimizer.name was its default and is sgd", "validation.metric was its default and is mean_dice",
        ])
      let path = program.folder.appending(path: "runs/smoke/checkpoints/best.before-restart-1.safetensors")
      #expect(try Data(contentsOf: path) == best)
    }
  }

  @Test(
    "--restart-inexact under another batch size keeps what was recorded of each update, and counts on",
    arguments: [1, 3])
  func otherSteps(batchSize: Int) throws {
    try inTemporaryFolder { program in
      try program.prepareFinishedSmoke()
      let before = try program.read("runs/smoke/trace.csv")
      let result = try program.unet(
        "run", "smoke.yaml", "--resume", "--restart-inexact", "training.epochs=4",
        "training.batch_size=\(batchSize)")
      #expect(result.status == 0, "\(result.errors)")
      #expect(!result.output.contains("lost or damaged"))
      let restarts = try program.json("runs/smoke/metrics.json")["restarts"] as? [[String: Any]]
      #expect(restarts?.first?["step"] as? Int == 6)
      let after = try program.read("runs/smoke/trace.csv")
      #expect(after.hasPrefix(before))
      let steps = after.split(separator: "\n").dropFirst().compactMap { $0.split(separator: ",").first }
      #expect(steps.compactMap { Int($0) } == Array(1...6 + 2 * 6 / batchSize))
      let verified = try program.unet("verify", "runs/smoke", "training.batch_size=2", "training.epochs=2")
      #expect(
        verified.output.hasSuffix(
          "reproduced to step 6: every loss, and the weights after 2 epochs, to the bit\n"))
    }
  }

  @Test("--restart-inexact looks at the best weights as a plain resume does, and says what is lost")
  func lostBest() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let arguments = ["run", "smoke.yaml", "validation.metric=loss"]
      #expect(try program.unet(arguments + ["training.epochs=3"]).status == 0)
      let best = try #require(try program.json("runs/smoke/metrics.json")["best"] as? [String: Any])
      try #require(best["epoch"] as? Int == 3)
      // The commit before is of epoch 2, whose weights were the best then, and are not there any more.
      _ = try program.shell("truncate -s -1 runs/smoke/checkpoints/last.safetensors")
      let result = try program.unet(
        arguments + [
          "training.epochs=4", "--resume", "--restart-inexact", "optimizer.learning_rate=0.02", "-q",
        ])
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.errors.contains("/last.safetensors is lost: "), "\(result.errors)")
      #expect(result.errors.contains("warning: the weights of epoch 2 (loss "), "\(result.errors)")
    }
  }

  @Test(
    "A run that is done is done on any machine, and one that early stopping ended has nothing to go on with")
  func finished() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let arguments = [
        "run", "smoke.yaml", "--resume", "training.epochs=9", "training.early_stopping=1",
        "validation.metric=mean_iou", "optimizer.learning_rate=1.0e-9",
      ]
      let first = try program.unet(arguments)
      #expect(first.status == 0 && first.output.contains("; stopped early after epoch "), "\(first.output)")
      let elsewhere = try program.unet(arguments, environment: ["ATEN_CPU_CAPABILITY": "default"])
      #expect(elsewhere.status == 0 && elsewhere.output.contains("stopped early after epoch "))
      let metrics = try program.read("runs/smoke/metrics.json")
      let restarted = try program.unet(arguments + ["--restart-inexact", "loss.ce=2"])
      #expect(restarted.status == 64)
      #expect(
        restarted.errors.contains("error: training.early_stopping ended the run after epoch "),
        "\(restarted.errors)")
      #expect(try program.read("runs/smoke/metrics.json") == metrics)
    }
  }

  @Test("--restart-inexact is exact where nothing has changed")
  func exact() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let arguments = ["smoke.yaml", "training.epochs=3"]
      #expect(try program.unet(["run"] + arguments + ["--name", "whole"]).status == 0)
      #expect(try program.unet("run", "smoke.yaml", "training.epochs=2", "--name", "parts").status == 0)
      let result = try program.unet(
        ["run"] + arguments + ["--name", "parts", "--resume", "--restart-inexact"])
      #expect(result.status == 0 && !result.errors.contains("inexactly"), "\(result.errors)")
      #expect(try program.weights("parts") == program.weights("whole"))
      #expect(try program.json("runs/parts/metrics.json")["restarts"] == nil)
    }
  }

  @Test("--restart-inexact refuses a network that the weights don't fit, and where nothing is left to do")
  func impossible() throws {
    try inTemporaryFolder { program in
      try program.prepareFinishedSmoke()
      let before = try program.weights("smoke")
      let restart = ["run", "--resume", "--restart-inexact", "runs/smoke"]
      let misfit = try program.unet(restart + ["model.width=8", "training.epochs=3"])
      #expect(misfit.status == 64)
      #expect(
        misfit.errors.contains(
          "  wrong shape: inc.double_conv.0.weight is [4, 1, 3, 3] but must be [8, 1, 3, 3]\n"),
        "\(misfit.errors)")
      let done = try program.unet(restart + ["optimizer.weight_decay=0.5"])
      #expect(done.status == 64)
      #expect(
        done.errors == """
          error: 2 epochs are done, and training.epochs is 2: nothing is left to go on with
            next: more training.epochs, or another run with --name NAME

          """)
      #expect(try program.weights("smoke") == before)
      let alone = try program.unet("run", "smoke.yaml", "--restart-inexact")
      #expect(alone.status == 64 && alone.errors.contains("add --resume"), "\(alone.errors)")
    }
  }
}
