import Testing

@testable import Torch

@Suite("Failures")
struct FailureTests {
  @Test("An exception inside libtorch is an error that names the operation and the shapes")
  func operation() throws {
    let image = try Tensor.zeros([1, 3, 8, 8])
    let weight = try Tensor.zeros([4, 2, 3, 3])
    let error = #expect(throws: TorchError.self) { try image.conv2d(weight, bias: nil) }
    #expect(error?.kind == .operation)
    #expect(error?.operation == "conv2d")
    #expect(error?.shapes == [[1, 3, 8, 8], [4, 2, 3, 3]])
    let text = "\(try #require(error))"
    #expect(text.hasPrefix("conv2d of [1, 3, 8, 8] and [4, 2, 3, 3] failed: "))
    #expect(text.contains("expected input[1, 3, 8, 8] to have 2 channels"))
    #expect(!text.contains("frame #"), "a backtrace is for nobody")
  }

  @Test(
    "More memory than there can be is told apart from other failures", arguments: [[1 << 50], [1 << 44, 64]])
  func outOfMemory(_ shape: [Int]) {
    let error = #expect(throws: TorchError.self) { try Tensor.uninitialized(shape, .uint8) }
    #expect(error?.kind == .outOfMemory)
    #expect(error?.shapes == [shape])
  }

  @Test("A failure leaves the operands as they were")
  func afterwards() throws {
    let tensor = try Tensor([1, 2, 3])
    #expect(throws: TorchError.self) { try tensor.reshaped([2]) }
    #expect(throws: TorchError.self) { try tensor.addInPlace(Tensor([1, 2])) }
    #expect(try tensor.elements() == [1, 2, 3])
  }

  @Test("A device that is not there is an error", .enabled(if: !Device.cudaIsAvailable))
  func noDevice() {
    #expect(throws: TorchError.self) { try Tensor.zeros([1], on: .cuda(0)) }
    #expect(throws: TorchError.self) { try Generator(seed: 1, on: .cuda(0)) }
  }

  @Test("An operation without a deterministic algorithm is told from others by libtorch's words")
  func nondeterministic() {
    let words =
      "nll_loss2d_forward_out_cuda_template does not have a deterministic implementation, but you set "
      + "'torch.use_deterministic_algorithms(True)'."
    #expect(TorchError.kind(saying: words) == .nondeterministic)
    #expect(TorchError.kind(saying: "sizes don't match") == .operation)
  }
}
