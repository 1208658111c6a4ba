import Config
import Experiment
import NeuralNets
import Testing
import Torch

@testable import Training

@Suite("Applying a network to whole images")
struct InferenceTests {
  private func inference(depth: Int = 2) throws -> Inference {
    let store = ParameterStore(seed: 1)
    let model = try UNet(
      .init(inputChannels: 1, outputChannels: 3, depth: depth, width: 2), in: store)
    let compute = Compute(device: .cpu, autocast: nil, threads: 1)
    return Inference(model: model, compute: compute)
  }

  private func image(_ height: Int, _ width: Int) throws -> Tensor {
    try Tensor((0..<height * width).map { Float($0 % 17) / 17 }, shape: [1, 1, height, width])
  }

  @Test(
    "The logits have the image's own size, whatever it is", arguments: [(16, 16), (17, 23), (5, 64), (1, 3)])
  func anySize(height: Int, width: Int) throws {
    let logits = try inference().logits(of: image(height, width))
    #expect(logits.shape == [1, 3, height, width])
    #expect(try logits.isFinite().all().scalar() == 1)
  }

  @Test("An image that needs no padding gets what the network says")
  func noPadding() throws {
    let inference = try inference()
    let logits: [Float] = try inference.logits(of: image(16, 8)).elements()
    #expect(try inference.model(image(16, 8), .evaluation).elements() == logits)
  }

  @Test("An image is mirrored at its right and bottom, without repeating the edge")
  func mirrored() throws {
    let inference = try inference()
    let mirrored = try image(14, 7).padded(right: 1, bottom: 2, with: .reflect)
    let expected: [Float] = try inference.model(mirrored, .evaluation).narrowed(2, 0..<14).narrowed(3, 0..<7)
      .elements()
    #expect(try inference.logits(of: image(14, 7)).elements() == expected)
  }

  @Test(
    "An image of 37 x 53 pixels at depth 4 gets what its mirrored extension to 48 x 64 gets there, to the bit"
  )
  func oddSize() throws {
    let inference = try inference(depth: 4)
    let padded = try image(37, 53).padded(right: 11, bottom: 11, with: .reflect)
    let expected: [Float] = try inference.model(padded, .evaluation).narrowed(2, 0..<37).narrowed(3, 0..<53)
      .elements()
    #expect(try inference.logits(of: image(37, 53)).elements() == expected)
  }

  @Test("An image too small to be mirrored as far as the depth needs has its edge repeated")
  func tiny() throws {
    let inference = try inference(depth: 5)
    let padded = try image(16, 16).padded(right: 16, bottom: 16, with: .replicate)
    let expected: [Float] = try inference.model(padded, .evaluation).narrowed(2, 0..<16).narrowed(3, 0..<16)
      .elements()
    #expect(try inference.logits(of: image(16, 16)).elements() == expected)
  }

  @Test(
    "With valid padding the mirrored image is so much larger that the logits cover it",
    arguments: [(40, 40), (31, 50), (44, 44), (5, 9)])
  func valid(height: Int, width: Int) throws {
    var configuration = UNet.Configuration(inputChannels: 1, outputChannels: 3, depth: 2, width: 2)
    configuration.padding = .valid
    let inference = Inference(
      model: try UNet(configuration, in: ParameterStore(seed: 1)),
      compute: Compute(device: .cpu, autocast: nil, threads: 1))
    let logits = try inference.logits(of: image(height, width))
    #expect(logits.shape == [1, 3, height, width])
    // 5 x 9 pixels cannot be mirrored so far.
    #expect(configuration.margin == 20)
    let (bottom, right) = (Self.missing(height) + 20, Self.missing(width) + 20)
    let padded = try image(height, width).padded(
      left: 20, right: right, top: 20, bottom: bottom, with: height > 30 ? .reflect : .replicate)
    let expected: [Float] = try inference.model(padded, .evaluation)
      .narrowed(2, 0..<height).narrowed(3, 0..<width).elements()
    #expect(try logits.elements() == expected)
  }

  /// What a side lacks to a multiple of 4.
  private static func missing(_ side: Int) -> Int { (4 - side % 4) % 4 }

  @Test("Images smaller than a norm of each image can take are padded to what it can")
  func instanceNorm() throws {
    let model = try UNet(
      .init(inputChannels: 1, outputChannels: 2, depth: 2, width: 2, norm: .instance), in: ParameterStore())
    let inference = Inference(
      model: model,
      compute: Compute(device: .cpu, autocast: nil, threads: 1))
    #expect(try inference.logits(of: image(3, 2)).shape == [1, 2, 3, 2])
  }

  @Test("One channel is the class where its logit is above 0")
  func oneChannel() throws {
    let logits = try Tensor([-1, 0, 0.5, 3] as [Float], shape: [1, 1, 2, 2])
    #expect(try Inference.classes(of: logits).elements() == [0, 0, 1, 1])
  }
}
