import Testing
import Torch

@testable import NeuralNets

@Suite("Deep supervision")
struct DeepSupervisionTests {
  private let configuration: UNet.Configuration = {
    var configuration = UNet.Configuration(inputChannels: 1, outputChannels: 2, depth: 4, width: 2)
    configuration.deepSupervision = true
    return configuration
  }()

  @Test(
    "gives logits of each level but the lowest while training, and of the full resolution alone afterwards")
  func outputs() throws {
    let unet = try UNet(configuration, in: ParameterStore())
    let images = try Tensor.ones([2, 1, 48, 33])
    #expect(
      try unet.outputs(images, .training(seed: 0)).map(\.shape) == [
        [2, 2, 48, 33], [2, 2, 24, 16], [2, 2, 12, 8],
      ])
    #expect(try unet.outputs(images, .evaluation).map(\.shape) == [[2, 2, 48, 33]])
    var plain = configuration
    plain.deepSupervision = false
    let other = try UNet(plain, in: ParameterStore())
    #expect(try other.outputs(images, .training(seed: 0)).count == 1)
  }

  @Test("weighs the losses 4 : 2 : 1, and logs the components of full resolution")
  func weights() throws {
    let loss = SegmentationLoss([.init(.crossEntropy()), .init(.dice())])
    let target = try Tensor.ones([1, 8, 8], .int64)
    func logits(_ side: Int, _ value: Double) throws -> Tensor {
      let plane = try Tensor.full([1, 1, side, side], Scalar(value))
      return try Tensor.concatenated([plane, Tensor.zeros([1, 1, side, side])], 1)
    }
    let outputs = try [logits(8, 1), logits(4, -2), logits(2, 3)]
    let parts = try outputs.map { output in
      try #require(try loss(output, Tensor.ones([1, output.shape[2], output.shape[2]], .int64)))
    }
    let expected = try zip([4.0, 2, 1], parts).map { try $0 * $1.total.scalar() }.reduce(0, +) / 7
    let value = try #require(try loss(outputs, target))
    #expect(abs(try value.total.scalar() - expected) < 1e-6)
    #expect(
      try value.components.map { try $0.value.scalar() } == parts[0].components.map { try $0.value.scalar() })
    let single = try #require(try loss([outputs[0]], target))
    #expect(try single.total.scalar() == parts[0].total.scalar())
  }

  @Test("An output whose nearest pixels are all ignored adds nothing; without a valid pixel there is no loss")
  func ignored() throws {
    let loss = SegmentationLoss([.init(.crossEntropy())])
    let outputs = try [Tensor.zeros([1, 2, 2, 2]), Tensor.zeros([1, 2, 1, 1])]
    let corner = try Tensor([0, 255, 255, 255], shape: [1, 2, 2])
    let full = try #require(try loss(outputs[0], corner)).total.scalar()
    #expect(abs(try #require(try loss(outputs, corner)).total.scalar() - full * 2 / 3) < 1e-6)
    #expect(try loss(outputs, Tensor.full([1, 2, 2], 255, .int64)) == nil)
  }

  @Test("compares with the pixel in the middle of each block, of what the logits cover")
  func targets() throws {
    let mask = try Tensor.range(16).reshaped([1, 4, 4])
    func target(_ side: Int, _ factor: Int) throws -> [Int] {
      try mask.target(of: Tensor.zeros([1, 1, side, side]), coarsening: factor).elements()
    }
    #expect(try target(4, 1) == Array(0..<16))
    #expect(try target(2, 2) == [5, 7, 13, 15])
    #expect(try target(1, 4) == [10])
    #expect(try target(2, 1) == [5, 6, 9, 10])
    #expect(try target(1, 2) == [10])
  }
}
