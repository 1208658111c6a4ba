import Foundation

/// The folder of one run: the names of its files, and how they are made and read.
///
/// It is written as the run goes and readable without the program.
public struct RunFolder: Hashable, Sendable {
  /// The folder itself, an absolute path.
  public let path: String

  /// The run folder at a path, which need not exist yet.
  public init(_ path: String) {
    self.path = URL(fileURLWithPath: path).standardizedFileURL.path
  }

  /// The last part of the path: how a run is called.
  public var name: String { (path as NSString).lastPathComponent }

  /// Every key with the value used; `unet run` accepts it.
  public var config: String { file("config.yaml") }
  /// The history of all epochs.
  public var metrics: String { file("metrics.json") }
  /// What a table of runs reads.
  public var summary: String { file("summary.json") }
  /// Counts of each validation image, for the best epoch and the last.
  public var perImage: String { file("per_image.json") }
  /// What the numbers depend on beside the config.
  public var environment: String { file("environment.json") }
  /// The weights of the best epoch.
  public var best: String { file("checkpoints/best.safetensors") }
  /// All that an exact resume needs.
  public var last: String { file("checkpoints/last.safetensors") }
  /// The one before `last`, for when `last` is damaged.
  public var previous: String { file("checkpoints/last.previous.safetensors") }
  /// The folder of pictures: image, truth, prediction.
  public var samples: String { file("samples") }

  /// Whether something of that name is there.
  public var exists: Bool { FileManager.default.fileExists(atPath: path) }
  /// Whether the run got as far as a checkpoint to go on from.
  public var hasCheckpoint: Bool {
    [last, previous].contains { FileManager.default.fileExists(atPath: $0) }
  }

  /// Makes the folder and the folders in it; those that exist stay as they are.
  public func create() throws(FileFailure) {
    for folder in [file("checkpoints"), samples] { try Folder.create(folder) }
  }

  /// Replaces one of the folder's JSON files.
  public func write(_ record: some Encodable, to path: String) throws {
    try AtomicFile.write(JSONFormat.encode(record), to: path)
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
