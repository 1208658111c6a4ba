import Experiment
import Foundation
import NeuralNets
import Testing
import Torch

@testable import Training

@Suite("The weights of the best epochs")
struct KeptWeightsTests {
  /// A run folder in which epochs of given scores are committed; the weights of an epoch are its number.
  struct Series {
    let config: ExperimentConfig
    let folder: RunFolder
    let network: Network
    let checkpoint: Checkpoint
    var state: TrainingState

    init(keeping count: Int, in path: String) throws {
      config = try tinyExperiment(["validation.keep_best=\(count)"])
      folder = RunFolder(path)
      let claimed = try ClaimedFolder(claiming: folder)
      try claimed.createFolders()
      network = try tinyNetwork(config)
      checkpoint = Checkpoint(
        claimed: claimed, identity: "", classes: ["x", "y"], parameters: 0, flops: nil,
        metadata: try ModelMetadata(network.model.configuration, config, .image), limited: nil)
      let conditions = Conditions(
        libtorch: "", capability: "", device: "", precision: "", threads: 1, data: "")
      state = TrainingState(plannedEpochs: 100, conditions: conditions, differing: [:])
    }

    /// Scores the next epoch: the state after it, and where its weights go.
    func next(_ score: Double?) throws -> (state: TrainingState, weights: KeptWeights?) {
      var next = state
      next.epochs += 1
      let anyLoss = LossRecord(total: 1, parts: [:])
      let record = EpochRecord(
        epoch: next.epochs, learningRate: 0.1, seconds: 1, imagesPerSecond: 1, train: anyLoss,
        val: ValidationRecord(loss: anyLoss, scores: [.meanIoU: score], classScores: [:]))
      next.history.append(record)
      let weights = next.rank(record, by: config.validation)
      for entry in network.store.parameters {
        try withoutGradient { try entry.tensor.fill(with: Scalar(next.epochs)) }
      }
      return (next, weights)
    }

    mutating func commit(_ scores: [Double?]) throws {
      for score in scores {
        let (next, weights) = try next(score)
        try checkpoint.commit(network, next, keeping: weights, status: .running)
        state = next
      }
    }

    /// The epoch whose weights a file holds, by the file's name.
    func files() throws -> [String: Int] {
      let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/checkpoints")
      let kept = names.filter { !$0.hasPrefix("last") }
      return try Dictionary(
        uniqueKeysWithValues: kept.map { name in
          let file = try SafetensorsFile(path: "\(folder.path)/checkpoints/\(name)")
          let weight = try #require(try file.tensor("outc.conv.bias"))
          return (name, Int(try weight.selected(0, 0).scalar()))
        })
    }
  }

  func inSeries(keeping count: Int, _ body: (inout Series) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "unet-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var series = try Series(keeping: count, in: path)
    try body(&series)
  }

  @Test("are kept, exactly as many as asked for, the best under its own name")
  func exactlyTheBest() throws {
    try inSeries(keeping: 3) { series in
      try series.commit([0.2])
      #expect(try series.files() == ["best.safetensors": 1])
      try series.commit([0.5, 0.4, 0.1])
      #expect(
        try series.files() == [
          "best.safetensors": 2, "epoch-0003.safetensors": 3, "epoch-0001.safetensors": 1,
        ])
      try series.commit([0.3, nil, 0.9])
      #expect(
        try series.files() == [
          "best.safetensors": 7, "epoch-0002.safetensors": 2, "epoch-0003.safetensors": 3,
        ])
      let metrics = try series.folder.read(MetricsRecord.self, from: series.folder.metrics)
      #expect(
        metrics.kept == [
          .init(epoch: 7, value: 0.9, file: "checkpoints/best.safetensors"),
          .init(epoch: 2, value: 0.5, file: "checkpoints/epoch-0002.safetensors"),
          .init(epoch: 3, value: 0.4, file: "checkpoints/epoch-0003.safetensors"),
        ])
    }
    try inSeries(keeping: 1) { series in
      try series.commit([0.2, 0.5, 0.4])
      #expect(try series.files() == ["best.safetensors": 2])
      #expect(try series.folder.read(MetricsRecord.self, from: series.folder.metrics).kept == nil)
    }
  }

  @Test("are those of the last commit again after a kill in the middle of the next", arguments: [1, 2, 3])
  func killed(count: Int) throws {
    try inSeries(keeping: count) { series in
      try series.commit([0.5, 0.4])
      let before = try series.files()
      for score in [0.9, 0.45, 0.1] {
        let (_, weights) = try series.next(score)
        try weights.map { try series.checkpoint.keep($0, of: series.network) }
        try series.checkpoint.settle(series.state, status: .running)
        #expect(try series.files() == before, "\(score)")
      }
    }
  }

  @Test("are pruned after a kill between a commit and the removal")
  func killedBeforeRemoval() throws {
    try inSeries(keeping: 2) { series in
      try series.commit([0.5, 0.4])
      let (next, weights) = try series.next(0.9)
      try weights.map { try series.checkpoint.keep($0, of: series.network) }
      #expect(try series.files().count == 3)
      try series.checkpoint.settle(next, status: .running)
      #expect(try series.files() == ["best.safetensors": 3, "epoch-0001.safetensors": 1])
    }
  }
}
