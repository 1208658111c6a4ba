import Foundation
import NeuralNets
import Testing
import Torch

/// One step of each network of Scripts/fixtures/networks.py.
@Suite("Networks equal PyTorch's")
struct NetworkParityTests {
  static let names: [String] = {
    let folder = Bundle.module.resourceURL?.appendingPathComponent("Fixtures/networks").path ?? ""
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".safetensors") }.map { String($0.dropLast(12)) }.sorted()
  }()

  private func configuration(_ name: String) throws -> UNet.Configuration {
    try Fixture("networks/\(name)").metadata("model", as: StoredConfiguration.self).configuration
  }

  @Test("There is one for every norm under every up-sampling, and for every other choice")
  func completeness() throws {
    let configurations = try Self.names.map(configuration)
    for upsampling in UNet.Upsampling.allCases {
      let norms = Set(configurations.filter { $0.upsampling == upsampling }.map(\.norm))
      #expect(norms.isSuperset(of: [.batch, .group(groups: 2), .instance, .layer, .none]), "\(upsampling)")
    }
    #expect(Set(configurations.map(\.activation)) == Set(UNet.Activation.allCases))
    #expect(Set(configurations.map(\.padding)) == Set(UNet.Padding.allCases))
    #expect(Set(configurations.map(\.kernelSize)) == [1, 3, 5])
    let choices: [(UNet.Configuration) -> Bool] = [
      { $0.residual }, { $0.attentionGates }, { $0.squeezeExcitation != nil }, { $0.deepSupervision },
      { $0.maxChannels != nil }, { $0.convolutions.count > 1 }, { $0.bias == .learned },
      { $0.bias == Conv2d.Bias.none },
    ]
    for (index, isThere) in choices.enumerated() {
      #expect(configurations.contains(where: isThere), "choice \(index)")
    }
  }

  @Test("Logits, loss, running statistics and every gradient of a step", arguments: names)
  func step(_ name: String) throws {
    let fixture = try Fixture("networks/\(name)")
    let unet = try UNet(configuration(name), in: ParameterStore())
    try unet.store.load(fixture.tensors(withPrefix: "weights."))
    #expect(try relativeDifference(unet(fixture["images"], .evaluation), fixture["evaluation"]) < 1e-4)
    let outputs = try unet.outputs(fixture["images"], .training(seed: 0))
    #expect(outputs.count == fixture.names.filter { $0.hasPrefix("training.") }.count)
    for (index, logits) in outputs.enumerated() {
      #expect(try relativeDifference(logits, fixture["training.\(index)"]) < 1e-4)
    }
    let target = try fixture["target"].converted(to: .int64)
    let loss = try #require(try SegmentationLoss([.init(.crossEntropy())])(outputs, target)).total
    #expect(try relativeDifference(loss, fixture["loss"]) < 1e-5)
    try loss.backward()
    for entry in unet.store.parameters {
      let gradient = try #require(entry.tensor.gradient, "\(entry.name) got no gradient")
      let expected = try fixture["gradients.\(entry.name)"]
      // What a norm takes away again has a gradient of rounding errors alone.
      let isNothing = try entry.name.hasSuffix(".bias") && expected.abs().max().scalar() < 1e-6
      let error = try isNothing ? difference(gradient, expected) : relativeDifference(gradient, expected)
      #expect(error < 1e-4, "\(entry.name): \(error)")
    }
    for (name, expected) in try fixture.tensors(withPrefix: "after.") {
      #expect(try relativeDifference(#require(unet.store[name]), expected) < 1e-4, "\(name)")
    }
  }
}
