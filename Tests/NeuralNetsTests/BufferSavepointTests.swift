import Testing
import Torch

@testable import NeuralNets

@Suite("A savepoint of a network's buffers")
struct BufferSavepointTests {
  private func store() throws -> ParameterStore {
    let store = ParameterStore()
    _ = try store.scope.parameter("weight", [2], .ones)
    _ = try store.scope.buffer("mean", [3], .zeros)
    _ = try store.scope.buffer("variance", [2], .ones)
    _ = try store.scope.buffer("count", [], .zeros, as: .int64)
    return store
  }

  private func move(_ store: ParameterStore, by number: Scalar) throws {
    try withoutGradient { for entry in store.entries { try entry.tensor.addInPlace(number) } }
  }

  private func numbers(_ store: ParameterStore) throws -> [[Double]] {
    try store.entries.map { try $0.tensor.detached().elements() }
  }

  @Test("puts back exactly the buffers, where its condition holds, and leaves them alone elsewhere")
  func restores() throws {
    let store = try store()
    try move(store, by: 1)
    let savepoint = try BufferSavepoint(of: store)
    try move(store, by: 2)
    try savepoint.restore(where: Tensor([0.0]).reshaped([]).isEqual(to: 1))
    #expect(try numbers(store) == [[4, 4], [3, 3, 3], [4, 4], [3]])
    try savepoint.restore(where: Tensor([1.0]).reshaped([]).isEqual(to: 1))
    #expect(try numbers(store) == [[4, 4], [1, 1, 1], [2, 2], [1]])
    try move(store, by: 5)
    try savepoint.save()
    try move(store, by: 1)
    try savepoint.restore(where: Tensor([1.0]).reshaped([]).isEqual(to: 1))
    #expect(try numbers(store) == [[10, 10], [6, 6, 6], [7, 7], [6]])
  }

  @Test(
    "notices NaN and infinity in any of them, and puts numbers back in their place",
    arguments: [Double.nan, .infinity, -.infinity])
  func notices(_ poison: Double) throws {
    let store = try store()
    let savepoint = try BufferSavepoint(of: store)
    #expect(try #require(try savepoint.isSound()).scalar() == 1)
    for name in ["mean", "variance"] {
      let before = try numbers(store)
      try #require(store[name]).narrowed(0, 1..<2).fill(with: Scalar(poison))
      let isSound = try #require(try savepoint.isSound())
      #expect(try isSound.scalar() == 0)
      try savepoint.restore(where: isSound.not())
      #expect(try numbers(store) == before)
    }
    // The largest of numbers is one.
    try #require(store["variance"]).fill(with: Scalar(3e38))
    #expect(try #require(try savepoint.isSound()).scalar() == 1)
  }

  @Test("of a network without buffers has nothing to do")
  func none() throws {
    let store = ParameterStore()
    _ = try store.scope.parameter("weight", [2], .ones)
    let savepoint = try BufferSavepoint(of: store)
    try savepoint.save()
    #expect(try savepoint.isSound() == nil)
    try savepoint.restore(where: Tensor([1.0]).reshaped([]).isEqual(to: 1))
    #expect(try numbers(store) == [[1, 1]])
  }
}
