import Experiment
import Foundation
import NeuralNets
import Torch

/// A file of weights that a run wrote, open for reading: its bytes are those that were written.
struct CheckpointFile {
  /// Why such a file is of no use, where the file itself is to blame.
  struct Loss: Error {
    let path: String
    let reason: String
  }

  let path: String
  private let file: SafetensorsFile

  /// Opens a file, which is read whole for its checksum.
  ///
  /// - Throws: `Loss` where it is not there or its bytes are not those that were written; `FileFailure` where the system doesn't let it be
  ///   read, which says nothing of its bytes; `TrainingFailure` where a newer program wrote it.
  init(_ path: String) throws {
    self.path = path
    // Only that: a system that cannot tell says nothing of the file, which opening it tells in words.
    guard access(path, F_OK) == 0 || errno != ENOENT else {
      throw Loss(path: path, reason: "it is not there")
    }
    do {
      file = try SafetensorsFile(path: path)
    } catch {
      guard error.kind == .damaged else { throw FileFailure(error) }
      throw Loss(path: path, reason: error.reason)
    }
    let schema = file.metadata[ModelMetadata.schemaName].flatMap { Int($0) }
    guard let schema else { throw Loss(path: path, reason: "no run wrote it: it names no schema") }
    guard schema <= ModelMetadata.schema else {
      throw TrainingFailure(
        .usage,
        """
        \(path) is of schema \(schema), and this program reads up to \(ModelMetadata.schema): a newer version of unet wrote it
        nothing was changed; go on with that version, or start another run with --name NAME
        """)
    }
    guard schema < 2 || file.checksum != nil else {
      throw Loss(path: path, reason: "its checksum is missing")
    }
  }

  /// Opens the weights of an epoch.
  ///
  /// - Throws: as the other; `Loss` also where they are those of another epoch.
  init(_ path: String, ofEpoch epoch: Int) throws {
    try self.init(path)
    // Versions without checksums didn't write the epoch either.
    let found = file.metadata[ModelMetadata.epochName].flatMap { Int($0) }
    guard let found, found != epoch else { return }
    throw Loss(path: path, reason: "it holds those of epoch \(found)")
  }

  /// The state of the training.
  ///
  /// - Throws: `Loss` where there is none; `TrainingFailure` where it is one of another version.
  func state() throws -> TrainingState {
    guard let text = file.metadata[ModelMetadata.stateName] else {
      throw Loss(path: path, reason: "it holds no state of a training")
    }
    do {
      return try JSONFormat.decode(TrainingState.self, from: Data(text.utf8))
    } catch {
      // Without a checksum nobody knows whether it was ever another one.
      guard file.checksum != nil else { throw Loss(path: path, reason: "its state cannot be read") }
      throw TrainingFailure(
        .usage,
        """
        the state in \(path) is not damaged, but this version of unet cannot read it
        nothing was changed; go on with the version that environment.json names, or start another run with --name NAME
        """)
    }
  }

  /// Copies of the tensors whose names begin with a prefix, by their names without it.
  func tensors(withPrefix prefix: String) throws -> [String: Tensor] {
    do {
      return try file.tensors(withPrefix: prefix)
    } catch let error as SafetensorsError {
      throw FileFailure(error)
    }
  }

  /// Copies the tensors whose names begin with a prefix into a store of the same shape.
  func load(_ prefix: String = "", into store: ParameterStore) throws {
    try store.load(tensors(withPrefix: prefix))
  }
}

extension FileFailure {
  /// A file of tensors that the system did not let be read, or that was damaged meanwhile.
  init(_ error: SafetensorsError) {
    let reason =
      error.reason.hasPrefix("cannot be read: ") ? String(error.reason.dropFirst(16)) : error.reason
    self.init(action: "read", path: error.file, reason: reason)
  }
}
