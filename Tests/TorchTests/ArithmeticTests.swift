import Testing
import Torch

@Suite("Arithmetic")
struct ArithmeticTests {
  @Test("Operators compute element by element and repeat sizes of 1")
  func operators() throws {
    let a = try Tensor([1, 2, 3, 4] as [Float], shape: [2, 2])
    let b = try Tensor([10, 20] as [Float])
    #expect(try (a + b).elements() == [11, 22, 13, 24] as [Float])
    #expect(try (a - b).elements() == [-9, -18, -7, -16] as [Float])
    #expect(try (a * b).elements() == [10, 40, 30, 80] as [Float])
    #expect(try (b / a).elements() == [10, 10, 10.0 / 3, 5] as [Float])
    #expect(try (a + 1 - 0.5).elements() == [1.5, 2.5, 3.5, 4.5] as [Float])
    #expect(try (a * 2 / 4).elements() == [0.5, 1, 1.5, 2] as [Float])
    #expect(try (1 - a).elements() == [0, -1, -2, -3] as [Float])
    #expect(try (12 / a).elements() == [12, 6, 4, 3] as [Float])
  }

  @Test("Whole numbers stay whole beside a whole number")
  func integers() throws {
    let a = try Tensor([5, 6])
    #expect(try (a * 2 + 1 - 3).dtype == .int64)
    #expect(try (a * 2.0).dtype == .float32)
  }

  @Test("Functions give their values")
  func functions() throws {
    let a = try Tensor([-1.5, 0.25, 4] as [Double])
    #expect(try a.abs().elements() == [1.5, 0.25, 4])
    #expect(try a.floor().elements() == [-2, 0, 4])
    #expect(try a.rounded().elements() == [-2, 0, 4])
    #expect(try a.relu().elements() == [0, 0.25, 4])
    #expect(try a.clamped(-1, 2.5).elements() == [-1, 0.25, 2.5])
    #expect(try a.power(2).elements() == [2.25, 0.0625, 16])
    #expect(try a.narrowed(0, 1..<3).squareRoot().elements() == [0.5, 2])
    #expect(try a.narrowed(0, 1..<3).reciprocalSquareRoot().elements() == [2, 0.5])
    #expect(try a.exp().log().isGreater(than: 3.999).elements() == [false, false, true])
    #expect(try a.minimum(Tensor([0.0])).elements() == [-1.5, 0, 0])
    #expect(try a.maximum(Tensor([0.0])).elements() == [0, 0.25, 4])
    #expect(try Tensor([0.0]).sigmoid().elements() == [0.5])
    #expect(try Tensor([3.0, 3.0]).softmax(0).elements() == [0.5, 0.5])
    #expect(try Tensor([3.0, 3.0]).logSoftmax(0).exp().elements(as: Float.self) == [0.5, 0.5])
  }

  @Test("Changes in place show in the tensor itself")
  func inPlace() throws {
    let a = try Tensor([1, -2] as [Float])
    try a.addInPlace(Tensor([1, 1] as [Float]), times: 3)
    try a.addInPlace(1)
    try a.multiplyInPlace(by: Tensor([2, 1] as [Float]))
    try a.multiplyInPlace(by: -1)
    try a.reluInPlace()
    #expect(try a.elements() == [0, 0] as [Float])
    try a.addInPlace(2)
    #expect(try a.elements() == [2, 2] as [Float])
  }

  @Test("Comparisons give truth values")
  func comparisons() throws {
    let a = try Tensor([1, 2, 3])
    #expect(try a.isEqual(to: 2).elements() == [false, true, false])
    #expect(try a.isEqual(to: Tensor([3, 2, 1])).elements() == [false, true, false])
    #expect(try a.isNotEqual(to: 2).elements() == [true, false, true])
    #expect(try a.isLess(than: 2).elements() == [true, false, false])
    #expect(try a.isAtMost(2).elements() == [true, true, false])
    #expect(try a.isAtLeast(2).and(a.isLess(than: 3)).elements() == [false, true, false])
    #expect(try a.isLess(than: 2).or(a.isGreater(than: 2)).not().elements() == [false, true, false])
    let wild = try Tensor([0, .infinity, .nan] as [Float]).isFinite()
    #expect(try wild.elements() == [true, false, false])
    #expect(try wild.all().scalar() == 0)
    #expect(try wild.any().scalar() == 1)
  }

  @Test("Reductions run over the dimensions that they are given, or over all")
  func reductions() throws {
    let a = try Tensor([1, 5, 3, 4, 2, 6] as [Float], shape: [2, 3])
    #expect(try a.sum().scalar() == 21)
    #expect(try a.sum([0]).elements() == [5, 7, 9] as [Float])
    #expect(try a.mean([1]).elements() == [3, 4] as [Float])
    #expect(try a.mean([1], .kept).shape == [2, 1])
    #expect(try a.min().scalar() == 1)
    #expect(try a.max([0, 1], .kept).shape == [1, 1])
    #expect(try a.argMax(1).elements() == [1, 2])
  }

  @Test("A matrix product is a matrix product")
  func matrices() throws {
    let a = try Tensor([1, 2, 3, 4] as [Float], shape: [2, 2])
    #expect(try a.matrixMultiplied(by: a).elements() == [7, 10, 15, 22] as [Float])
  }
}
