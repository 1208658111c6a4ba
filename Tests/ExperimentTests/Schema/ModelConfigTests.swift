import Config
import Experiment
import Testing

@Suite("The model section")
struct ModelConfigTests {
  private let base = "data: {images: i, masks: m, classes: [x, y]}\nloss: {ce: 1}\n"

  private func model(_ text: String) throws -> ModelConfig {
    let folder = try ConfigFolder()
    try folder.write(base + "model: \(text)\n")
    return try folder.load().config.model
  }

  private func mistakes(_ text: String, _ overrides: String...) throws -> String {
    try ConfigFolder().mistakes(base + "model: \(text)\n", overrides)
  }

  @Test("Without a choice the model is milesial's")
  func defaults() throws {
    let model = try model("{}")
    #expect((model.maxChannels, model.convolutions, model.kernelSize) == (nil, [2], 3))
    #expect((model.padding, model.bias, model.norm, model.activation) == (.same, nil, .batch, .relu))
    #expect((model.residual, model.attentionGates, model.deepSupervision) == (false, false, false))
    #expect((model.squeezeExcitation, model.upsampling) == (nil, .transposed))
    #expect(model.initialization == .pytorch)
    #expect([model.dropout.encoder, model.dropout.bottleneck, model.dropout.decoder] == [0, 0, 0])
  }

  @Test("nnU-Net's network can be said")
  func nnunet() throws {
    let model = try model(
      """
      {depth: 5, width: 32, max_channels: 512, norm: instance, activation: leaky_relu, bias: true,
        deep_supervision: true, initialization: kaiming_normal, convolutions: [2, 2, 2, 2, 2, 2]}
      """)
    #expect((model.maxChannels, model.norm, model.bias) == (512, .instance, true))
    #expect((model.activation, model.initialization) == (.leakyRelu, .kaimingNormal))
    #expect((model.deepSupervision, model.convolutions) == (true, [2, 2, 2, 2, 2, 2]))
  }

  @Test(
    "A norm is a name, or a mapping with what only it has",
    arguments: [
      ("batch", ModelConfig.Norm.batch), ("group", .group(groups: 8)),
      ("{name: group, groups: 4}", .group(groups: 4)), ("instance", .instance), ("{name: layer}", .layer),
      ("none", .none),
    ])
  func norms(_ text: String, _ norm: ModelConfig.Norm) throws {
    #expect(try model("{norm: \(text)}").norm == norm)
  }

  @Test(
    "Every up-sampling, activation, padding and initialisation has its word",
    arguments: [
      ("upsampling", ModelConfig.Upsampling.allCases.map(\.rawValue)),
      ("activation", ModelConfig.Activation.allCases.map(\.rawValue)),
      ("initialization", ModelConfig.Initialization.allCases.map(\.rawValue)),
    ])
  func words(_ key: String, _ words: [String]) throws {
    for word in words { #expect(try mistakes("{\(key): \(word)}") == "") }
  }

  @Test("Dropout is a number for the deepest block, or has a number for each place")
  func dropout() throws {
    let plain = try model("{dropout: 0.2}").dropout
    #expect([plain.encoder, plain.bottleneck, plain.decoder] == [0, 0.2, 0])
    let places = try model("{dropout: {encoder: 0.1, bottleneck: 0.5, decoder: 0.3}}").dropout
    #expect([places.encoder, places.bottleneck, places.decoder] == [0.1, 0.5, 0.3])
  }

  @Test("Squeeze-and-excitation is off, on, or a number; a bias is where no norm follows, or is said")
  func switches() throws {
    #expect(try model("{squeeze_excitation: true}").squeezeExcitation == 16)
    #expect(try model("{squeeze_excitation: 4}").squeezeExcitation == 4)
    #expect(try model("{squeeze_excitation: false}").squeezeExcitation == nil)
    #expect(try model("{bias: auto}").bias == nil)
    #expect(try model("{bias: false}").bias == false)
    #expect(
      try mistakes("{squeeze_excitation: 65, bias: yes}") == """
        experiment.yaml:3:29: error: 'squeeze_excitation' must be true or false or a whole number from 1 to 64, not 65
         3 | model: {squeeze_excitation: 65, bias: yes}
           |                             ^~
        experiment.yaml:3:39: error: 'bias' must be auto or true or false, not 'yes'
         3 | model: {squeeze_excitation: 65, bias: yes}
           |                                       ^~~
        """)
  }

  @Test("Groups must divide the channels of every level; the mistake names them and what would do")
  func groups() throws {
    #expect(
      try mistakes("{width: 12, depth: 2, norm: {name: group, groups: 8}}") == """
        experiment.yaml:3:58: error: 'groups' must divide the channels of every level, and 8 does not divide 12
         3 | model: {width: 12, depth: 2, norm: {name: group, groups: 8}}
           |                                                          ^
            = the channels are 12, 24, 48
            = 12 and its divisors divide all of them
        """)
    #expect(
      try mistakes("{width: 12, depth: 2, upsampling: nearest, max_channels: 20, norm: group}") == """
        experiment.yaml:3:69: error: 'groups' must divide the channels of every level, and 8 does not divide 10
         3 | model: {width: 12, depth: 2, upsampling: nearest, max_channels: 20, norm: group}
           |                                                                     ^~~~
            = the channels are 10, 12, 20
            = 2 and its divisors divide all of them
        """)
    #expect(try mistakes("{width: 16, norm: group}") == "")
  }

  @Test("A norm's settings are for the norm that has them")
  func strayGroups() throws {
    #expect(try mistakes("{norm: {name: batch, groups: 8}}").contains("unknown key 'groups'"))
    #expect(
      try mistakes("{norm: weight}") == """
        experiment.yaml:3:15: error: 'norm' must be one of batch, group, instance, layer, none, not 'weight'
         3 | model: {norm: weight}
           |               ^~~~~~
        """)
  }

  @Test("Layer norm of one channel leaves nothing")
  func layerNorm() throws {
    #expect(
      try mistakes("{width: 1, depth: 1, norm: layer}") == """
        experiment.yaml:3:29: error: 'norm: layer' needs at least 2 channels, or it leaves nothing of the features
         3 | model: {width: 1, depth: 1, norm: layer}
           |                             ^~~~
            = the channels are 1, 2
        """)
  }

  @Test("Kernels are odd, lists have a number for each level, caps are not below the width")
  func numbers() throws {
    #expect(
      try mistakes("{depth: 3, kernel_size: 4, convolutions: [2, 2], max_channels: 16}") == """
        experiment.yaml:3:32: error: 'kernel_size' must be odd, so that it has a middle, not 4
         3 | model: {depth: 3, kernel_size: 4, convolutions: [2, 2], max_channels: 16}
           |                                ^
        experiment.yaml:3:49: error: 'convolutions' must be one number, or one for each level from 0 to 3: 4, not 2
         3 | model: {depth: 3, kernel_size: 4, convolutions: [2, 2], max_channels: 16}
           |                                                 ^
        experiment.yaml:3:71: error: 'max_channels' must be at least 'width', which is 32
         3 | model: {depth: 3, kernel_size: 4, convolutions: [2, 2], max_channels: 16}
           |                                                                       ^~
        """)
  }

  @Test("Deep supervision needs a level between the full resolution and the lowest")
  func deepSupervision() throws {
    #expect(
      try mistakes("{depth: 2, deep_supervision: true}") == """
        experiment.yaml:3:37: error: 'deep_supervision' needs a depth of at least 3, not 2
         3 | model: {depth: 2, deep_supervision: true}
           |                                     ^~~~
            = its lowest level counts nothing, so that there is no level between
        """)
  }

  @Test(
    "With valid padding a crop has to halve evenly, and the nearest that do are named",
    arguments: [
      ("[572, 700]", "572 x 700", ["572 x 700"]), ("[570, 572]", "570 x 572", ["556 x 572", "572 x 572"]),
      ("100", "100 x 100", ["188 x 188"]),
    ])
  func validSizes(_ crop: String, _ size: String, _ nearest: [String]) throws {
    let text = try mistakes("{padding: valid}", "data.crop=\(crop)")
    guard nearest != [size] else {
      #expect(text == "")
      return
    }
    #expect(
      text == """
        <command line>:1:11: error: a crop of \(size) does not suit 'padding: valid' at depth 4
         1 | data.crop=\(crop)
           |           ^\(crop.hasPrefix("[") ? "" : "~~")
            = a side must be 188 pixels, or a multiple of 16 more, so that each level halves evenly
            = the nearest that do: \(nearest.joined(separator: " and "))
        """)
  }

  @Test(
    "The smallest side is 2^(depth+1) where a norm takes the variance of one channel's pixels",
    arguments: [
      ("batch", 8), ("instance", 8), ("layer", 4), ("none", 4), ("{name: group, groups: 2}", 4),
      ("{name: group, groups: 4}", 4),
    ])
  func smallestSide(_ norm: String, _ side: Int) throws {
    #expect(try model("{depth: 2, width: 4, norm: \(norm)}").smallestSide == side)
  }

  @Test("Groups of one channel at the depth are like instance norm")
  func smallestSideOfGroups() throws {
    let text = "depth: 1, width: 4, upsampling: bilinear"
    #expect(try model("{\(text), norm: {name: group, groups: 4}}").smallestSide == 4)
    #expect(try model("{\(text), norm: {name: group, groups: 2}}").smallestSide == 2)
  }
}
