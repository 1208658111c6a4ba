import Testing
import Torch

@testable import NeuralNets

/// A choice of a network, by name.
struct Choice: Sendable, CustomTestStringConvertible {
  let name: String
  let configuration: UNet.Configuration

  var testDescription: String { name }

  init(_ name: String, _ change: (inout UNet.Configuration) -> Void) {
    var configuration = UNet.Configuration(inputChannels: 2, outputChannels: 3, depth: 3, width: 4)
    change(&configuration)
    (self.name, self.configuration) = (name, configuration)
  }

  static let norms: [UNet.Norm] = [.batch, .group(groups: 2), .instance, .layer, .none]

  /// Each choice once, and a few that meet.
  static let all: [Choice] =
    norms.map { norm in Choice("norm \(norm)") { $0.norm = norm } }
    + UNet.Upsampling.allCases.map { upsampling in Choice("\(upsampling)") { $0.upsampling = upsampling } }
    + UNet.Activation.allCases.map { activation in
      Choice("\(activation)") { $0.activation = activation }
    } + [
      Choice("one convolution") { $0.convolutions = [1] },
      Choice("convolutions by level") { $0.convolutions = [1, 2, 3, 4] },
      Choice("kernel 1") { $0.kernelSize = 1 },
      Choice("kernel 7") { $0.kernelSize = 7 },
      Choice("cap") { $0.maxChannels = 9 },
      Choice("cap, bilinear, three convolutions") {
        ($0.maxChannels, $0.upsampling, $0.convolutions) = (9, .bilinear, [3])
      },
      Choice("bias") { $0.bias = .learned },
      Choice("no bias") { ($0.bias, $0.norm) = (Conv2d.Bias.none, .none) },
      Choice("residual") { $0.residual = true },
      Choice("residual, layer norm, elu") { ($0.residual, $0.norm, $0.activation) = (true, .layer, .elu) },
      Choice("residual, cap") { ($0.residual, $0.maxChannels, $0.norm) = (true, 4, .none) },
      Choice("attention") { $0.attentionGates = true },
      Choice("attention, nearest") { ($0.attentionGates, $0.upsampling) = (true, .nearest) },
      Choice("squeeze and excitation") { $0.squeezeExcitation = 16 },
      Choice("deep supervision") { ($0.deepSupervision, $0.depth) = (true, 4) },
      Choice("deep supervision, bilinear") { ($0.deepSupervision, $0.upsampling) = (true, .bilinear) },
      Choice("everything") {
        ($0.residual, $0.attentionGates, $0.squeezeExcitation, $0.deepSupervision) = (true, true, 2, true)
        ($0.norm, $0.activation, $0.upsampling) = (.instance, .silu, .pixelShuffle)
      },
    ]
}

@Suite("Choices of a network")
struct NetworkChoiceTests {
  @Test("The number of parameters is known without making them", arguments: Choice.all)
  func parameterCount(_ choice: Choice) throws {
    for upsampling in UNet.Upsampling.allCases {
      for norm in Choice.norms {
        var configuration = choice.configuration
        (configuration.upsampling, configuration.norm) = (upsampling, norm)
        if configuration.maxChannels == 9 && norm == .group(groups: 2) { continue }
        let made = try UNet(configuration, in: ParameterStore()).store.parameterCount
        #expect(made == configuration.parameterCount, "\(upsampling) \(norm)")
      }
    }
  }

  @Test("is exact at every depth, also for a network too large to make")
  func parameterCountByDepth() throws {
    for depth in 1...6 {
      for upsampling in UNet.Upsampling.allCases {
        var configuration = UNet.Configuration(
          inputChannels: 3, outputChannels: 2, depth: depth, width: 1, upsampling: upsampling)
        configuration.deepSupervision = true
        #expect(
          try UNet(configuration, in: ParameterStore()).store.parameterCount == configuration.parameterCount)
      }
    }
    var standard = UNet.Configuration(inputChannels: 3, outputChannels: 2)
    #expect(standard.parameterCount == 31_037_698)
    standard.upsampling = .bilinear
    #expect(standard.parameterCount == 17_263_042)
    (standard.width, standard.depth) = (512, 7)
    #expect(standard.parameterCount > 60_000_000_000)
  }

  @Test("Any size from the smallest on gives logits of the same size", arguments: Choice.all)
  func sizes(_ choice: Choice) throws {
    let unet = try UNet(choice.configuration, in: ParameterStore())
    let least = choice.configuration.smallestSide
    for (height, width) in [(37, 53), (least, least), (least + 1, 2 * least - 1)] {
      let logits = try unet(Tensor.ones([1, 2, height, width]), .evaluation)
      #expect(logits.shape == [1, 3, height, width])
      #expect(try logits.isFinite().all().scalar() == 1)
    }
  }

  @Test("Logits, weights and gradients stay channels last, and bf16 stays bf16", arguments: Choice.all)
  func layout(_ choice: Choice) throws {
    let unet = try UNet(choice.configuration, in: ParameterStore())
    let outputs = try withAutocast(to: .bfloat16, on: .cpu) {
      try unet.outputs(Tensor.ones([2, 2, 32, 32]), .training(seed: 0))
    }
    for logits in outputs {
      #expect(logits.isLaidOut(.channelsLast))
      #expect(logits.dtype == .bfloat16)
    }
  }

  @Test("Every weight learns, in channels-last order, from a step in bf16", arguments: Choice.all)
  func gradients(_ choice: Choice) throws {
    let unet = try UNet(choice.configuration, in: ParameterStore())
    let images = try Tensor.uninitialized([2, 2, 32, 32])
    try images.fillNormal(mean: 0, deviation: 1, using: Generator(seed: 5))
    let target = try images.selected(1, 0).isGreater(than: 0).converted(to: .int64)
    let outputs = try withAutocast(to: .bfloat16, on: .cpu) {
      try unet.outputs(images, .training(seed: 0))
    }
    try #require(try SegmentationLoss([.init(.crossEntropy())])(outputs, target)).total.backward()
    for entry in unet.store.parameters {
      let gradient = try #require(entry.tensor.gradient, "\(entry.name)")
      #expect(try gradient.isFinite().all().scalar() == 1, "\(entry.name)")
      if entry.tensor.rank == 4 { #expect(gradient.isLaidOut(.channelsLast), "\(entry.name)") }
    }
  }

  @Test("The features between the layers stay channels last and bf16", arguments: Choice.norms)
  func features(_ norm: UNet.Norm) throws {
    var configuration = UNet.Configuration(inputChannels: 4, outputChannels: 2, width: 4, norm: norm)
    (configuration.activation, configuration.residual, configuration.squeezeExcitation) = (.gelu, true, 2)
    let store = ParameterStore()
    let block = try ConvBlock(
      store.scope, BlockShape(inputs: 4, convolutions: [6, 8]), configuration,
      dropout: Dropout(store.scope, probability: 0.5))
    let images = try Tensor.ones([2, 4, 8, 8]).laidOut(.channelsLast)
    let features = try withAutocast(to: .bfloat16, on: .cpu) { () throws(TorchError) in
      try block(images, .training(seed: 0))
    }
    #expect(features.dtype == .bfloat16)
    #expect(features.isLaidOut(.channelsLast))
  }

  @Test("Batch norm and ReLU are the fused operation, to the bit")
  func fused() throws {
    let store = ParameterStore(seed: 2)
    let block = try ConvBlock(
      store.scope, BlockShape(inputs: 3, convolutions: [8]),
      UNet.Configuration(inputChannels: 3, outputChannels: 1),
      dropout: Dropout(store.scope, probability: 0))
    let images = try Tensor.uninitialized([2, 3, 9, 9])
    try images.fillNormal(mean: 1, deviation: 2, using: Generator(seed: 1))
    let image = try images.laidOut(.channelsLast)
    func stored(_ name: String) throws -> Tensor { try #require(store["double_conv.\(name)"]) }
    let convolved = try image.conv2d(stored("0.weight"), bias: nil, padding: 1)
    let expected = try convolved.batchNormReLU(
      weight: stored("1.weight"), bias: stored("1.bias"), runningMean: Tensor.zeros([8]),
      runningVariance: Tensor.ones([8]), by: .batch(momentum: 0.1), epsilon: 1e-5)
    let found: [Float] = try block(image, .training(seed: 0)).elements()
    #expect(try found == expected.elements())
  }

  @Test(
    "Dropout acts at the place that it is for",
    arguments: zip(
      [
        UNet.DropoutRates(encoder: 0.5), UNet.DropoutRates(bottleneck: 0.5), UNet.DropoutRates(decoder: 0.5),
      ],
      [[true, true, false], [true, false, false], [true, true, true]]))
  func dropout(_ rates: UNet.DropoutRates, _ expected: [Bool]) throws {
    let unet = try UNet(
      .init(inputChannels: 1, outputChannels: 1, depth: 1, width: 8, norm: .none, dropout: rates),
      in: ParameterStore(seed: 1))
    let image = try Tensor.ones([1, 1, 8, 8])
    func varies() throws -> Bool {
      let logits = try (1...2).map { try unet(image, .training(seed: $0)).elements(as: Float.self) }
      return logits[0] != logits[1]
    }
    func fill(_ name: String, with value: Scalar) throws {
      try withoutGradient { try #require(unet.store[name]).fill(with: value) }
    }
    #expect(try unet(image, .evaluation).elements(as: Float.self) == unet(image, .evaluation).elements())
    var found = [try varies()]
    // Without what comes from below, the encoder is seen through the skip alone.
    try fill("up1.up.weight", with: 0)
    found.append(try varies())
    // Without what goes into the decoder, it has but its own dropout.
    for layer in [0, 3] {
      try fill("up1.conv.double_conv.\(layer).weight", with: 0)
      try fill("up1.conv.double_conv.\(layer).bias", with: 1)
    }
    found.append(try varies())
    #expect(found == expected)
  }

  /// Initial numbers of a wide layer of a scheme, and their greatest and mean square.
  private func drawn(
    _ name: String, _ scheme: UNet.Initialization, _ activation: UNet.Activation = .relu
  ) throws -> (greatest: Double, deviation: Double) {
    var configuration = UNet.Configuration(
      inputChannels: 3, outputChannels: 2, depth: 1, width: 32, norm: .none)
    (configuration.initialization, configuration.activation) = (scheme, activation)
    let tensor = try #require(UNet(configuration, in: ParameterStore(seed: 6)).store[name]).detached()
    return (try tensor.abs().max().scalar(), try (tensor * tensor).mean().scalar().squareRoot())
  }

  @Test(
    "Initial weights have the deviation of their scheme, and biases are 0 but for PyTorch's",
    arguments: UNet.Initialization.allCases)
  func initialization(_ scheme: UNet.Initialization) throws {
    // 32 channels to 32, or 64 to 32 transposed, whose fan-in PyTorch takes from the outputs.
    for (name, fanIn, fanOut) in [
      ("inc.double_conv.3.weight", 32.0 * 9, 32.0 * 9), ("up1.up.weight", 32.0 * 4, 64.0 * 4),
    ] {
      let expected =
        switch scheme {
        case .pytorch: (1 / (3 * fanIn)).squareRoot()
        case .kaimingNormal, .kaimingUniform: (2 / fanIn).squareRoot()
        case .xavierNormal, .xavierUniform: (2 / (fanIn + fanOut)).squareRoot()
        }
      let (greatest, deviation) = try drawn(name, scheme)
      #expect(abs(deviation / expected - 1) < 0.03, "\(name)")
      let isUniform = [.pytorch, .kaimingUniform, .xavierUniform].contains(scheme)
      #expect((greatest <= expected * 3.0.squareRoot() + 1e-6) == isUniform, "\(name)")
    }
    #expect(try (drawn("inc.double_conv.3.bias", scheme).greatest == 0) == (scheme != .pytorch))
  }

  @Test("Kaiming's deviation makes up for the slope of a leaky ReLU, as nnU-Net's a = 0.01")
  func leakyInitialization() throws {
    let name = "inc.double_conv.3.weight"
    let (plain, leaky) = (try drawn(name, .kaimingNormal), try drawn(name, .kaimingNormal, .leakyRelu))
    #expect(abs(leaky.deviation / plain.deviation - 1 / 1.0001.squareRoot()) < 1e-6)
  }

  @Test("What cannot be is refused, with the rule and the value")
  func refusals() throws {
    func refusal(_ change: (inout UNet.Configuration) -> Void) -> String? {
      let configuration = Choice("", change).configuration
      return #expect(throws: UNetError.self) { try UNet(configuration, in: ParameterStore()) }?.description
    }
    #expect(
      refusal { $0.norm = .group(groups: 3) }
        == "groups of a U-Net is 3 but must be a divisor of the 4 channels of a level")
    #expect(refusal { $0.kernelSize = 4 } == "kernelSize of a U-Net is 4 but must be 1, 3, 5 or 7")
    #expect(
      refusal { $0.convolutions = [1, 2] }
        == "convolutions of a U-Net is [1, 2] but must be one number, or one for each level 0...3")
    #expect(refusal { $0.convolutions = [5] } == "convolutions of a U-Net is 5 but must be 1...4")
    #expect(refusal { $0.maxChannels = 3 } == "maxChannels of a U-Net is 3 but must be at least 4")
    #expect(
      refusal { $0.squeezeExcitation = 0 } == "squeezeExcitation of a U-Net is 0 but must be at least 1")
    #expect(refusal { $0.dropout.decoder = 1 } == "dropout of a U-Net is 1.0 but must be 0..<1")
  }

  @Test("Instance norm refuses a single pixel of deepest features, in evaluation, too, as PyTorch does")
  func singlePixel() throws {
    let configuration = UNet.Configuration(
      inputChannels: 1, outputChannels: 1, depth: 2, width: 2, norm: .instance)
    #expect(configuration.smallestSide == 8)
    let unet = try UNet(configuration, in: ParameterStore())
    let error = #expect(throws: UNetError.self) { try unet(Tensor.ones([1, 1, 4, 4]), .evaluation) }
    #expect(error?.description == "an image of 4x4 pixels is too small for depth 2; the smallest is 8x8")
    #expect(configuration.paddedSide(covering: 3) == 8)
  }
}
