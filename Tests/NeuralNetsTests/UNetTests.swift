import NeuralNets
import Testing
import Torch

@Suite("U-Net")
struct UNetTests {
  private func model(
    _ configuration: UNet.Configuration, seed: UInt64 = 0
  ) throws -> UNet {
    try UNet(configuration, in: ParameterStore(seed: seed))
  }

  private func small(
    _ upsampling: UNet.Upsampling = .transposed, _ norm: UNet.Norm = .batch
  ) -> UNet.Configuration {
    .init(inputChannels: 1, outputChannels: 2, depth: 3, width: 4, norm: norm, upsampling: upsampling)
  }

  @Test("The standard U-Net has exactly as many parameters as milesial's")
  func parameterCounts() throws {
    let standard = UNet.Configuration(inputChannels: 3, outputChannels: 2)
    #expect(try model(standard).store.parameterCount == 31_037_698)
    var bilinear = standard
    bilinear.upsampling = .bilinear
    #expect(try model(bilinear).store.parameterCount == 17_263_042)
  }

  @Test("Any size from the smallest on gives logits of the same size", arguments: UNet.Upsampling.allCases)
  func sizes(_ upsampling: UNet.Upsampling) throws {
    let unet = try model(small(upsampling))
    for (height, width) in [(37, 53), (8, 8), (15, 9), (16, 31)] {
      let logits = try unet(Tensor.ones([1, 1, height, width]), .evaluation)
      #expect(logits.shape == [1, 2, height, width])
    }
  }

  @Test("What cannot be is refused, with the rule and the value")
  func refusals() throws {
    let unet = try model(small())
    let tooSmall = #expect(throws: UNetError.self) { try unet(Tensor.ones([1, 1, 7, 64]), .evaluation) }
    #expect(tooSmall?.description == "an image of 7x64 pixels is too small for depth 3; the smallest is 8x8")
    let wrong = #expect(throws: UNetError.self) { try unet(Tensor.ones([1, 3, 8, 8]), .evaluation) }
    #expect(wrong?.description == "a U-Net of 1 input channels takes [N, 1, H, W], not [1, 3, 8, 8]")
    let single = #expect(throws: UNetError.self) { try unet(Tensor.ones([1, 1, 8, 8]), .training(seed: 0)) }
    #expect(single == .oneValuePerChannel(height: 8, width: 8, depth: 3))
    var deep = small()
    deep.depth = 8
    let refused = #expect(throws: UNetError.self) { try model(deep) }
    #expect(refused?.description == "depth of a U-Net is 8 but must be 1...7")
  }

  @Test("Every depth and the extreme widths work", arguments: 1...7)
  func depths(_ depth: Int) throws {
    for upsampling in UNet.Upsampling.allCases {
      let unet = try model(
        .init(
          inputChannels: 2, outputChannels: 1, depth: depth, width: 1, norm: .none, upsampling: upsampling))
      #expect(try unet(Tensor.ones([1, 2, 1 << depth, 1 << depth]), .evaluation).shape[1] == 1)
    }
  }

  @Test("Initial weights depend on the seed and the name, not on what else there is")
  func initialization() throws {
    func weights(_ configuration: UNet.Configuration, _ seed: UInt64) throws -> [Float] {
      let store = try model(configuration, seed: seed).store
      return try #require(store["down1.maxpool_conv.1.double_conv.3.weight"]).elements()
    }
    var deeper = small()
    deeper.depth = 4
    deeper.inputChannels = 3
    #expect(try weights(small(), 1) == weights(deeper, 1))
    #expect(try weights(small(), 1) != weights(small(), 2))
  }

  @Test("Initial weights are uniform within 1/sqrt(fan_in), as PyTorch's")
  func bounds() throws {
    let store = try model(.init(inputChannels: 3, outputChannels: 2, depth: 1, width: 32)).store
    for (name, fanIn) in [
      ("inc.double_conv.3.weight", 32 * 9), ("up1.up.weight", 32 * 4), ("up1.up.bias", 32 * 4),
      ("outc.conv.weight", 32),
    ] {
      let bound = 1 / Double(fanIn).squareRoot()
      let greatest = try #require(store[name]).abs().max().scalar()
      #expect(greatest <= bound && greatest > 0.9 * bound, "\(name)")
    }
    #expect(try #require(store["inc.double_conv.1.weight"]).min().scalar() == 1)
  }

  @Test("Dropout drops while training only, by the seed alone")
  func dropout() throws {
    var configuration = small(.transposed, .none)
    configuration.dropout.bottleneck = 0.5
    let unet = try model(configuration)
    let image = try Tensor.ones([1, 1, 16, 16])
    func logits(_ pass: Pass) throws -> [Float] { try unet(image, pass).elements() }
    #expect(try logits(.evaluation) == logits(.evaluation))
    #expect(try logits(.training(seed: 1)) == logits(.training(seed: 1)))
    #expect(try logits(.training(seed: 1)) != logits(.training(seed: 2)))
    #expect(try logits(.training(seed: 1)) != logits(.evaluation))
  }

  @Test(
    "Logits, weights and gradients stay channels last, and bf16 stays bf16",
    arguments: UNet.Upsampling.allCases)
  func layout(_ upsampling: UNet.Upsampling) throws {
    let unet = try model(small(upsampling))
    let logits = try withAutocast(to: .bfloat16, on: .cpu) {
      try unet(Tensor.ones([2, 1, 16, 16]), .training(seed: 0))
    }
    #expect(logits.isLaidOut(.channelsLast))
    #expect(logits.dtype == .bfloat16)
    try logits.sum().backward()
    for entry in unet.store.parameters where entry.tensor.rank == 4 {
      #expect(entry.tensor.isLaidOut(.channelsLast), "\(entry.name)")
      #expect(try #require(entry.tensor.gradient).isLaidOut(.channelsLast), "\(entry.name)")
    }
  }
}
