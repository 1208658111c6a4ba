import Foundation
import Testing

@Suite("The choices of the training loop, in unet run")
struct TrainingChoiceTests {
  @Test("Early stopping ends a run, says so, and may be made more patient later")
  func earlyStopping() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      func run(_ patience: Int, _ arguments: String...) throws -> Program.Result {
        // No score can improve so much: the first stays the best.
        let rule = "training.early_stopping={patience: \(patience), min_delta: 10}"
        return try program.unet(["run", "smoke.yaml", "training.epochs=9", rule] + arguments)
      }
      let result = try run(2)
      #expect(result.output.contains("; stopped early after epoch 3 of 9\n"), "\(result.output)")
      let metrics = try program.json("runs/smoke/metrics.json")
      #expect(metrics["status"] as? String == "finished")
      #expect(metrics["stopped_early"] as? Bool == true)
      #expect((metrics["epochs"] as? [Any])?.count == 3)
      #expect(try run(2, "--resume").output.contains("stopped early after epoch 3 of 9\n"))
      let shorter = try run(1, "--resume")
      #expect(shorter.status == 64)
      #expect(
        shorter.errors.contains(
          "training.early_stopping has changed, and would have ended the run after epoch 2; 3 epochs are done"
        ))
      #expect(try run(3, "--resume").output.contains("stopped early after epoch 4 of 9"))
      #expect(try run(3, "--name", "whole").status == 0)
      #expect(try program.weights("smoke") == program.weights("whole"))
      #expect(try program.metrics("smoke") == program.metrics("whole"))
    }
  }

  @Test("every_epochs validates each n-th epoch and the last, and the others say nothing of it")
  func everyEpochs() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let result = try program.unet("run", "smoke.yaml", "training.epochs=5", "validation.every_epochs=2")
      #expect(result.status == 0, "\(result.errors)")
      let epochs = try #require(program.json("runs/smoke/metrics.json")["epochs"] as? [[String: Any]])
      #expect(epochs.map { $0["val"] != nil } == [false, true, false, true, true])
      let lines = result.output.split(separator: "\n").filter { $0.hasPrefix("epoch ") }
      #expect(lines.map { $0.contains("val loss") } == [false, true, false, true, true])
      let grown = try program.unet(
        "run", "smoke.yaml", "training.epochs=7", "validation.every_epochs=2", "--resume")
      #expect(grown.status == 64)
      #expect(grown.errors.contains("(it may grow from a multiple of validation.every_epochs)"))
    }
  }

  @Test("limit_batches cuts epochs and validations short, and the schedule with them")
  func limitBatches() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let arguments = [
        "smoke.yaml", "training.limit_batches={training: 2, validation: 1}",
        "schedule={name: poly, power: 1}",
      ]
      #expect(try program.unet(["check"] + arguments).output.contains("2 epochs of 2 batches of 2: 4 steps"))
      let result = try program.unet(["run"] + arguments)
      #expect(
        result.output.contains(
          "limited   at most 2 batches an epoch and 1 image a validation: a trial, whose scores mean little\n"
        ))
      let summary = try program.json("runs/smoke/summary.json")
      #expect(summary["limited"] as? [String: Int] == ["training": 2, "validation": 1])
      let final = try program.json("runs/smoke/per_image.json")["final"] as? [String: Any]
      #expect((final?["images"] as? [Any])?.count == 1)
      let rates = try program.learningRates("smoke")
      #expect(rates.count == 2 && abs(rates[0] - 0.0075) < 1e-12 && abs(rates[1] - 0.0025) < 1e-12)
    }
  }

  @Test("Accumulated batches are one update each for the schedule")
  func accumulation() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let result = try program.unet(
        "run", "smoke.yaml", "training.accumulation_steps=2", "schedule={name: poly, power: 1}")
      #expect(result.status == 0, "\(result.errors)")
      let rates = try program.learningRates("smoke")
      #expect(rates.count == 2 && abs(rates[0] - 0.0075) < 1e-12 && abs(rates[1] - 0.0025) < 1e-12)
    }
  }

  @Test("The average of the weights changes the validation, not the training, and is kept beside them")
  func movingAverage() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      #expect(try program.unet("run", "smoke.yaml", "--name", "plain").status == 0)
      #expect(try program.unet("run", "smoke.yaml", "training.ema=0.5", "--name", "ema").status == 0)
      func part(_ run: String, _ part: String) throws -> [NSDictionary] {
        let epochs = try #require(program.json("runs/\(run)/metrics.json")["epochs"] as? [[String: Any]])
        return epochs.compactMap { $0[part] as? NSDictionary }
      }
      #expect(try part("ema", "train") == part("plain", "train"))
      #expect(try part("ema", "val") != part("plain", "val"))
      #expect(try program.weights("ema")[0] != program.weights("plain")[0])
      #expect(try program.tensorNames("ema", "last").contains("average.outc.conv.bias"))
      #expect(try program.tensorNames("ema", "best") == program.tensorNames("plain", "best"))
    }
  }

  @Test(
    "The schedule plateau lowers the learning rate after validations that are no better, not after other epochs"
  )
  func plateau() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      // No score can improve so much: each validation after the first is no better.
      let result = try program.unet(
        "run", "smoke.yaml", "training.epochs=7", "validation.every_epochs=2",
        "schedule={name: plateau, factor: 0.5, patience: 0, threshold: 0.99}", "validation.metric=loss")
      #expect(result.status == 0, "\(result.errors)")
      #expect(try program.learningRates("smoke") == [0.01, 0.01, 0.01, 0.01, 0.005, 0.005, 0.0025])
    }
  }

  @Test(
    "A run with an average, accumulation and several best epochs goes on to the same bits after a signal",
    arguments: [SIGTERM, SIGKILL])
  func interrupted(signal: Int32) throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let arguments = [
        "smoke.yaml", "training.epochs=24", "training.accumulation_steps=2",
        "training.ema={decay: 0.9, warmup: true}", "validation={keep_best: 3, every_epochs: 2}",
        "training.early_stopping=20", "training.gradient_clip_value=0.1",
        "schedule={name: plateau, factor: 0.7, patience: 0, threshold: 0.05}",
      ]
      #expect(try program.unet(["run"] + arguments + ["--name", "whole"]).status == 0)
      _ = try program.runInterrupted(arguments, as: "parts", by: signal)
      #expect(try program.weights("parts") == program.weights("whole"))
      #expect(try program.metrics("parts") == program.metrics("whole"))
      let kept = try program.keptEpochs("whole")
      #expect(kept.count == 2)
      #expect(try program.keptEpochs("parts") == kept)
      let rates = try program.learningRates("whole")
      #expect(Set(rates).count > 2, "the plateau had effect: \(rates)")
      for file in kept {
        #expect(try program.checkpoint("parts", file) == program.checkpoint("whole", file))
      }
    }
  }
}

extension Program {
  /// The learning rate of each epoch.
  func learningRates(_ run: String) throws -> [Double] {
    let epochs = try json("runs/\(run)/metrics.json")["epochs"] as? [[String: Any]] ?? []
    return epochs.compactMap { $0["learning_rate"] as? Double }
  }

  /// The names of the runners-up's files.
  fileprivate func keptEpochs(_ run: String) throws -> [String] {
    let path = folder.appending(path: "runs/\(run)/checkpoints").path
    return try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasPrefix("epoch-") }
      .sorted()
  }

  fileprivate func checkpoint(_ run: String, _ file: String) throws -> Data {
    try Data(contentsOf: folder.appending(path: "runs/\(run)/checkpoints/\(file)"))
  }

  /// The names in a checkpoint's header, sorted.
  fileprivate func tensorNames(_ run: String, _ name: String) throws -> [String] {
    let bytes = try checkpoint(run, "\(name).safetensors")
    let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try JSONSerialization.jsonObject(with: bytes.dropFirst(8).prefix(length))
    return (header as? [String: Any])?.keys.sorted() ?? []
  }
}
