import Foundation
import Testing

@testable import Experiment

/// A sweep over seeds, with what its runs could leave.
struct SampleSweep {
  let sweep: Sweep
  /// 64 digits for each cell: `000…`, `111…`.
  let identities: [String]

  var cells: [SweepCell] { sweep.cells }

  init(seeds: Int) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "unet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("data: {images: i, masks: m, classes: [a, b]}\nloss: {ce: 1}\n".utf8)
      .write(to: folder.appending(path: "base.yaml"))
    try Data("base: base.yaml\nseeds: \(seeds)\n".utf8).write(to: folder.appending(path: "sweep.yaml"))
    sweep = try Sweep.load(file: "sweep.yaml", environment: [:], currentFolder: folder.path)
    identities = sweep.cells.map { String(repeating: String($0.number, radix: 16), count: 64) }
  }

  /// The members of the sweep in a folder.
  func members(in folder: URL) -> [SweepMember] {
    SweepFolder(folder.path).members(cells, identities: identities)
  }

  /// Leaves what a run of so many epochs would.
  func leave(
    _ status: RunStatus, in folder: RunFolder, identity: String, scores: [Double?] = [0.5]
  ) throws {
    let epochs = scores.enumerated().map { index, score in
      EpochRecord(
        epoch: index + 1, learningRate: 0.1, seconds: 1, imagesPerSecond: 1,
        train: LossRecord(total: 1, parts: ["ce": 1]),
        val: ValidationRecord(
          loss: LossRecord(total: 1, parts: ["ce": 1]), scores: [.meanIoU: score], classScores: [:]))
    }
    let best = scores.enumerated().max { ($0.element ?? -1) < ($1.element ?? -1) }.flatMap { index, score in
      score.map { BestRecord(epoch: index + 1, metric: .meanIoU, value: $0) }
    }
    let metrics = MetricsRecord(
      status: status, failure: status == .failed ? "no room" : nil, epochs: epochs, best: best)
    try Folder.create(folder.path)
    try AtomicFile.write(JSONFormat.encode(metrics), to: folder.metrics)
    try AtomicFile.write(
      JSONFormat.encode(SummaryRecord(of: metrics, identity: identity, differing: [:], parameters: 5)),
      to: folder.summary)
  }
}
