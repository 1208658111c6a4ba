import Config
import Diagnostics
import Experiment
import Foundation
import NeuralNets
import Testing
import Torch

@testable import Training

@Suite("model.weights")
struct PretrainedWeightsTests {
  /// A folder that has `weights.safetensors`, a state dict that Python saved: depth 2, width 4, one channel in, three out.
  private func inFolder(_ body: (URL) throws -> Void) throws {
    let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "NeuralNetsTests/Fixtures")
    let folder = FileManager.default.temporaryDirectory.appending(path: "unet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.copyItem(
      at: fixtures.appending(path: "state_dict.safetensors"),
      to: folder.appending(path: "weights.safetensors"))
    try body(folder)
  }

  private func load(
    _ folder: URL, _ weights: String, _ overrides: String...
  ) throws -> Loaded<ExperimentConfig> {
    let text = """
      data: {images: i, masks: m, classes: [x, y, z]}
      loss: {ce: 1}
      model: {depth: 2, width: 4, weights: \(weights)}

      """
    try Data(text.utf8).write(to: folder.appending(path: "a.yaml"))
    return try ExperimentConfig.load(
      file: "a.yaml", overrides: overrides, environment: [:], currentFolder: folder.path)
  }

  private func network(_ loaded: Loaded<ExperimentConfig>) throws -> Network {
    try Network(
      loaded.config, channels: 1, loss: TrainingLoss(costing: loaded.config), stepsPerEpoch: 1,
      compute: Compute(device: .cpu, autocast: nil, threads: 1), weights: PretrainedWeights(loaded))
  }

  /// What is told of weights that cannot be used, without the folder's path.
  private func mistakes(_ folder: URL, _ weights: String, _ overrides: String...) throws -> String {
    try Data("".utf8).write(to: folder.appending(path: "empty"))
    let loaded = try load(folder, weights)
    let again = try ExperimentConfig.load(
      file: "a.yaml", overrides: overrides, environment: [:], currentFolder: folder.path)
    let error = #expect(throws: DiagnosticError.self) {
      _ = try network(overrides.isEmpty ? loaded : again)
    }
    return (error?.description ?? "").replacingOccurrences(of: folder.path + "/", with: "")
  }

  @Test("A state dict that Python saved is loaded whole")
  func whole() throws {
    try inFolder { folder in
      let network = try network(load(folder, "weights.safetensors"))
      let file = try SafetensorsFile(path: folder.appending(path: "weights.safetensors").path)
      #expect(network.weights?.loaded == file.names.count)
      #expect(network.weights?.fitsWhole == true)
      for name in file.names {
        let (ours, theirs) = (try #require(network.store[name]), try #require(try file.tensor(name)))
        #expect(try ours.isEqual(to: theirs).all().scalar() == 1, "\(name)")
      }
      #expect(network.weights?.lines == ["\(file.names.count) tensors of weights.safetensors loaded"])
    }
  }

  @Test("Another number of classes is an error that says what to write, and then keeps the new output layer")
  func otherClasses() throws {
    try inFolder { folder in
      #expect(
        try mistakes(folder, "weights.safetensors", "data.classes=[x, y]") == """
          a.yaml:3:38: error: weights.safetensors does not fit the network: it has 64 of its 66 tensors
           3 | model: {depth: 2, width: 4, weights: weights.safetensors}
             |                                      ^~~~~~~~~~~~~~~~~~~
              = of another shape (2): outc.conv.weight is [3, 4, 1, 1] in the file and [2, 4, 1, 1] in the network, \
          outc.conv.bias is [3] in the file and [2] in the network
              = next: weights: {file: weights.safetensors, strict: false} loads what fits and leaves the rest new, \
          as for another number of classes
          """)
      let loaded = try load(
        folder, "{file: weights.safetensors, strict: false, freeze: [inc, down1]}", "data.classes=[x, y]")
      let network = try network(loaded)
      let new = try self.network(load(folder, "null", "data.classes=[x, y]"))
      for name in ["outc.conv.weight", "inc.double_conv.0.weight"] {
        let (ours, fresh) = (try #require(network.store[name]), try #require(new.store[name]))
        #expect(try ours.isEqual(to: fresh).all().scalar() == (name.hasPrefix("outc") ? 1 : 0))
      }
      #expect(network.weights?.lines.first == "64 tensors of weights.safetensors loaded")
      #expect(network.weights?.lines.last == "frozen: inc, down1")
      #expect(!network.optimizer.state.entries.contains { $0.name.contains("inc.") })
    }
  }

  @Test("Many names are told by their parts of the network")
  func manyNames() throws {
    try inFolder { folder in
      let text = try mistakes(folder, "weights.safetensors", "model.depth=3", "model.width=2")
      #expect(text.contains("it has 35 of its 92 tensors"), "\(text)")
      #expect(text.contains("\n    = missing in the file (22): down3 (10), up3 (12)\n"), "\(text)")
      #expect(
        text.contains("\n    = of another shape (31): inc (10), down1 (10), down2 (10), outc (1)\n"),
        "\(text)")
      #expect(
        text.contains("next: the depth, the width and the norm of the network must be those of the file"),
        "\(text)")
    }
  }

  @Test("A prefix takes the names that begin with it; where it is needed, the error says which")
  func prefix() throws {
    try inFolder { folder in
      let file = try SafetensorsFile(path: folder.appending(path: "weights.safetensors").path)
      var tensors: [String: Tensor] = [:]
      for name in file.names {
        tensors["model.\(name)"] = try file.tensor(name)
        tensors["optimizer.exp_avg.\(name)"] = try Tensor.zeros([1])
      }
      try AtomicFile.write(to: folder.appending(path: "last.safetensors").path) { sink in
        try SafetensorsWriter.write(tensors) { try sink.write($0) }
      }
      let network = try network(load(folder, "{file: last.safetensors, prefix: model.}"))
      #expect(network.weights?.fitsWhole == true)
      #expect(
        try mistakes(folder, "last.safetensors") == """
          a.yaml:3:38: error: no tensor of last.safetensors fits the network
           3 | model: {depth: 2, width: 4, weights: last.safetensors}
             |                                      ^~~~~~~~~~~~~~~~
              = missing in the file (56): inc (10), down1 (10), down2 (10), up1 (12), up2 (12), outc (2)
              = unknown to the network (132): model (66), optimizer (66)
              = next: the names in the file begin with 'model.': \
          weights: {file: last.safetensors, prefix: "model."}
          """)
      #expect(
        try mistakes(folder, "{file: weights.safetensors, prefix: model.}").contains(
          "= next: the names in the file need no prefix: weights: {file: weights.safetensors}"))
    }
  }

  @Test(
    "What cannot be is told at its place",
    arguments: [
      ("none.safetensors", "a.yaml:3:38: error: there is no file 'none.safetensors'"),
      ("empty", "a.yaml:3:38: error: empty: not a safetensors file: it has 0 bytes"),
      (
        "{file: weights.safetensors, freeze: [inc, encoder]}",
        "a.yaml:3:74: error: 'freeze' names 'encoder', which is no part of the network"
      ),
      (
        "{file: weights.safetensors, freeze: encoder}",
        "a.yaml:3:74: error: 'freeze' must be a list"
      ),
      (
        "{file: weights.safetensors, freeze: [inc, down1, down2, up1, up2, outc]}",
        "a.yaml:3:74: error: 'freeze' leaves nothing to learn"
      ),
    ])
  func located(weights: String, says: String) throws {
    try inFolder { folder in
      let text: String
      do { text = try mistakes(folder, weights) } catch { text = "\(error)" }
      #expect(text.contains(says), "\(text)")
    }
  }

  @Test("A part to freeze that the file does not hold whole is an error, also without `strict`")
  func frozenButNew() throws {
    try inFolder { folder in
      let text = try mistakes(
        folder, "{file: weights.safetensors, strict: false, freeze: [outc]}", "data.classes=[x, y]")
      #expect(
        text.contains("error: 'freeze' names 'outc', which weights.safetensors does not hold whole"),
        "\(text)")
    }
  }

  @Test("The identity of a run holds the content of the file, not its path")
  func identity() throws {
    try inFolder { folder in
      let copy = folder.appending(path: "copy.safetensors")
      try FileManager.default.copyItem(at: folder.appending(path: "weights.safetensors"), to: copy)
      func differing(_ weights: String) throws -> [String: String] {
        try #require(try PretrainedWeights(load(folder, weights))).differing
      }
      let first = try differing("weights.safetensors")
      #expect(first["model.weights.file"]?.count == 64)
      #expect(first["model.weights"] == nil)
      #expect(try differing("{file: copy.safetensors, strict: false}") == first)
      #expect(
        try differing("{file: copy.safetensors, freeze: [up1, inc]}")["model.weights.freeze"] == "inc, up1")
      #expect(try differing("{file: copy.safetensors, prefix: a.}")["model.weights.prefix"] == "a.")
    }
  }
}
