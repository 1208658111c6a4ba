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
      try program.prepareSmoke()
      #expect(try program.unet("run", "smoke.yaml").status == 0)
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
      try program.prepareSmoke()
      #expect(try program.unet("run", "smoke.yaml").status == 0)
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
      try program.prepareSmoke()
      #expect(try program.unet("run", "smoke.yaml").status == 0)
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
