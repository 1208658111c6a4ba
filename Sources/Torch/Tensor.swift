import CTorch

/// A block of numbers on a device: libtorch's tensor, with its place in a gradient graph.
///
/// Images and features are `[N, C, H, W]`, class masks `[N, H, W]` of `int64`. Reshaping shares memory where it can, as
/// in PyTorch. Tensors don't cross threads: libtorch keeps its modes for each thread, so one thread does all the work.
public final class Tensor {
  let handle: CTorchTensor

  /// Takes over the caller's reference.
  init(_ handle: CTorchTensor) { self.handle = handle }

  deinit { ctorch_release(handle) }

  /// The number of dimensions.
  public var rank: Int { ctorch_rank(handle) }

  /// The sizes, outermost first.
  public var shape: [Int] { (0..<rank).map { ctorch_size(handle, $0) } }

  /// The number of elements.
  public var count: Int { shape.reduce(1, *) }

  /// The type of the elements.
  public var dtype: DType { DType(ctorch_get_dtype(handle)) }

  /// Where the elements are.
  public var device: Device { Device(ctorch_get_device(handle)) }

  /// The order of a tensor's elements in memory.
  public enum Layout: Sendable {
    /// The last dimension varies fastest: `[N, C, H, W]` plane by plane.
    case contiguous
    /// The channels of a pixel lie together, which convolutions are fastest on; for four dimensions only.
    case channelsLast

    var raw: ctorch_layout {
      switch self {
      case .contiguous: .contiguous
      case .channelsLast: .channels_last
      }
    }
  }

  /// Whether the elements lie in this order, without gaps.
  public func isLaidOut(_ layout: Layout) -> Bool { ctorch_is_laid_out(handle, layout.raw) }

  /// The tensors that this thread has made less those that it has released: for leak tests.
  public static var liveCount: Int { ctorch_live_tensors() }
}

extension Tensor {
  /// Calls an operation that gives a tensor; `operands` are kept alive through it and named if it fails.
  static func make(
    _ operation: String, _ operands: [Tensor?], _ call: () -> CTorchTensor?
  ) throws(TorchError) -> Tensor {
    guard let handle = withExtendedLifetime(operands, call) else { throw .last(in: operation, on: operands) }
    return Tensor(handle)
  }

  /// Calls an operation that changes its tensors; `operands` are kept alive through it and named if it fails.
  static func perform(
    _ operation: String, _ operands: [Tensor?], _ call: () -> Bool
  ) throws(TorchError) {
    guard withExtendedLifetime(operands, call) else { throw .last(in: operation, on: operands) }
  }
}
