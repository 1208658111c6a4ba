import Config
import Experiment
import Foundation
import NeuralNets
import Testing
import Torch

@testable import Training

@Suite("From the model section to the network")
struct ModelBridgeTests {
  /// The config of a model section; nil if it is refused.
  private func config(_ model: String) throws -> ExperimentConfig? {
    let folder = FileManager.default.temporaryDirectory.appending(path: "unet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = "data: {images: i, masks: m, classes: [x, y]}\nloss: {ce: 1}\nmodel: \(model)\n"
    try Data(text.utf8).write(to: folder.appending(path: "experiment.yaml"))
    return try? ExperimentConfig.load(
      file: "experiment.yaml", environment: [:], currentFolder: folder.path
    ).config
  }

  private static let everything = """
    {depth: 3, width: 8, max_channels: 24, convolutions: [1, 2, 3, 1], kernel_size: 5, padding: valid, bias: true,
     norm: {name: group, groups: 4}, activation: gelu, residual: true, squeeze_excitation: 4,
     attention_gates: true, upsampling: nearest, dropout: {encoder: 0.1, bottleneck: 0.2, decoder: 0.3},
     deep_supervision: true, initialization: xavier_uniform}
    """

  @Test("Every key arrives at the network")
  func bridge() throws {
    let network = try #require(try config(Self.everything)).network(channels: 3)
    var expected = UNet.Configuration(
      inputChannels: 3, outputChannels: 2, depth: 3, width: 8, norm: .group(groups: 4), upsampling: .nearest,
      dropout: .init(encoder: 0.1, bottleneck: 0.2, decoder: 0.3))
    (expected.maxChannels, expected.convolutions, expected.kernelSize) = (24, [1, 2, 3, 1], 5)
    (expected.padding, expected.bias, expected.activation) = (.valid, .learned, .gelu)
    (expected.residual, expected.squeezeExcitation, expected.attentionGates) = (true, 4, true)
    (expected.deepSupervision, expected.initialization) = (true, .xavierUniform)
    #expect(network == expected)
  }

  @Test("A checkpoint says all of it in the words of a config")
  func metadata() throws {
    let config = try #require(try config(Self.everything))
    #expect(
      try ModelMetadata.text(NetworkMetadata(config.network(channels: 3))) == """
        {"activation":"gelu","attention_gates":true,"bias":true,"convolutions":[1,2,3,1],"deep_supervision":true,\
        "depth":3,"dropout":{"bottleneck":0.2,"decoder":0.3,"encoder":0.1},"initialization":"xavier_uniform",\
        "input_channels":3,"kernel_size":5,"max_channels":24,"norm":{"groups":4,"name":"group"},\
        "output_channels":2,"padding":"valid","residual":true,"squeeze_excitation":4,"upsampling":"nearest",\
        "width":8}
        """)
    let standard = try #require(try self.config("{}"))
    #expect(
      try ModelMetadata.text(NetworkMetadata(standard.network(channels: 1))) == """
        {"activation":"relu","attention_gates":false,"bias":false,"convolutions":[2,2,2,2,2],\
        "deep_supervision":false,"depth":4,"dropout":{"bottleneck":0,"decoder":0,"encoder":0},\
        "initialization":"pytorch","input_channels":1,"kernel_size":3,"max_channels":null,"norm":"batch",\
        "output_channels":2,"padding":"same","residual":false,"squeeze_excitation":null,\
        "upsampling":"transposed","width":32}
        """)
  }

  @Test(
    "The config refuses the models that the network refuses, and no others",
    arguments: ["transposed", "bilinear", "nearest", "pixel_shuffle"])
  func refusals(_ upsampling: String) throws {
    for groups in 1...4 {
      for width in [3, 4, 6] {
        for cap in ["null", "6", "8"] {
          let norm = "{name: group, groups: \(groups)}"
          let accepted = try config(
            "{depth: 2, width: \(width), max_channels: \(cap), upsampling: \(upsampling), norm: \(norm)}")
          var network = UNet.Configuration(
            inputChannels: 1, outputChannels: 1, depth: 2, width: width, norm: .group(groups: groups),
            upsampling: try #require(.init(rawValue: upsampling)))
          network.maxChannels = Int(cap)
          let made = try? UNet(network, in: ParameterStore())
          #expect((accepted == nil) == (made == nil), "\(groups) groups, width \(width), cap \(cap)")
        }
      }
    }
  }

  @Test(
    "The config knows the sizes that the network takes",
    arguments: [
      "{depth: 2, width: 2, padding: valid}", "{depth: 1, width: 2, padding: valid, kernel_size: 5}",
      "{depth: 3, width: 2, padding: valid, convolutions: [1, 2, 1, 3], norm: none}",
      "{depth: 2, width: 2, norm: instance}", "{depth: 2, width: 2, norm: layer}",
      "{depth: 2, width: 2, padding: valid, kernel_size: 1, norm: instance}",
    ])
  func sizes(_ model: String) throws {
    let config = try #require(try config(model))
    let network = config.network(channels: 1)
    let unet = try UNet(network, in: ParameterStore())
    // The config asks batch norm for 2 x 2 features, as one image of a batch may be alone.
    let least = max(network.smallestSide, config.model.smallestSide)
    #expect(least == config.model.smallestSide)
    for side in least..<(least + 20) {
      let logits = try? unet(Tensor.ones([1, 1, side, side]), .training(seed: 0))
      #expect(config.model.fits(PixelSize(height: side, width: side)) == (logits != nil), "\(side)")
    }
    #expect(!config.model.fits(PixelSize(height: least - 1, width: least - 1)))
  }
}
