import Foundation
import Testing

@testable import Torch

@Suite("A tracer")
struct TracerTests {
  private func ones(_ shape: [Int]) throws -> Tensor { try .ones(shape) }

  @Test("counts a convolution's operations, two for each multiply-add, and the size of what it makes")
  func forward() throws {
    let (map, weight) = (try ones([2, 3, 16, 8]), try ones([5, 3, 3, 3]))
    let tracer = try Tracer()
    _ = try map.conv2d(weight, bias: nil, padding: 1)
    let operations = tracer.take()
    #expect(operations.map(\.name) == ["aten::conv2d"])
    #expect(operations.map(\.flops) == [2 * 2 * 5 * 16 * 8 * 3 * 9])
    #expect(operations.map(\.height) == [16])
  }

  @Test("counts a transposed convolution by its input, and a gradient for each tensor that wants one")
  func backward() throws {
    let (map, weight) = (try ones([1, 4, 6, 6]), try ones([4, 2, 2, 2]))
    try weight.setRequiresGradient()
    let tracer = try Tracer()
    let forward = 2 * 4 * 6 * 6 * 2 * 4
    let output = try map.convTranspose2d(weight, bias: nil, stride: 2)
    #expect(tracer.take().flatMap(\.products) == [.init(flops: forward, height: 12)])
    try output.sum().backward()
    #expect(tracer.take().flatMap(\.products) == [.init(flops: forward, height: 12)])
    try map.setRequiresGradient()
    let again = try map.convTranspose2d(weight, bias: nil, stride: 2)
    _ = tracer.take()
    try again.sum().backward()
    #expect(tracer.take().reduce(0) { $0 + $1.flops } == 2 * forward)
  }

  @Test("sees each block of memory once, and whether it is still there")
  func memory() throws {
    let tracer = try Tracer()
    let kept = try ones([1000])
    #expect(tracer.take().flatMap(\.kept) == [4000])
    #expect(tracer.liveBytes == 4000)
    _ = try (kept + 1) * 2
    let operations = tracer.take()
    #expect(operations.map(\.name).contains("aten::add"))
    #expect(operations.flatMap(\.kept) == [])
    // A 0-dimensional tensor holds the number.
    #expect(operations.map(\.peakBytes).max() == 12_004)
    #expect(tracer.liveBytes == 4000)
  }

  @Test("tells a kernel's scratch from tensors")
  func scratch() {
    let events: [Tracer.Event] = [
      .begins("outer"), .begins("kernel"), .allocates(bytes: 100, number: 0),
      .allocates(bytes: 10, number: 1),
      .frees(bytes: 100, number: 0), .ends(flops: 6, height: 4), .frees(bytes: 10, number: 1),
      .allocates(bytes: 7, number: 2), .ends(flops: 0, height: 8),
    ]
    let (operations, live) = TracedOperation.of(events, live: 1000)
    var expected = TracedOperation(name: "outer", peakBytes: 1010)
    expected.height = 8
    expected.products = [.init(flops: 6, height: 4)]
    expected.kept = [7]
    expected.scratchBytes = 100
    #expect(operations == [expected])
    #expect(live == 1007)
  }

  @Test("watches its own thread alone, is the only one there, and leaves nothing behind")
  func scope() throws {
    let failure = try tracedByTwo()
    #expect(failure?.description == "trace failed: this thread is being traced already")
    let tracer = try Tracer()
    try onAnotherThread { _ = try Tensor.ones([100]) }
    #expect(tracer.take() == [])
  }

  private func tracedByTwo() throws -> TorchError? {
    let first = try Tracer()
    defer { _ = first.take() }
    do { _ = try Tracer() } catch { return error }
    return nil
  }

  private func onAnotherThread(_ body: @escaping @Sendable () throws -> Void) throws {
    let done = DispatchSemaphore(value: 0)
    Thread {
      try? body()
      done.signal()
    }.start()
    done.wait()
  }
}
