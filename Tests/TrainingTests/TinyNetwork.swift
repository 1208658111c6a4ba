import Config
import Experiment
import Foundation
import NeuralNets
import Testing
import Torch

@testable import Training

/// An experiment of two classes on one processor thread, with a network that is made in no time.
func tinyExperiment(_ overrides: [String] = []) throws -> ExperimentConfig {
  let folder = FileManager.default.temporaryDirectory.appending(path: "unet-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let text = """
    data: {images: i, masks: m, classes: [x, y]}
    model: {depth: 1, width: 2, norm: none}
    loss: {ce: 1, dice: 1}
    optimizer: {name: sgd, learning_rate: 0.1, momentum: 0}

    """
  try Data(text.utf8).write(to: folder.appending(path: "experiment.yaml"))
  return try ExperimentConfig.load(
    file: "experiment.yaml", overrides: overrides, environment: [:], currentFolder: folder.path
  ).config
}

/// The network of such an experiment.
func tinyNetwork(_ config: ExperimentConfig) throws -> Network {
  try Network(
    config, channels: 1, loss: TrainingLoss(costing: config), stepsPerEpoch: 5,
    compute: Compute(device: .cpu, autocast: nil, threads: 1))
}

/// Some of eight samples.
func tinyBatch(_ samples: Range<Int>) throws -> Batch {
  let places = 8 * 8 * 8
  let images = try Tensor((0..<places).map { Float($0 * 37 % 101) / 50 - 1 }, shape: [8, 1, 8, 8])
  let masks = try Tensor((0..<places).map { $0 * 53 % 97 / 60 }, shape: [8, 8, 8])
  return Batch(
    ids: samples.map(String.init), images: try images.narrowed(0, samples),
    masks: try masks.narrowed(0, samples))
}
