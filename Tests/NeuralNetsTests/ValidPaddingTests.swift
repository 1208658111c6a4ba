import NeuralNets
import Testing
import Torch

@Suite("Valid padding")
struct ValidPaddingTests {
  private let paper: UNet.Configuration = {
    var configuration = UNet.Configuration(inputChannels: 1, outputChannels: 2, width: 2, norm: .none)
    configuration.padding = .valid
    return configuration
  }()

  @Test("makes 388 pixels of 572, as in the paper of 2015")
  func paperSizes() throws {
    #expect(paper.margin == 92)
    #expect(paper.paddedSide(covering: 388) == 572)
    #expect(paper.paddedSide(covering: 389) == 588)
    let logits = try UNet(paper, in: ParameterStore())(Tensor.ones([1, 1, 572, 188]), .evaluation)
    #expect(logits.shape == [1, 2, 388, 4])
    #expect((0...4).map { paper.side(at: $0, of: 572) } == [568, 280, 136, 64, 28])
    let standard = UNet.Configuration(inputChannels: 1, outputChannels: 2)
    #expect((0...4).map { standard.side(at: $0, of: 100) } == [100, 50, 25, 12, 6])
  }

  @Test("refuses sizes that do not halve evenly, and those that leave nothing")
  func refusals() throws {
    let unet = try UNet(paper, in: ParameterStore())
    let uneven = #expect(throws: UNetError.self) { try unet(Tensor.ones([1, 1, 572, 570]), .evaluation) }
    #expect(
      uneven?.description == """
        an image of 572x570 pixels does not halve evenly with valid padding; \
        a side must be 188 pixels or a multiple of 16 more
        """)
    let small = #expect(throws: UNetError.self) { try unet(Tensor.ones([1, 1, 572, 172]), .evaluation) }
    #expect(
      small?.description == "an image of 572x172 pixels is too small for depth 4; the smallest is 188x188")
  }

  @Test("The size to pad to is the least that works, for every depth, kernel and number of convolutions")
  func paddedSides() throws {
    for depth in 1...3 {
      for (kernel, convolutions) in [
        (1, [1]), (3, [2]), (5, [1]), (3, [Int](repeating: 3, count: depth + 1)),
      ] {
        var configuration = paper
        (configuration.depth, configuration.kernelSize) = (depth, kernel)
        (configuration.convolutions, configuration.width) = (convolutions, 1)
        let unet = try UNet(configuration, in: ParameterStore())
        for side in [1, 5, 16, 21] {
          let padded = configuration.paddedSide(covering: side)
          let rows = try unet(Tensor.ones([1, 1, padded, padded]), .evaluation).shape[2]
          #expect(rows == padded - 2 * configuration.margin)
          #expect(rows >= side && rows - side < 1 << depth || padded == configuration.smallestSide)
        }
      }
    }
  }

  @Test("No padding reaches the logits: those of a piece are those of the whole")
  func translation() throws {
    let unet = try UNet(paper, in: ParameterStore(seed: 3))
    let image = try Tensor.uninitialized([1, 1, 220, 204])
    try image.fillNormal(mean: 0, deviation: 1, using: Generator(seed: 9))
    let whole = try unet(image, .evaluation)
    let piece = try unet(image.narrowed(2, 16..<220).narrowed(3, 0..<188), .evaluation)
    let same = try whole.narrowed(2, 16..<36).narrowed(3, 0..<4)
    #expect(try difference(piece, same) < 1e-5)
  }
}
