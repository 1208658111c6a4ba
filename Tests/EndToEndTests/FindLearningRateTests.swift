import Foundation
import Testing

@Suite("unet run --find-lr")
struct FindLearningRateTests {
  @Test("prints a table and what to type next, writes a table and a plot, and touches no run")
  func finds() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let result = try program.unet("run", "smoke.yaml", "--find-lr")
      #expect(result.status == 0, "\(result.errors)")
      #expect(!program.exists("runs/smoke"))
      let files = try FileManager.default.contentsOfDirectory(
        atPath: program.folder.appending(path: "runs/smoke-find-lr").path)
      #expect(files.sorted() == ["find_lr.csv", "find_lr.svg"])
      let rows = try program.read("runs/smoke-find-lr/find_lr.csv").split(separator: "\n")
      #expect((50...101).contains(rows.count), "\(rows.count)")
      #expect(result.output.contains("learning rate    loss\n      1.0e-07  "), "\(result.output)")
      let next = try #require(result.output.split(separator: "\n").last)
      #expect(next.hasPrefix("next      unet run smoke.yaml optimizer.learning_rate="), "\(next)")
      let rate = try #require(next.split(separator: "=").last.flatMap { Double($0) })
      #expect((1e-6...0.5).contains(rate), "\(rate)")
      let again = try program.unet(
        "run", "smoke.yaml", "--find-lr", "--name", "again", "optimizer.learning_rate=1e-5")
      #expect(again.status == 0)
      #expect(
        try program.read("runs/again-find-lr/find_lr.csv") == program.read("runs/smoke-find-lr/find_lr.csv"),
        "it begins with the same weights and batches, at learning rates of its own")
      let trained = try program.unet(
        "run", "smoke.yaml", "optimizer.learning_rate=\(rate)", "training.epochs=1")
      #expect(trained.status == 0, "what it says can be typed: \(trained.errors)")
    }
  }

  @Test("What to type next has the other keys of the command line, for which the rate was found")
  func nextHasOverrides() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let result = try program.unet(
        "run", "smoke.yaml", "optimizer={name: lion}", "optimizer.learning_rate=1e-5", "--find-lr")
      let next = try #require(result.output.split(separator: "\n").last)
      #expect(
        next.hasPrefix("next      unet run smoke.yaml 'optimizer={name: lion}' optimizer.learning_rate="),
        "\(next)")
      #expect(!next.contains("1e-5"))
    }
  }

  @Test("ends with 1 and leaves nothing behind where the first loss is no finite number")
  func infinite() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let result = try program.unet("run", "smoke.yaml", "--find-lr", "loss={ce: 1e39}")
      #expect(result.status == 1)
      #expect(result.errors.contains("the loss of the first batch is no finite number"), "\(result.errors)")
      #expect(!program.exists("runs"))
    }
  }

  @Test("goes with no --resume, exit code 64")
  func resume() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let result = try program.unet("run", "smoke.yaml", "--find-lr", "--resume")
      #expect(result.status == 64)
      #expect(result.errors.contains("--find-lr begins with new weights each time; leave out --resume"))
    }
  }
}
