import Config
import Diagnostics
import Experiment
import Foundation
import NeuralNets

/// The weights that a run begins with: `model.weights`.
struct PretrainedWeights {
  /// Where the weights are.
  private enum Source {
    case file(SafetensorsFile)
    /// In the checkpoint that the run goes on from, and no file is needed: this is what the run began with.
    case checkpoint(WeightsRecord)
  }

  /// SHA-256 of the bytes of the file that the run began with, in hexadecimal.
  let contentHash: String
  /// What is doubtful about a file that a resume doesn't read.
  let warning: String?
  private let experiment: Loaded<ExperimentConfig>
  private let config: WeightsConfig
  private let source: Source

  /// Opens the file; `nil` where the config names none.
  ///
  /// - Parameter begun: what a run began with that is resumed, whose weights are in its checkpoint: the file is only compared with it.
  /// - Throws: `DiagnosticError` at the key where there is no such file or it is damaged, unless a run is resumed.
  init?(_ experiment: Loaded<ExperimentConfig>, resuming begun: WeightsRecord? = nil) throws {
    guard let config = experiment.config.model.weights else { return nil }
    self.experiment = experiment
    self.config = config
    let path = config.file.string
    if let begun {
      source = .checkpoint(begun)
      (contentHash, warning) = Self.compared(path, with: begun)
      return
    }
    func mistake(_ message: String, notes: [String]) -> DiagnosticError {
      DiagnosticError(experiment.mistake(message, at: Self.fileKey, notes: notes))
    }
    var isFolder = ObjCBool(false)
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
      throw mistake(
        "there is no file '\(path)'", notes: isFolder.boolValue ? ["it is a folder"] : [])
    }
    do {
      source = .file(try SafetensorsFile(path: path))
      contentHash = try ContentHash.ofFile(path)
      warning = nil
    } catch {
      throw mistake(
        "\(error)",
        notes: ["in Python: safetensors.torch.save_file(model.state_dict(), \"weights.safetensors\")"])
    }
  }

  /// The hash that stands for a file in the config of a run that is resumed, and a warning where it isn't the file that the run began with.
  ///
  /// A path that was not there when the run began asks for other weights, which the config's change tells of. But one that is gone, or
  /// whose file was written anew, changes nothing of the run.
  private static func compared(
    _ path: String, with begun: WeightsRecord
  ) -> (contentHash: String, warning: String?) {
    let found = try? ContentHash.ofFile(path)
    if found == begun.contentHash { return (begun.contentHash, nil) }
    if let found, path != begun.file { return (found, nil) }
    let change =
      found == nil ? "\(path) can no longer be read" : "\(path) has changed since the run began with it"
    return (
      begun.contentHash, "\(change); the run goes on as it began: the weights are those of its checkpoint"
    )
  }

  /// The keys that determine the result, with the file's content in place of its path.
  var differing: [String: String] {
    config.replacingPath(in: experiment.differing, byHash: contentHash)
  }

  /// Copies what fits into a new network and freezes what the config says; before an optimiser of it is made.
  ///
  /// Where a run is resumed, the weights come later, from its checkpoint.
  ///
  /// - Throws: `DiagnosticError` where something doesn't fit and the config doesn't allow it, nothing fits at all, or a part to freeze is
  ///   not there or not loaded.
  func load(into store: ParameterStore) throws -> WeightsRecord {
    let parts = try partsToFreeze(store)
    switch source {
    case .file(let file): return try load(file, into: store, freezing: parts)
    case .checkpoint(let begun):
      try freeze(parts, in: store)
      return begun
    }
  }

  private func load(
    _ file: SafetensorsFile, into store: ParameterStore, freezing parts: [String]
  ) throws -> WeightsRecord {
    let tensors = try file.tensors(withPrefix: config.prefix)
    let mismatch = try store.loadFitting(tensors)
    let record = WeightsRecord(
      file: config.file.string, contentHash: contentHash,
      loaded: tensors.count - mismatch.unexpected.count - mismatch.misshapen.count,
      missing: mismatch.missing, unexpected: mismatch.unexpected,
      misshapen: mismatch.misshapen.map { .init(name: $0.name, file: $0.given, network: $0.needed) },
      frozen: parts)
    try check(record, in: file, store)
    try freeze(parts, in: store)
    return record
  }

  private func freeze(_ parts: [String], in store: ParameterStore) throws {
    for part in parts { try store.freeze(part) }
    guard !store.parameters.isEmpty else {
      throw DiagnosticError(experiment.mistake("'freeze' leaves nothing to learn", at: Self.freezeKey))
    }
  }

  private static let fileKey = "model.weights.file"
  private static let freezeKey = "model.weights.freeze"

  private func partsToFreeze(_ store: ParameterStore) throws -> [String] {
    let unknown = config.freeze.filter { store.names(in: $0).isEmpty }
    guard unknown.isEmpty else {
      throw DiagnosticError(
        unknown.map { part in
          experiment.mistake(
            "'freeze' names '\(part)', which is no part of the network", at: Self.freezeKey,
            notes: ["the parts are \(store.parts.joined(separator: ", "))"])
        })
    }
    return config.freeze
  }

  private func check(_ record: WeightsRecord, in file: SafetensorsFile, _ store: ParameterStore) throws {
    let name = config.file.string.split(separator: "/").last ?? ""
    guard record.loaded > 0 else {
      throw misfit("no tensor of \(name) fits the network", record, in: file, store)
    }
    guard record.fitsWhole || !config.strict else {
      throw misfit(
        "\(name) does not fit the network: it has \(record.loaded) of its \(store.entries.count) tensors",
        record, in: file, store)
    }
    // Weights that were never learned and never will be are no use to anybody.
    let new = Set(record.missing + record.misshapen.map(\.name))
    for part in config.freeze where store.names(in: part).contains(where: new.contains) {
      throw misfit(
        "'freeze' names '\(part)', which \(name) does not hold whole", record, in: file, store,
        at: Self.freezeKey)
    }
  }

  private func misfit(
    _ message: String, _ record: WeightsRecord, in file: SafetensorsFile, _ store: ParameterStore,
    at key: String = fileKey
  ) -> DiagnosticError {
    DiagnosticError(
      experiment.mistake(message, at: key, notes: record.misfits + [nextStep(record, in: file, store)]))
  }

  private func nextStep(
    _ record: WeightsRecord, in file: SafetensorsFile, _ store: ParameterStore
  ) -> String {
    if let prefix = betterPrefix(than: record.loaded + record.misshapen.count, in: file, store) {
      return prefix.isEmpty
        ? "next: the names in the file need no prefix: weights: {file: \(config.file)}"
        : "next: the names in the file begin with '\(prefix)': weights: {file: \(config.file), prefix: \"\(prefix)\"}"
    }
    if !config.strict || 2 * record.loaded < store.entries.count {
      return "next: the depth, the width and the norm of the network must be those of the file"
    }
    return
      "next: weights: {file: \(config.file), strict: false} loads what fits and leaves the rest new, as for another number of classes"
  }

  /// What stands before the most names of the network in the file, if more than `count` names are found with it.
  private func betterPrefix(
    than count: Int, in file: SafetensorsFile, _ store: ParameterStore
  ) -> String? {
    let known = Set(store.entries.map(\.name))
    var counts: [String: Int] = [:]
    for name in file.names {
      let starts = [name.startIndex] + name.indices.filter { name[$0] == "." }.map(name.index(after:))
      for start in starts where known.contains(String(name[start...])) {
        counts[String(name[..<start]), default: 0] += 1
      }
    }
    let best = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
    return best.flatMap { $0.value > count ? $0.key : nil }
  }
}

extension WeightsRecord {
  /// What is printed of it, a line for each thing.
  var lines: [String] {
    let name = file.split(separator: "/").last ?? ""
    let frozenLine = frozen.isEmpty ? [] : ["frozen: \(frozen.joined(separator: ", "))"]
    return ["\(Wording.count(loaded, "tensor")) of \(name) loaded"] + misfits + frozenLine
  }
}
