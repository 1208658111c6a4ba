import Foundation
import Testing

@Suite("The test images of a run")
struct TestSplitTests {
  private static let tested = "data.test={range: [4, 5]}"

  private struct Image: Decodable {
    let id: String
    let tp, fp, fn: [Int]
  }
  private struct Part: Decodable {
    let epoch: Int
    let images: [Image]
    let confusion: [[Int]]
  }
  private struct PerImage: Decodable { let test: Part? }

  private func perImage(_ program: Program, _ name: String) throws -> PerImage {
    try JSONDecoder().decode(PerImage.self, from: Data(program.read("runs/\(name)/per_image.json").utf8))
  }

  @Test("are scored once, with the best weights, and the scores follow from the counts of each image")
  func scored() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let result = try program.unet("run", "smoke.yaml", Self.tested, "training.epochs=3")
      #expect(result.status == 0, "\(result.errors)")
      #expect(
        result.output.contains("data      4 training images, 2 for validation, 2 for the test, 1 channel"),
        "\(result.output)")
      let metrics = try program.json("runs/smoke/metrics.json")
      #expect(metrics["status"] as? String == "finished")
      let test = try #require(metrics["test"] as? [String: Any])
      let best = try #require(metrics["best"] as? [String: Any])
      #expect(test["epoch"] as? Int == best["epoch"] as? Int)
      let part = try #require(try perImage(program, "smoke").test)
      #expect(part.images.map(\.id) == ["004", "005"])
      #expect(part.epoch == test["epoch"] as? Int)
      let ious = (0..<3).map { label in
        let counts = part.images.map { [$0.tp[label], $0.fp[label], $0.fn[label]] }
        return Double(counts.reduce(0) { $0 + $1[0] }) / Double(counts.reduce(0) { $0 + $1.reduce(0, +) })
      }
      let score = try #require(test["mean_iou"] as? Double)
      #expect(abs(score - ious.reduce(0, +) / 3) < 1e-12)
      #expect((metrics["confusion"] as? [String: Any])?["test"] as? [[Int]] == part.confusion)
      let epoch = try #require(test["epoch"] as? Int)
      #expect(
        result.output.contains(
          "\ntest      mean_iou \(String(format: "%.4f", score)) with the weights of epoch \(epoch)\n"),
        "\(result.output)")
      let summary = try program.json("runs/smoke/summary.json")
      #expect((summary["test"] as? [String: Any])?["mean_iou"] as? Double == score)
      #expect((summary["test"] as? [String: Any])?["epoch"] as? Int == epoch)
      #expect(try program.json("runs/smoke/environment.json")["test_images"] as? Int == 2)
    }
  }

  @Test("are scored with the weights of the best epoch, also where it is not the last")
  func bestWeights() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      // The loss goes up and down with steps this large, so that the best epoch is not the last of those that are waited for.
      let keys = [
        "run", "smoke.yaml", Self.tested, "validation.metric=loss", "optimizer.learning_rate=0.3",
        "schedule={name: constant, warmup_epochs: 0}", "augmentation.preset=none",
        "training.early_stopping=2",
        "training.epochs=20",
      ]
      #expect(try program.unet(keys).status == 0)
      let metrics = try program.json("runs/smoke/metrics.json")
      let epoch = try #require((metrics["best"] as? [String: Any])?["epoch"] as? Int)
      try #require(epoch < (metrics["epochs"] as? [Any])?.count ?? 0, "the test needs an early best")
      #expect((metrics["test"] as? [String: Any])?["epoch"] as? Int == epoch)
      let test = try #require(metrics["test"] as? [String: Any])
      // The same training that ends with that epoch has the same best weights, and they are its last ones.
      let short = keys.dropLast() + ["training.epochs=\(epoch)", "--name", "short"]
      #expect(try program.unet(Array(short)).status == 0)
      let again = try #require(try program.json("runs/short/metrics.json")["test"] as? [String: Any])
      #expect(NSDictionary(dictionary: again) == NSDictionary(dictionary: test))
    }
  }

  @Test("change nothing else: without them the same training has the same weights and metrics")
  func changesNothing() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      try program.write("000\n001\n002\n003\n", to: "train.txt")
      #expect(try program.unet("run", "smoke.yaml", Self.tested, "--name", "with").status == 0)
      let without = try program.unet(
        "run", "smoke.yaml", "data.training={list: train.txt}", "--name", "without")
      #expect(without.status == 0, "\(without.errors)")
      #expect(!without.output.contains("\ntest "))
      #expect(try program.weights("with") == program.weights("without"))
      let metrics = try ["with", "without"].map { name in
        var metrics = try program.json("runs/\(name)/metrics.json")
        metrics["test"] = nil
        var confusion = metrics["confusion"] as? [String: Any]
        confusion?["test"] = nil
        metrics["confusion"] = confusion
        metrics["epochs"] = (metrics["epochs"] as? [[String: Any]])?.map {
          $0.filter { !["seconds", "images_per_second", "data_wait"].contains($0.key) }
        }
        return NSDictionary(dictionary: metrics)
      }
      #expect(metrics[0] == metrics[1])
    }
  }

  @Test("are scored after a kill before they were, once, and never again")
  func resumed() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let process = try program.start(
        "run", "smoke.yaml", Self.tested, "training.epochs=25", "--name", "parts")
      while !program.exists("runs/parts/checkpoints/last.previous.safetensors") { usleep(1000) }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      #expect(try program.json("runs/parts/metrics.json")["test"] == nil)
      let whole = try program.unet("run", "smoke.yaml", Self.tested, "training.epochs=25", "--name", "whole")
      #expect(whole.status == 0, "\(whole.errors)")
      #expect(try program.unet("run", "--resume", "runs/parts").status == 0)
      #expect(try program.metrics("parts") == program.metrics("whole"))
      #expect(try perImage(program, "parts").test?.images.count == 2)
      // As if the process had been killed between the last epoch and the test: its commit is the one before.
      _ = try program.shell(
        "mv runs/parts/checkpoints/last.previous.safetensors runs/parts/checkpoints/last.safetensors")
      let again = try program.unet("run", "--resume", "runs/parts")
      #expect(again.status == 0, "\(again.errors)")
      #expect(!again.output.contains("\nepoch "), "\(again.output)")
      #expect(try program.metrics("parts") == program.metrics("whole"))
      let before = try program.read("runs/parts/metrics.json")
      let finished = try program.unet("run", "--resume", "runs/parts")
      #expect(finished.output.contains("all 25 epochs of "))
      #expect(finished.output.contains("\ntest      mean_iou "))
      #expect(try program.read("runs/parts/metrics.json") == before)
    }
  }

  @Test("are the same on --resume, or it is refused; more epochs score them again with what is best then")
  func changes() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let keys = ["run", "smoke.yaml", "schedule={name: constant}", Self.tested]
      #expect(try program.unet(keys + ["training.epochs=1"]).status == 0)
      let other = try program.unet(
        "run", "smoke.yaml", "schedule={name: constant}", "data.test={range: [3, 4]}", "training.epochs=1",
        "--resume")
      #expect(other.status == 64)
      #expect(other.errors.contains("  the list of the 2 test images was "), "\(other.errors)")
      #expect(try program.unet(keys + ["training.epochs=3", "--resume"]).status == 0)
      #expect(try program.unet(keys + ["training.epochs=3", "--name", "whole"]).status == 0)
      #expect(try program.metrics("smoke") == program.metrics("whole"))
    }
  }

  @Test("and those of folds, groups and lists are counted by unet check, which decodes masks where it must")
  func check() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      try program.write("image,part\ncells\\images\\006.png,x\n/elsewhere/007.png,x\n", to: "val.csv")
      func data(_ keys: String...) throws -> String {
        let result = try program.unet(["check", "smoke.yaml"] + keys)
        let line = result.output.split(separator: "\n").first { $0.contains("  data ") }
        return line.map(String.init) ?? result.errors
      }
      #expect(try data(Self.tested).contains("4 training images, 2 for validation, 2 for the test; 64x64"))
      #expect(
        try data("data.validation={list: val.csv}").contains("6 training images, 2 for validation; 64x64"))
      #expect(
        try data("data.validation={fold: 1, folds: 3, stratified: true}", "data.test={fraction: 0.25}")
          .contains("4 training images, 2 for validation, 2 for the test"))
      #expect(
        try data("data.validation={fraction: 0.5, group: '^00[0-3]'}").contains(
          "image '004' has no group: the expression '^00[0-3]' doesn't match its name"))
      #expect(
        try data("data.validation={fraction: 0.5, group: '.$'}").contains(
          "4 training images, 4 for validation"))
      #expect(
        try data("data.validation={fraction: 0.5, group: '^0'}").contains(
          "all 8 images are of one group, '0', so that nothing can be divided"))
    }
  }
}
