import Testing
import Torch

@Suite("Norms, activations and ways to enlarge")
struct LayerTests {
  private func rounded(_ tensor: Tensor) throws -> [Double] {
    try tensor.elements(as: Float.self).map { (Double($0) * 1e4).rounded() / 1e4 }
  }

  @Test("Group norm takes each image's groups to mean 0 and variance 1")
  func groupNorm() throws {
    let image = try Tensor([1, 3, 5, 7, 2, 2, 6, 6] as [Float], shape: [1, 4, 1, 2])
    let (weight, bias) = (try Tensor([1, 1, 2, 1] as [Float]), try Tensor([0, 0, 0, 1] as [Float]))
    let two = try image.groupNorm(2, weight: weight, bias: bias, epsilon: 0)
    #expect(try rounded(two) == [-1.3416, -0.4472, 0.4472, 1.3416, -2, -2, 2, 2])
    let four = try image.groupNorm(4, weight: weight, bias: bias, epsilon: 1)
    #expect(try rounded(four) == [-0.7071, 0.7071, -0.7071, 0.7071, 0, 0, 1, 1])
  }

  @Test("Layer norm takes the last dimension to mean 0 and variance 1")
  func layerNorm() throws {
    let rows = try Tensor([1, 3, 4, 0] as [Float], shape: [2, 2])
    let norm = try rows.layerNorm(
      weight: Tensor([1, 2] as [Float]), bias: Tensor([0, 1] as [Float]), epsilon: 0)
    #expect(try rounded(norm) == [-1, 3, 1, -1])
  }

  @Test("Activations are PyTorch's")
  func activations() throws {
    func numbers() throws -> Tensor { try Tensor([-2, 0, 1] as [Float]) }
    let (leaky, elu) = (try numbers(), try numbers())
    try leaky.leakyReluInPlace(slope: 0.1)
    #expect(try rounded(leaky) == [-0.2, 0, 1])
    try elu.eluInPlace()
    #expect(try rounded(elu) == [-0.8647, 0, 1])
    #expect(try rounded(numbers().gelu()) == [-0.0455, 0, 0.8413])
    #expect(try rounded(numbers().silu()) == [-0.2384, 0, 0.7311])
  }

  @Test("Pixels are repeated, or made of channels")
  func enlarging() throws {
    let image = try Tensor([1, 2, 3, 4] as [Float], shape: [1, 1, 2, 2])
    #expect(
      try image.resizedToNearest(height: 2, width: 4).elements() == [1, 1, 2, 2, 3, 3, 4, 4] as [Float])
    let channels = try Tensor([1, 2, 3, 4] as [Float], shape: [1, 4, 1, 1])
    let shuffled = try channels.pixelShuffled(2)
    #expect(shuffled.shape == [1, 1, 2, 2])
    #expect(try shuffled.elements() == [1, 2, 3, 4] as [Float])
  }

  @Test("What does not fit is refused with the shapes")
  func refusals() throws {
    let image = try Tensor.ones([1, 3, 2, 2])
    let ones = try Tensor.ones([3])
    let groups = #expect(throws: TorchError.self) {
      try image.groupNorm(2, weight: ones, bias: ones, epsilon: 1e-5)
    }
    #expect(groups?.operation == "group_norm")
    #expect(groups?.shapes == [[1, 3, 2, 2], [3], [3]])
    #expect(throws: TorchError.self) { try image.pixelShuffled(2) }
    #expect(throws: TorchError.self) { try image.layerNorm(weight: ones, bias: ones, epsilon: 1e-5) }
  }
}
