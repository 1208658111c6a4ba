import Foundation

@testable import Experiment

/// A comparison for pages: a grid of depths and losses, whose numbers follow from their positions.
struct PageSample {
  var depths = ["2", "3", "4"]
  var losses = ["ce", "ce+dice"]
  var seeds = 3
  var epochs = 20
  var classes = ["background", "cell"]
  var title = "depth_width"
  var verdict = ["depth=4, loss=ce+dice is the best."]
  var hasScores = true

  private var settings: [(depth: String, loss: String)] {
    depths.flatMap { depth in losses.map { (depth, $0) } }
  }

  private var keys: [Comparison.Key] {
    [
      Comparison.Key(key: "model.depth", label: "depth", values: depths),
      Comparison.Key(key: "loss", label: "loss", values: losses),
    ]
  }

  /// The best first, as `unet compare` orders them.
  var comparison: Comparison {
    let configurations = settings.indices.map(configuration)
    return Comparison(
      schema: 1, title: title, made: "2026-11-22T05:00:00Z",
      command: "unet compare 'runs/\(title)' --format html",
      metric: Comparison.MetricFacts(.meanIoU), epoch: .best, split: .validation,
      reference: hasScores ? Comparison.Reference(kind: .best, configuration: 0) : nil,
      family: hasScores ? .tukeyKramer : nil, notes: ["A note."], warnings: ["A warning."], verdict: verdict,
      classes: classes, keys: keys, configurations: configurations, runs: settings.indices.flatMap(runs),
      effects: effects(configurations), pair: nil)
  }

  /// The score of the configuration at a rank: a hundredth less from one to the next.
  private func score(_ rank: Int) -> Double { 0.9 - 0.01 * Double(rank) }

  private func interval(_ mean: Double) -> Interval {
    let seeds = Uncertainty.Term(variance: 0.005 * 0.005, degreesOfFreedom: 8)
    return Interval(mean: mean, Uncertainty(seeds, basis: .seedsAndImages), critical: 2)
  }

  private func configuration(_ rank: Int) -> Comparison.Configuration {
    let setting = settings[settings.count - 1 - rank]
    let difference = Difference(
      index: rank, reference: 0, interval: interval(score(rank) - score(0)), p: 0.5 / Double(rank + 1),
      isDifferent: rank > 1, moreSeeds: nil, needsMoreImages: false)
    let size = max(classes.count, 2)
    return Comparison.Configuration(
      id: rank, label: "depth=\(setting.depth), loss=\(setting.loss)",
      settings: ["model.depth": setting.depth, "loss": setting.loss], rank: hasScores ? rank + 1 : nil,
      group: nil,
      statuses: hasScores ? [.finished: seeds] : [.failed: seeds], seeds: hasScores ? seeds : 0,
      scores: hasScores
        ? [.meanIoU: interval(score(rank)), .loss: interval(0.1 + 0.01 * Double(rank))] : [:],
      difference: hasScores && rank > 0 ? difference : nil, tiedWithBest: hasScores && rank < 2,
      cost: Comparison.Cost(
        parameters: hasScores ? 1000 * (settings.count - rank) : nil, flops: hasScores ? 2e9 : nil,
        secondsPerEpoch: hasScores ? 1.5 : nil, epochs: hasScores ? Double(epochs) : nil,
        seconds: hasScores ? 1.5 * Double(epochs) : nil), classScores: [:],
      confusion: hasScores
        ? (0..<size).map { row in (0..<size).map { $0 == row ? 900 : 100 / max(1, size - 1) } } : nil,
      curves: hasScores ? curves(rank) : nil, runs: Array(rank * seeds..<(rank + 1) * seeds))
  }

  private func curves(_ rank: Int) -> Comparison.Curves {
    let means = (1...epochs).map { score(rank) * (1 - 1 / Double($0 + 1)) }
    let band = Comparison.Curves.Band(
      mean: means, low: means.map { $0 - 0.01 }, high: means.map { $0 + 0.01 })
    return Comparison.Curves(epoch: Array(1...epochs), bands: ["mean_iou": band, "val_loss": band])
  }

  private func runs(_ rank: Int) -> [Comparison.Run] {
    let setting = settings[settings.count - 1 - rank]
    return (0..<seeds).map { seed in
      let name = "depth=\(setting.depth),loss=\(setting.loss),seed=\(seed)"
      return Comparison.Run(
        id: rank * seeds + seed, name: name, path: "runs/\(title)/\(name)",
        status: hasScores ? .finished : .failed, seed: seed, fold: nil, epoch: hasScores ? epochs : nil,
        score: hasScores ? score(rank) : nil, settings: ["loss": setting.loss],
        failure: hasScores ? nil : "no memory")
    }
  }

  private func effects(_ configurations: [Comparison.Configuration]) -> Effects? {
    guard hasScores, configurations.count > 1 else { return nil }
    let observations = configurations.compactMap { configuration in
      ScoreTable(scores: (0..<seeds).map { score(configuration.id) + 0.001 * Double($0) }).map {
        Effects.Observation(
          id: configuration.id, settings: configuration.settings, table: $0, cost: configuration.cost)
      }
    }
    return Effects(of: observations, keys: keys, higherIsBetter: true)
  }
}

extension PageSample {
  /// Names that are markup, quotes, comments, other scripts than Latin, and ends of lines that JSON knows and JavaScript didn't.
  static let hostile = PageSample(
    losses: [
      "<script>alert(1)</script>", "\"quoted\" & 'single'", "</script><!--<script>", "🧫 שלום\u{2028}",
    ],
    classes: ["<b>cell</b>", "\u{202E}evil"], title: "<img src=x onerror=alert(1)>",
    verdict: ["<script>alert(2)</script> & co cannot be told apart."])

  static let oneRun = PageSample(depths: ["2"], losses: ["ce"], seeds: 1)
  static let withoutScores = PageSample(hasScores: false)
  static let oneClass = PageSample(classes: ["cell"])
  /// 500 configurations of three runs and 40 epochs.
  static let large = PageSample(
    depths: (1...10).map(String.init), losses: (1...50).map { "loss \($0)" }, epochs: 40)
}

/// Pictures of four pixels: the truth is a cell of two, of which the prediction misses one for a border, with another beside it.
enum TinyPictures {
  static func pictures(of runs: [Comparison.Run], room: Int = 5_000_000) -> PagePictures {
    var pictures = PagePictures(room: room)
    let image = PagePictures.Image(name: "cells <1>", picture: bytes(gray), truth: bytes(truth))
    for run in runs { pictures.add(run: run.id, [(image: image, prediction: bytes(prediction))]) }
    return pictures
  }

  private static func bytes(_ base64: String) -> Data { Data(base64Encoded: base64) ?? Data() }

  // Made by Pillow: greys of 128; orange, orange, black, black; orange, sky blue, sky blue, black.
  private static let gray =
    "iVBORw0KGgoAAAANSUhEUgAAAAQAAAABCAIAAAB2XpiaAAAADklEQVR42mNsaGhggAEAEJoBgsy5J9UAAAAASUVORK5CYII="
  private static let truth =
    "iVBORw0KGgoAAAANSUhEUgAAAAQAAAABCAIAAAB2XpiaAAAAEUlEQVR42mN4Np/h2XwGCAAAHrgDC8F5x34AAAAASUVORK5CYII="
  private static let prediction =
    "iVBORw0KGgoAAAANSUhEUgAAAAQAAAABCAIAAAB2XpiaAAAAFUlEQVR42mN8Np+hQPQlAwPDKh9xAB9bBAIqxMvuAAAAAElFTkSuQmCC"
}
