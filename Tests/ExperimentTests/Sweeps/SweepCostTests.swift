import Foundation
import Testing

@testable import Experiment

@Suite("What cells of a sweep have in common in what they cost")
struct SweepCostTests {
  private func cells(_ text: String) throws -> [SweepCell] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "unet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let base = """
      data: {images: i, masks: m, classes: [x, y]}
      loss: {ce: 1, dice: 1}
      training: {epochs: 9}

      """
    try Data(base.utf8).write(to: folder.appending(path: "base.yaml"))
    try Data("base: base.yaml\n\(text)".utf8).write(to: folder.appending(path: "sweep.yaml"))
    return try Sweep.load(file: "sweep.yaml", environment: [:], currentFolder: folder.path).cells
  }

  @Test(
    "seeds, rates, schedules, strengths of augmentation and weights of a loss change no cost",
    arguments: [
      "seeds: 3", "grid: {optimizer.learning_rate: [1e-3, 1e-4]}",
      "grid: {schedule: [{name: cosine}, {name: constant}]}",
      "grid: {augmentation.rotation: [0.2, 0.5]}", "grid: {loss.dice: [0.5, 2]}",
    ])
  func free(text: String) throws {
    #expect(Set(try cells(text).map(\.costKeys)).count == 1)
  }

  @Test(
    "the network, the parts of a loss, batches, epochs, crops and mixing change it",
    arguments: [
      "grid: {model.depth: [2, 3]}", "grid: {loss: [{ce: 1}, {dice: 1}]}",
      "grid: {training.batch_size: [1, 2]}",
      "grid: {training.epochs: [1, 2]}", "grid: {data.crop: [64, 128]}",
      "grid: {augmentation.mixup: [0, 0.5]}",
      "grid: {optimizer.name: [sgd, adam]}",
    ])
  func costly(text: String) throws {
    #expect(Set(try cells(text).map(\.costKeys.all)).count == 2)
  }

  @Test("folds read other files, and share their network")
  func folds() throws {
    let keys = try cells("folds: 3").map(\.costKeys)
    #expect(Set(keys.map(\.network)).count == 1)
    #expect(Set(keys.map(\.files)).count == 3)
  }

  @Test("halving trains a share of the epochs that is known before; that of asha depends on time")
  func share() throws {
    let experiment = try #require(try cells("seeds: 1").first).config
    let halving = StrategyConfig.halving(.init(eta: 3))
    // Of 9 configurations 9 train 1 epoch, 3 train 2 more, and 1 the last 6: 21 of 81.
    #expect(halving.shareOfEpochs(of: 9, like: experiment) == 21.0 / 81)
    #expect(halving.shareOfEpochs(of: 1, like: experiment) == 1)
    #expect(StrategyConfig.all.shareOfEpochs(of: 9, like: experiment) == 1)
    #expect(StrategyConfig.asha(.init(eta: 3)).shareOfEpochs(of: 9, like: experiment) == nil)
  }

  @Test("what was measured is kept for each kind of machine, the last for one kind")
  func machines() throws {
    func machine(_ processor: String, _ cores: Int, _ jobs: Int) -> JobsRecord.Machine {
      .init(processor: processor, cores: cores, measured: [], chosen: .init(jobs: jobs, threads: 1))
    }
    let record = JobsRecord(machines: []).adding(machine("A", 2, 2)).adding(machine("B", 2, 1))
      .adding(machine("A", 4, 4)).adding(machine("A", 2, 1))
    #expect(record.machine(processor: "A", cores: 2)?.chosen.jobs == 1)
    #expect(record.machine(processor: "A", cores: 4)?.chosen.jobs == 4)
    #expect(record.machine(processor: "B", cores: 2)?.chosen.jobs == 1)
    #expect(record.machine(processor: "B", cores: 4) == nil)
    #expect(record.machines.count == 3)
    #expect(try JSONFormat.decode(JobsRecord.self, from: JSONFormat.encode(record)) == record)
  }
}
