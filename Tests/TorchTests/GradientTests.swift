import Testing
import Torch

@Suite("Gradients and modes")
struct GradientTests {
  @Test("Backward leaves the derivative, adds to it, and clears it")
  func backward() throws {
    let x = try Tensor([1, 2, 3] as [Float])
    try x.setRequiresGradient()
    #expect(x.gradient == nil)
    try (x * x).sum().backward()
    #expect(try x.gradient?.elements() == [2, 4, 6] as [Float])
    try (x * 2).sum().backward()
    #expect(try x.gradient?.elements() == [4, 6, 8] as [Float])
    x.clearGradient()
    #expect(x.gradient == nil)
  }

  @Test("Gradients by given tensors leave no trace, and are nil where nothing depends")
  func gradients() throws {
    let (x, y) = (try Tensor([3] as [Float]), try Tensor([5] as [Float]))
    try x.setRequiresGradient()
    try y.setRequiresGradient()
    let found = try Tensor.gradients(of: (x * x * x).sum(), by: [x, y])
    #expect(try found[0]?.scalar() == 27)
    #expect(found[1] == nil)
    #expect(x.gradient == nil)
  }

  @Test("Without gradient, nothing is recorded, and afterwards it is again, even after an error")
  func withoutGradientRestores() throws {
    let x = try Tensor([1] as [Float])
    try x.setRequiresGradient()
    #expect(try withoutGradient { () throws(TorchError) in try (x * 2).requiresGradient } == false)
    #expect(throws: TorchError.self) { try withoutGradient { try x.reshaped([7]) } }
    #expect(try (x * 2).requiresGradient)
    #expect(try x.detached().requiresGradient == false)
  }

  @Test("Autocast narrows convolutions, restores itself, and nil suspends it")
  func autocast() throws {
    let image = try Tensor.ones([1, 2, 4, 4])
    let weight = try Tensor.ones([3, 2, 3, 3])
    let convolve = { () throws(TorchError) in try image.conv2d(weight, bias: nil).dtype }
    try withAutocast(to: .bfloat16, on: .cpu) { () throws(TorchError) in
      #expect(try convolve() == .bfloat16)
      #expect(try withAutocast(to: nil, on: .cpu, convolve) == .float32)
      #expect(try convolve() == .bfloat16)
    }
    #expect(try convolve() == .float32)
    #expect(throws: TorchError.self) {
      try withAutocast(to: .bfloat16, on: .cpu) { () throws(TorchError) in try image.reshaped([5]) }
    }
    #expect(try convolve() == .float32)
  }
}
