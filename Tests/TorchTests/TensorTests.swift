import Testing
import Torch

@Suite("Tensors")
struct TensorTests {
  @Test("Elements go in and come out unchanged, in every type")
  func roundTrip() throws {
    #expect(try Tensor([0, 7, 255] as [UInt8]).elements(as: UInt8.self) == [0, 7, 255])
    #expect(try Tensor([-3, .max] as [Int32]).elements(as: Int32.self) == [-3, .max])
    #expect(try Tensor([.min, 4] as [Int64]).elements(as: Int64.self) == [.min, 4])
    #expect(try Tensor([0.5, -.infinity] as [Float]).elements(as: Float.self) == [0.5, -.infinity])
    #expect(try Tensor([1e-300, 2] as [Double]).elements(as: Double.self) == [1e-300, 2])
    #expect(try Tensor([true, false]).elements(as: Bool.self) == [true, false])
  }

  @Test("A tensor knows its shape, type and device")
  func properties() throws {
    let tensor = try Tensor.zeros([2, 3, 4], .bfloat16)
    #expect(tensor.shape == [2, 3, 4])
    #expect(tensor.rank == 3)
    #expect(tensor.count == 24)
    #expect(tensor.dtype == .bfloat16)
    #expect(tensor.device == .cpu)
  }

  @Test("Elements that don't fill the shape are an error that says both numbers")
  func wrongCount() {
    let error = #expect(throws: TorchError.self) { try Tensor([1, 2, 3] as [Float], shape: [2, 2]) }
    #expect(error?.shapes == [[2, 2]])
    #expect(error?.message == "the shape takes 16 bytes, and 12 were given")
  }

  @Test("Creation fills what it says")
  func creation() throws {
    #expect(try Tensor.ones([2]).elements() == [1, 1] as [Float])
    #expect(try Tensor.full([2], 2.5, .float64).elements() == [2.5, 2.5])
    #expect(try Tensor.range(3).elements() == [0, 1, 2])
    #expect(try Tensor.full([], 7, .int64).scalar() == 7)
  }

  @Test("Conversion keeps what the type can hold")
  func conversion() throws {
    let tensor = try Tensor([1.7, 300] as [Double])
    #expect(try tensor.converted(to: .int64).elements() == [1, 300])
    #expect(try tensor.converted(to: .bfloat16).elements(as: Double.self) == [1.703125, 300])
  }

  @Test("Only a tensor of one element is a number")
  func scalar() throws {
    let tensor = try Tensor([1, 2] as [Float])
    #expect(throws: TorchError.self) { try tensor.scalar() }
  }

  @Test("Channels last lies channel by channel and reads the same, also with one channel")
  func layouts() throws {
    let images = try Tensor.range(12, .float32).reshaped([1, 3, 2, 2])
    let last = try images.laidOut(.channelsLast)
    #expect(last.isLaidOut(.channelsLast) && !last.isLaidOut(.contiguous))
    #expect(try last.elements(as: Float.self) == images.elements(as: Float.self))
    let pixelsFirst = try last.permuted([0, 2, 3, 1])
    #expect(pixelsFirst.isLaidOut(.contiguous))
    let grey = try Tensor.zeros([2, 1, 4, 4]).laidOut(.channelsLast)
    let weight = try Tensor.zeros([3, 1, 3, 3])
    #expect(try grey.conv2d(weight, bias: nil, padding: 1).isLaidOut(.channelsLast))
  }

  @Test("A slice shares memory, a clone does not")
  func sharing() throws {
    let tensor = try Tensor.zeros([2, 3])
    let clone = try tensor.cloned()
    try tensor.selected(0, 1).copy(from: Tensor([7, 8, 9] as [UInt8]))
    try tensor.narrowed(1, 0..<1).fill(with: 4)
    #expect(try tensor.elements() == [4, 0, 0, 4, 8, 9] as [Float])
    #expect(try clone.elements() == [0, 0, 0, 0, 0, 0] as [Float])
  }

  @Test("Reshaping, stacking and padding put the elements where PyTorch does")
  func shapes() throws {
    let tensor = try Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
    #expect(try tensor.permuted([1, 0]).elements() == [1, 4, 2, 5, 3, 6])
    #expect(try tensor.reshaped([-1]).shape == [6])
    #expect(try tensor.flipped([1]).elements() == [3, 2, 1, 6, 5, 4])
    #expect(try Tensor.concatenated([tensor, tensor], 1).shape == [2, 6])
    #expect(try Tensor.stacked([tensor, tensor]).shape == [2, 2, 3])
    #expect(try tensor.unsqueezed(0).expanded(to: [5, 2, 3]).squeezed(2).shape == [5, 2, 3])
    let image = try tensor.converted(to: .float32).reshaped([1, 1, 2, 3])
    #expect(try image.padded(right: 1, with: .constant(9)).elements() == [1, 2, 3, 9, 4, 5, 6, 9] as [Float])
    #expect(try image.padded(left: 1, with: .reflect).elements() == [2, 1, 2, 3, 5, 4, 5, 6] as [Float])
    #expect(try image.padded(top: 1, with: .replicate).elements() == [1, 2, 3, 1, 2, 3, 4, 5, 6] as [Float])
    #expect(try image.padded(left: -1, right: -1).elements() == [2, 5] as [Float])
  }

  @Test("Indexing picks the elements that the indices name")
  func indexing() throws {
    let tensor = try Tensor([10, 20, 30, 40, 50, 60], shape: [2, 3])
    #expect(try tensor.indexSelected(1, Tensor([2, 0])).elements() == [30, 10, 60, 40])
    #expect(try tensor.gathered(1, Tensor([1, 2], shape: [2, 1])).elements() == [20, 60])
    #expect(try Tensor([1, 0]).oneHot(classes: 3).elements() == [0, 1, 0, 1, 0, 0])
    #expect(try Tensor([1, 1, 4]).binCount(minimumLength: 6).elements() == [0, 2, 0, 0, 1, 0])
    let large = try tensor.isGreater(than: 25)
    #expect(try tensor.filled(with: -1, where: large).elements() == [10, 20, -1, -1, -1, -1])
    #expect(try tensor.chosen(where: large, else: tensor * 0).elements() == [0, 0, 30, 40, 50, 60])
  }

  @Test("Released tensors leave nothing behind, also after failures")
  func leaks() throws {
    let before = Tensor.liveCount
    try computeAndForget()
    #expect(Tensor.liveCount == before)
  }

  private func computeAndForget() throws {
    let tensor = try Tensor.ones([4])
    _ = try (tensor + tensor).sum().scalar()
    _ = try? tensor.reshaped([3])
    try tensor.setRequiresGradient()
    _ = try Tensor.gradients(of: tensor.sum(), by: [tensor])
    try tensor.sum().backward()
    _ = try tensor.gradient?.elements(as: Float.self)
  }
}
