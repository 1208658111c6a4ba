/// What one outermost operation of a `Tracer`'s thread did, with all operations inside of it.
public struct TracedOperation: Equatable, Sendable {
  /// A convolution or a matrix product.
  public struct Product: Equatable, Sendable {
    /// Two for each multiply-add.
    public let flops: Int
    /// The height of the map that it makes or, going backward, whose gradient it takes; 0 where it is no map.
    public let height: Int
  }

  /// PyTorch's name of the operation (`aten::conv2d`) or of the gradient's (`ConvolutionBackward0`); empty for what ran outside of any.
  public let name: String
  /// The height of the map that it makes or, going backward, whose gradient it takes; 0 where it is no map.
  public internal(set) var height = 0
  /// The convolutions and matrix products, in order.
  public internal(set) var products: [Product] = []
  /// The sizes in bytes of the blocks of CPU memory that it took and that were still in use when the trace was taken, in order.
  public internal(set) var kept: [Int] = []
  /// The most bytes of tensors on the CPU at any moment of it, those from before it included, back to the tracer's beginning.
  public internal(set) var peakBytes: Int
  /// The most bytes at any moment of it that a kernel took for itself and gave back before it ended.
  public internal(set) var scratchBytes = 0

  /// All products' operations.
  public var flops: Int { products.reduce(0) { $0 + $1.flops } }
}

extension TracedOperation {
  /// The outermost operations of a stretch of events, from `live` bytes of tensors on.
  ///
  /// - Returns: the operations, and the bytes at the end.
  static func of(_ events: [Tracer.Event], live: Int) -> (operations: [TracedOperation], live: Int) {
    let scratch = scratchBlocks(events)
    let freed = Set(events.compactMap { if case .frees(_, let number) = $0 { number } else { nil } })
    var result: [TracedOperation] = []
    var (live, scratchLive, depth) = (live, 0, 0)
    for event in events {
      if result.isEmpty || (depth == 0 && event.begins) {
        result.append(TracedOperation(name: event.name, peakBytes: live))
      }
      let last = result.count - 1
      switch event {
      case .begins: depth += 1
      case .ends(let flops, let height):
        depth -= 1
        if flops > 0 { result[last].products.append(Product(flops: flops, height: height)) }
        if depth == 0 { result[last].height = height }
      case .allocates(let bytes, let number) where scratch.contains(number):
        scratchLive += bytes
        result[last].scratchBytes = max(result[last].scratchBytes, scratchLive)
      case .frees(let bytes, let number) where scratch.contains(number): scratchLive -= bytes
      case .allocates(let bytes, let number):
        live += bytes
        result[last].peakBytes = max(result[last].peakBytes, live)
        if !freed.contains(number) { result[last].kept.append(bytes) }
      case .frees(let bytes, _): live -= bytes
      }
    }
    return (result, live)
  }

  /// The blocks that an operation took itself, not through another, and gave back before it ended.
  private static func scratchBlocks(_ events: [Tracer.Event]) -> Set<Int> {
    var open: [Set<Int>] = []
    var result: Set<Int> = []
    for event in events {
      switch event {
      case .begins: open.append([])
      case .ends: _ = open.popLast()
      case .allocates(_, let number):
        if !open.isEmpty { open[open.count - 1].insert(number) }
      case .frees(_, let number):
        if open.last?.contains(number) == true { result.insert(number) }
      }
    }
    return result
  }
}

extension Tracer.Event {
  fileprivate var begins: Bool { if case .begins = self { true } else { false } }

  fileprivate var name: String { if case .begins(let name) = self { name } else { "" } }
}
