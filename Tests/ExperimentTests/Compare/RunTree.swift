import Experiment
import Foundation

/// A folder with run folders that were never trained, of known counts.
struct RunTree {
  let folder: URL

  /// A run to be.
  struct Run {
    var name: String
    var settings: [String: String] = [:]
    var seed = 0
    var status = RunStatus.finished
    /// The wrong pixels of each image, of 1000.
    var errors = [100, 120, 140, 160]
    var libtorch = "2.13.0"
    var hashes: [String]?
    var hasTest = false
    var failure: String?
    var metric = Metric.meanIoU
  }

  static let scoring = Scoring(classes: ["membrane", "cell"])

  /// Writes a run's files by its records.
  @discardableResult
  func write(_ run: Run) throws -> RunFolder {
    let folder = RunFolder(folder.path + "/" + run.name)
    try Folder.create(folder.path)
    var settings = ["data.images": "/i", "data.masks": "/m", "loss.ce": "{weight: 1.0}"].merging(run.settings)
    {
      $1
    }
    if run.seed != 0 { settings["training.seed"] = "\(run.seed)" }
    // The first epoch is worse by 100 pixels an image.
    let matrices = [100, 0].map { more in run.errors.map { Self.matrix(errors: $0 + more) } }
    let epochs = matrices.enumerated().map { index, images in
      EpochRecord(
        epoch: index + 1, learningRate: 0.01, seconds: 2, imagesPerSecond: 10,
        train: LossRecord(total: 0.5, parts: [:]),
        val: Self.scoring.record(
          of: images, loss: LossRecord(total: Double(run.errors[0]) / 1000, parts: [:])))
    }
    let value = epochs[1].val?[run.metric] ?? 0
    let counts = [0, 1].map { index in
      PerImageRecord.Epoch(
        epoch: index + 1,
        images: matrices[index].enumerated().map { place, matrix in
          PerImageRecord.Image(
            id: "image\(place)", contentHash: run.hashes?[place] ?? "hash\(place)", matrix: matrix,
            scoring: Self.scoring)
        }, confusion: Self.scoring.sum(of: matrices[index]))
    }
    let metrics = MetricsRecord(
      status: run.status, failure: run.failure, epochs: epochs,
      best: BestRecord(epoch: 2, metric: run.metric, value: value),
      test: run.hasTest ? epochs[0].val.map { TestRecord(epoch: 2, scores: $0) } : nil)
    let summary = SummaryRecord(of: metrics, identity: run.name, differing: settings, parameters: 1000)
    try JSONFormat.encode(metrics).write(to: URL(fileURLWithPath: folder.metrics))
    try JSONFormat.encode(summary).write(to: URL(fileURLWithPath: folder.summary))
    try MetricsTable().csv(epochs).write(to: URL(fileURLWithPath: folder.metricsTable))
    let perImage = PerImageRecord(
      classes: Self.scoring.classes, best: counts[1], final: counts[1], test: run.hasTest ? counts[0] : nil)
    try JSONFormat.encode(perImage).write(to: URL(fileURLWithPath: folder.perImage))
    try JSONFormat.encode(Self.environment(run)).write(to: URL(fileURLWithPath: folder.environment))
    return folder
  }

  /// 3 depths × 2 losses × 3 seeds: depth 3 is better than 2 by far, 4 and 3 are alike, and so are the losses.
  func writeGrid() throws {
    for (place, depth) in [2, 3, 4].enumerated() {
      for loss in ["ce", "dice"] {
        for seed in 0..<3 {
          let base = [200, 100, 101][place] + (loss == "dice" ? 2 : 0)
          try write(
            Run(
              name: "d\(depth)-\(loss)-\(seed)",
              settings: ["model.depth": "\(depth)", "loss.ce": "{weight: 1.0}"].merging(
                loss == "dice" ? ["loss.dice": "{weight: 1.0}"] : [:]
              ) { $1 },
              seed: seed, errors: [0, 20, 40, 60].map { base + $0 + 7 * seed + ($0 * seed) / 20 }))
        }
      }
    }
  }

  /// Half of the errors are of each class.
  private static func matrix(errors: Int) -> ConfusionMatrix {
    let half = errors / 2
    let counts = [500 - half, half, errors - half, 500 - (errors - half)]
    return ConfusionMatrix(side: 2, counts: counts) ?? ConfusionMatrix(side: 2)
  }

  private static func environment(_ run: Run) -> EnvironmentRecord {
    EnvironmentRecord(
      unet: "0.1.0", libtorch: run.libtorch, system: "Linux", processor: "P", capability: "AVX512",
      instructions: nil, device: "cpu", precision: "bf16", threads: 2, exact: true, gitCommit: nil,
      seed: run.seed, dataFingerprint: "f", parameters: 1000, trainingImages: 8, validationImages: 4,
      testImages: nil, normalization: .image, classWeights: nil, weights: nil,
      warnings: [], command: ["unet"])
  }

  /// The comparison of what is in the folder.
  func compare(
    _ paths: [String] = ["."], _ change: (inout CompareRequest) -> Void = { _ in }
  ) throws -> Comparison {
    var request = CompareRequest(paths: paths, command: "unet compare .")
    change(&request)
    var comparer = try Comparer(request, in: folder.path, timeout: LeaseTimeout(in: [:]))
    return try comparer.comparison(at: Date(timeIntervalSince1970: 0))
  }
}

/// Runs `body` with a tree of its own, which is removed afterwards.
func withRunTree(_ body: (RunTree) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "unet-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(RunTree(folder: folder.resolvingSymlinksInPath()))
}
