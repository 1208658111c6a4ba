import CTorch

/// Watches what the calling thread asks of libtorch: each operation, forward and backward, and each block of the CPU's memory.
///
/// It begins when it is made and ends when it is released, both on the same thread; other threads are not seen, and only one
/// tracer may watch a thread. It sees what really runs, so that nothing has to be said twice: the operations through libtorch's
/// `RecordFunction` callbacks, as PyTorch's profiler does, and the memory through the report that the CPU allocator makes of
/// every block, kernels' scratch included. A GPU's memory is not seen.
public final class Tracer {
  enum Event: Equatable {
    case begins(String)
    case ends(flops: Int, height: Int)
    case allocates(bytes: Int, number: Int)
    case frees(bytes: Int, number: Int)
  }

  /// The bytes of tensors on the CPU that were made since the tracer began and are there, as of the last `take`.
  public private(set) var liveBytes = 0

  private let handle: CTorchTrace

  /// Begins to watch this thread; throws where another tracer does.
  public init() throws(TorchError) {
    guard let handle = ctorch_trace_begin() else { throw .last(in: "trace", on: []) }
    self.handle = handle
  }

  deinit { ctorch_trace_release(handle) }

  /// The outermost operations since the last call, in order.
  ///
  /// Memory that was taken before the tracer began doesn't count, nor does its end.
  public func take() -> [TracedOperation] {
    let events = (0..<ctorch_trace_event_count(handle)).map { Event(ctorch_trace_event_at(handle, $0)) }
    ctorch_trace_clear(handle)
    let taken = TracedOperation.of(events, live: liveBytes)
    liveBytes = taken.live
    return taken.operations
  }
}

extension Tracer.Event {
  fileprivate init(_ raw: ctorch_trace_event) {
    self =
      switch raw.kind {
      case .begins: .begins(String(cString: raw.name))
      case .ends: .ends(flops: raw.flops, height: raw.height)
      case .allocates: .allocates(bytes: raw.bytes, number: raw.allocation)
      case .frees: .frees(bytes: raw.bytes, number: raw.allocation)
      }
  }
}
