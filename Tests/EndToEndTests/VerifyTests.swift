import Foundation
import Testing

@Suite("unet verify")
struct VerifyTests {
  /// The rows of a run's trace, the line of names first.
  private func trace(_ program: Program, _ run: String = "smoke") throws -> [[String]] {
    try program.read("runs/\(run)/trace.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  private func write(_ rows: [[String]], _ program: Program) throws {
    let lines = rows.map { $0.joined(separator: ",") + "\n" }
    try program.write(lines.joined(), to: "runs/smoke/trace.csv")
  }

  /// Everything in a run folder with its content and the time of its last change.
  private func snapshot(_ program: Program) throws -> String {
    try program.shell("find runs -printf '%p %T@ %s\\n' | sort").output
  }

  @Test("reproduces a run, and writes nothing into its folder")
  func reproduces() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      #expect(try program.unet("run", "smoke.yaml").status == 0)
      let rows = try trace(program)
      #expect(rows.first == ["step", "epoch", "loss", "loss_bits", "weights"])
      #expect(rows.dropFirst().map { $0[0] } == ["1", "2", "3", "4", "5", "6"])
      #expect(rows.dropFirst().map { $0[1] } == ["1", "1", "1", "2", "2", "2"])
      #expect(rows.dropFirst().map { $0[4].count } == [0, 0, 64, 0, 0, 64])
      let before = try snapshot(program)
      let result = try program.unet("verify", "runs/smoke")
      #expect(result.status == 0, "\(result.errors)\(result.output)")
      #expect(
        result.output.hasSuffix(
          "reproduced to step 6: every loss, and the weights after 2 epochs, to the bit\n"),
        "\(result.output)")
      #expect(result.output.contains("/runs/smoke, step 1 to 6 of 6\n"), "\(result.output)")
      #expect(result.output.split(separator: "\n").filter { $0.hasPrefix("epoch ") }.count == 2)
      #expect(try snapshot(program) == before)
      let quiet = try program.unet("verify", "runs/smoke", "--all", "--quiet")
      #expect(quiet.status == 0 && quiet.output.isEmpty && quiet.errors.isEmpty)
    }
  }

  @Test("trains as many steps as asked for, also within an epoch")
  func steps() throws {
    try inTemporaryFolder { program in
      try program.prepareFinishedSmoke()
      for (steps, last) in [
        (1, "reproduced to step 1: every loss, to the bit\n"),
        (5, "reproduced to step 5: every loss, and the weights after 1 epoch, to the bit\n"),
        (99, "reproduced to step 6: every loss, and the weights after 2 epochs, to the bit\n"),
      ] {
        let result = try program.unet("verify", "runs/smoke", "--steps", "\(steps)")
        #expect(result.status == 0 && result.output.hasSuffix(last), "\(result.output)\(result.errors)")
      }
      let none = try program.unet("verify", "runs/smoke", "--steps", "0")
      #expect(
        none.status == 64 && none.errors.contains("--steps is the number of steps to train, at least 1"))
      #expect(try program.unet("verify", "runs/smoke", "--steps", "3", "--all").status == 64)
    }
  }

  @Test("finds a changed image at the first step that sees it, and says first that the data differs")
  func changedImage() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      // Numbers of their own would change with every image.
      let result = try program.unet("run", "smoke.yaml", "data.normalization=none", "training.epochs=1")
      #expect(result.status == 0, "\(result.errors)")
      let steps = try (0..<6).map { image in
        let name = "cells/images/00\(image).png"
        _ = try program.shell("cp \(name) kept.png; cp cells/images/007.png \(name)")
        defer { _ = try? program.shell("mv kept.png \(name)") }
        let result = try program.unet("verify", "runs/smoke")
        #expect(result.status == 1, "\(result.output)\(result.errors)")
        let told = "data      not what the run was trained on: the fingerprint of the data was "
        #expect(result.output.contains(told), "\(result.output)")
        let lines = result.output.split(separator: "\n")
        #expect(lines.last?.hasPrefix("  the fingerprint of the data was ") == true, "\(result.output)")
        let verdict = try #require(lines.first { $0.hasPrefix("diverged at step ") })
        #expect(verdict.contains(": the loss was ") && verdict.hasSuffix(")"), "\(verdict)")
        return verdict.split(separator: " ")[3]
      }
      #expect(steps.sorted() == ["1:", "1:", "2:", "2:", "3:", "3:"], "a batch is two of the six images")
      #expect(try program.unet("verify", "runs/smoke").status == 0)
    }
  }

  @Test("tells of another learning rate and another number of threads, each on a line with both values")
  func overrides() throws {
    try inTemporaryFolder { program in
      try program.prepareFinishedSmoke()
      let rate = try program.unet("verify", "runs/smoke", "optimizer.learning_rate=0.02")
      #expect(rate.status == 1, "\(rate.errors)")
      #expect(rate.output.contains("\ndiverged at step 2: the loss was "), "\(rate.output)")
      #expect(rate.output.hasSuffix("\n  optimizer.learning_rate was 0.01 and is 0.02\n"), "\(rate.output)")
      #expect(rate.output.contains("config    not the run's: optimizer.learning_rate was 0.01 and is 0.02\n"))
      let threads = try program.unet("verify", "runs/smoke", "training.threads=2")
      #expect(threads.output.contains("the number of threads was 1 and is 2\n"), "\(threads.output)")
      let workers = try program.unet("verify", "runs/smoke", "training.workers=3")
      #expect(workers.status == 0 && !workers.output.contains("although"), "\(workers.output)")
      let unknown = try program.unet("verify", "runs/smoke", "training.thread=2")
      #expect(unknown.status == 65 && unknown.errors.contains("<command line>:1:"))
    }
  }

  @Test("uses the run's number of threads, whatever this machine would take")
  func threads() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      #expect(try program.unet("run", "smoke.yaml", "training.threads=2").status == 0)
      _ = try program.shell("sed -i 's/threads: 2/threads: auto/' runs/smoke/config.yaml")
      let result = try program.unet("verify", "runs/smoke", environment: ["OMP_NUM_THREADS": "1"])
      #expect(result.status == 0, "\(result.output)")
      #expect(result.output.contains(", 2 threads ("), "\(result.output)")
    }
  }

  @Test("finds a step and an epoch whose trace was changed, and that the environments are alike")
  func editedTrace() throws {
    try inTemporaryFolder { program in
      try program.prepareFinishedSmoke()
      let rows = try trace(program)
      var edited = rows
      (edited[3][2], edited[3][3]) = ("1.0", "3f800000")
      try write(edited, program)
      let loss = try program.unet("verify", "runs/smoke")
      #expect(loss.status == 1)
      let actual = "\(rows[3][2]) (\(rows[3][3]))"
      #expect(
        loss.output.contains("\ndiverged at step 3: the loss was 1.0 (3f800000) and is \(actual)\n"),
        "\(loss.output)")
      #expect(
        loss.output.contains("\n  the environments are alike: the fingerprint of the data "), "\(loss.output)"
      )
      edited = rows
      let zeros = String(repeating: "0", count: 64)
      edited[6][4] = zeros
      try write(edited, program)
      let weights = try program.unet("verify", "runs/smoke")
      #expect(weights.status == 1)
      #expect(
        weights.output.contains(
          """

          diverged at step 6: the losses are the same, and the weights after epoch 2 were 000000000000 and are \
          \(rows[6][4].prefix(12))

          """), "\(weights.output)")
      #expect(try program.unet("verify", "runs/smoke", "--steps", "5").status == 0)
    }
  }

  @Test(
    "A run that was killed or stopped and went on has the trace of one that was not, and is reproduced",
    arguments: [SIGTERM, SIGKILL])
  func interrupted(signal: Int32) throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let arguments = [
        "smoke.yaml", "training.epochs=25", "training.checkpoint_minutes=0",
        "training.accumulation_steps=2",
      ]
      #expect(try program.unet(["run"] + arguments + ["--name", "whole"]).status == 0)
      _ = try program.runInterrupted(arguments, as: "smoke", by: signal)
      #expect(try program.read("runs/smoke/trace.csv") == program.read("runs/whole/trace.csv"))
      #expect(try trace(program).count == 1 + 25 * 2)
      let result = try program.unet("verify", "runs/smoke", "--steps", "9")
      #expect(result.status == 0, "\(result.output)")
      #expect(
        result.output.hasSuffix(
          "reproduced to step 9: every loss, and the weights after 4 epochs, to the bit\n"))
    }
  }

  @Test("reproduces what depends on scores, on an average of the weights and on mixed batches")
  func choices() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let result = try program.unet(
        "run", "smoke.yaml", "training.epochs=5", "training.ema=0.9", "validation.every_epochs=2",
        "schedule={name: plateau, factor: 0.5, patience: 0, threshold: 0.99}", "validation.metric=loss",
        "augmentation={mixup: 0.5, cutmix: 0.4}", "model.dropout=0.2")
      #expect(result.status == 0, "\(result.errors)")
      let rates = Set(try program.learningRates("smoke"))
      #expect(rates.count > 1, "the plateau had effect: \(rates)")
      let verified = try program.unet("verify", "runs/smoke")
      #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
      #expect(verified.output.contains("\nreproduced to step 15: every loss, and the weights after 5 epochs"))
    }
  }

  @Test("says from where it can compare where a trace was lost, and a run that goes on begins another")
  func lostTrace() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let constant = "schedule={name: constant}"
      #expect(try program.unet("run", "smoke.yaml", constant).status == 0)
      _ = try program.shell("rm runs/smoke/trace.csv")
      let none = try program.unet("verify", "runs/smoke")
      #expect(none.status == 65)
      #expect(none.errors.contains("/runs/smoke has no trace.csv that can be read\n"), "\(none.errors)")
      let resumed = try program.unet("run", "--resume", "runs/smoke", "training.epochs=4")
      #expect(
        resumed.output.contains(
          "trace.csv begins with step 7: what it said of those before is lost or damaged\n"),
        "\(resumed.output)\(resumed.errors)")
      #expect(try trace(program).dropFirst().map { $0[0] } == ["7", "8", "9", "10", "11", "12"])
      let result = try program.unet("verify", "runs/smoke")
      #expect(result.status == 0, "\(result.output)\(result.errors)")
      #expect(
        result.output.contains("trace     begins with step 7: those before are trained, and not compared\n"))
      #expect(result.output.contains("\nreproduced to step 12: every loss, and the weights after 2 epochs"))
      let early = try program.unet("verify", "runs/smoke", "--steps", "6")
      #expect(early.status == 64)
      #expect(early.errors.contains("begins with step 7; give --steps 7 or more"), "\(early.errors)")
      _ = try program.shell("sed -i 4s/,/x/ runs/smoke/trace.csv")
      let damaged = try program.unet("verify", "runs/smoke")
      #expect(damaged.status == 1, "\(damaged.errors)")
      #expect(
        damaged.output.hasSuffix(
          "but trace.csv is damaged from line 4 on: what stood there is not verified\n"))
      #expect(
        damaged.output.contains("trace     is damaged from line 4 on: step 8 is the last one to compare\n"),
        "\(damaged.output)")
    }
  }

  @Test("compares what there is of a run that is training, or was killed")
  func training() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let process = try program.start(["run", "smoke.yaml", "training.epochs=1000"])
      while !program.exists("runs/smoke/checkpoints/last.previous.safetensors"), process.isRunning {
        usleep(1000)
      }
      for isRunning in [true, false] {
        if !isRunning {
          kill(process.processIdentifier, SIGKILL)
          process.waitUntilExit()
        }
        #expect(process.isRunning == isRunning)
        let result = try program.unet("verify", "runs/smoke", "--steps", "6")
        #expect(result.status == 0, "\(result.errors)")
        #expect(
          result.output.contains("\nreproduced to step 6: every loss, and the weights after 2 epochs"),
          "\(result.output)")
      }
    }
  }

  @Test("Without a step or an environment there is nothing to compare with")
  func nothingToCompare() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      #expect(try program.unet("run", "smoke.yaml", "training.epochs=1").status == 0)
      for (text, message) in [
        ("step,epoch,loss,loss_bits,weights\n", "/trace.csv has no step to compare\n"),
        ("step,epoch\n1,1\n", "/trace.csv is damaged from line 1 on\n"),
      ] {
        try program.write(text, to: "runs/smoke/trace.csv")
        let result = try program.unet("verify", "runs/smoke")
        #expect(result.status == 65 && result.errors.contains(message), "\(result.errors)")
      }
      _ = try program.shell("rm runs/smoke/environment.json")
      let result = try program.unet("verify", "runs/smoke")
      #expect(result.status == 65 && result.errors.contains("environment.json: "), "\(result.errors)")
    }
  }

  @Test("A signal stops it, exit code 128 and its number")
  func stopped() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      #expect(try program.unet("run", "smoke.yaml", "training.epochs=1").status == 0)
      // So many steps before the first that can be compared take hours.
      try program.write(
        "step,epoch,loss,loss_bits,weights\n1000000,333334,1.0,3f800000,\n", to: "runs/smoke/trace.csv")
      let result = try program.shell(
        """
        $UNET verify runs/smoke > out & pid=$!
        until grep -q '^epoch 1 ' out; do sleep 0.05; done
        kill -TERM $pid; wait $pid; echo $?; tail -n 1 out
        """)
      #expect(result.output == "143\nstopped before anything was compared\n", "\(result.errors)")
      #expect(try program.read("out").contains("\nepoch 1  3 steps, not compared  "))
    }
  }

  @Test(
    "Python computes the hash of the weights from the state dict of Scripts/unet.py",
    .enabled(if: Python.hasTorch, "needs a Python with torch, safetensors, numpy and pillow (UNET_PYTHON)"))
  func python() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      #expect(try program.unet("run", "smoke.yaml", "training.epochs=1", "model.depth=3").status == 0)
      try program.write(
        """
        import hashlib, sys
        sys.path.insert(0, "\(PythonTests.root)/Scripts")
        import unet
        model, _ = unet.load("runs/smoke/checkpoints/best.safetensors")
        sha = hashlib.sha256()
        for name, tensor in model.state_dict().items():
            sha.update(f"{name} {','.join(map(str, tensor.shape))}\\n".encode())
            sha.update(tensor.numpy().tobytes())
        print(sha.hexdigest())
        """, to: "hash.py")
      let result = try program.shell("\(Python.executable) hash.py")
      #expect(try result.output == trace(program)[3][4] + "\n", "\(result.errors)")
    }
  }

  @Test("compares up to where a run went on inexactly, and says so")
  func restart() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      #expect(try program.unet("run", "smoke.yaml", "schedule={name: constant}").status == 0)
      let restarted = try program.unet(
        "run", "--resume", "runs/smoke", "--restart-inexact", "optimizer.learning_rate=0.02",
        "training.epochs=3")
      #expect(restarted.status == 0, "\(restarted.errors)")
      #expect(try trace(program).count == 10)
      let result = try program.unet("verify", "runs/smoke", "--all", "optimizer.learning_rate=0.01")
      #expect(result.status == 0, "\(result.output)\(result.errors)")
      #expect(
        result.output.contains(
          """
          restart   the run went on inexactly after step 6, which is the last one to compare
                    since then optimizer.learning_rate was 0.01 and is 0.02
                    what config.yaml says since then can be put back with key=value

          """), "\(result.output)")
      #expect(result.output.contains("\nreproduced to step 6: "), "\(result.output)")
      #expect(try program.unet("verify", "runs/smoke", "--all").status == 1)
    }
  }

  @Test("Weights that the run began with and that are gone are an error at their place")
  func pretrained() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      #expect(try program.unet("run", "smoke.yaml", "--name", "first").status == 0)
      _ = try program.shell("mv runs/first/checkpoints/best.safetensors w.safetensors")
      #expect(try program.unet("run", "smoke.yaml", "model.weights=w.safetensors").status == 0)
      #expect(try program.unet("verify", "runs/smoke").status == 0)
      _ = try program.shell("mv w.safetensors moved.safetensors")
      let gone = try program.unet("verify", "runs/smoke")
      #expect(gone.status == 65)
      #expect(gone.errors.contains("error: there is no file '"), "\(gone.errors)")
      let moved = try program.unet("verify", "runs/smoke", "model.weights=moved.safetensors")
      #expect(moved.status == 0 && !moved.output.contains("config "), "\(moved.output)\(moved.errors)")
    }
  }

  @Test("What is no run folder is refused, and --help lists the command")
  func noRun() throws {
    try inTemporaryFolder { program in
      let result = try program.unet("verify", "runs/nothing")
      #expect(result.status == 65)
      #expect(result.errors.contains("runs/nothing is no run folder: it has no config.yaml"))
      #expect(try program.unet("--help").output.contains("\n  verify "))
    }
  }
}
