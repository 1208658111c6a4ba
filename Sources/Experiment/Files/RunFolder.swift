import Foundation

/// The folder of one run: the names of its files, and how they are read.
///
/// It is written as the run goes, through `ClaimedFolder`, and readable without the program.
public struct RunFolder: Hashable, Sendable {
  /// The folder itself, an absolute path.
  public let path: String

  /// The run folder at a path, which need not exist yet.
  public init(_ path: String) {
    self.path = URL(fileURLWithPath: path).standardizedFileURL.path
  }

  /// The run folder at a path that is absolute and in its shortest form already: of 10,000, finding that out takes a while.
  init(path: String) { self.path = path }

  /// The last part of the path: how a run is called.
  public var name: String { (path as NSString).lastPathComponent }

  /// Every key with the value used; `unet run` accepts it.
  public var config: String { file("config.yaml") }
  /// Where the value of each key in `config` comes from.
  public var provenance: String { file("provenance.json") }
  /// The history of all epochs.
  public var metrics: String { file("metrics.json") }
  /// The same as a table: one row an epoch.
  public var metricsTable: String { file("metrics.csv") }
  /// The loss of each update and the weights after each epoch, to the bit.
  public var trace: String { file("trace.csv") }
  /// What a table of runs reads.
  public var summary: String { file("summary.json") }
  /// Counts of each validation image, for the best epoch and the last.
  public var perImage: String { file("per_image.json") }
  /// What the numbers depend on beside the config.
  public var environment: String { file("environment.json") }
  /// The weights of the best epoch.
  public var best: String { file("checkpoints/best.safetensors") }
  /// The weights that were the best before a restart from which on scores no longer compare; restarts count from 1.
  public func best(beforeRestart number: Int) -> String {
    file("checkpoints/best.before-restart-\(number).safetensors")
  }
  /// The folder of the weights.
  var checkpoints: String { file("checkpoints") }
  /// All that an exact resume needs.
  public var last: String { file("checkpoints/last.safetensors") }
  /// The one before `last`, for when `last` is damaged.
  public var previous: String { file("checkpoints/last.previous.safetensors") }
  /// The folder of pictures: image, truth, prediction.
  public var samples: String { file("samples") }

  /// What TensorBoard reads, which takes any file with "tfevents" in its name; there is one, whoever goes on with the run.
  public var events: String { file("events.out.tfevents.unet") }

  /// Whether something of that name is there.
  public var exists: Bool { FileManager.default.fileExists(atPath: path) }
  /// Whether anything can be written to it.
  public var isWritable: Bool { access(path, W_OK) == 0 }
  /// Whether the run got as far as a checkpoint to go on from.
  public var hasCheckpoint: Bool {
    [last, previous].contains { FileManager.default.fileExists(atPath: $0) }
  }

  /// Whether there are best weights.
  public var hasBest: Bool { FileManager.default.fileExists(atPath: best) }

  /// The weights of an epoch that is among the best but not the best, counted from 1: `checkpoints/epoch-0012.safetensors`.
  public func weights(ofEpoch epoch: Int) -> String {
    let digits = String(epoch)
    let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
    return "\(checkpoints)/epoch-\(zeros)\(digits).safetensors"
  }

  /// The epochs for which such a file is there, in order.
  public var epochsWithWeights: [Int] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: checkpoints)) ?? []
    let numbers = names.compactMap { name in
      name.hasPrefix("epoch-") ? Int(name.dropFirst("epoch-".count).prefix { $0.isNumber }) : nil
    }
    return numbers.filter { names.contains((weights(ofEpoch: $0) as NSString).lastPathComponent) }.sorted()
  }

  /// The path of one of its files from the folder itself.
  public func relative(_ path: String) -> String {
    path.hasPrefix(self.path + "/") ? String(path.dropFirst(self.path.count + 1)) : path
  }

  /// Reads one of the folder's JSON files.
  public func read<Record: Decodable>(_ type: Record.Type, from path: String) throws(FileFailure) -> Record {
    do {
      return try JSONFormat.decode(type, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      let reason = error is DecodingError ? "it is damaged or of another version" : error.localizedDescription
      throw FileFailure(action: "read", path: path, reason: reason)
    }
  }

  private func file(_ name: String) -> String { "\(path)/\(name)" }
}
