public import Torch

/// The buffers of a network, such as running statistics, as they were before forward passes moved them.
///
/// Everything stays on the device, so that nobody waits to find out whether they have to be put back.
public final class BufferSavepoint {
  private let buffers: [Tensor]
  private let saved: [Tensor]
  private let isIntegral: [Bool]

  /// A savepoint of the buffers that a store has now.
  public init(of store: ParameterStore) throws(TorchError) {
    buffers = store.entries.filter { $0.role == .buffer }.map(\.tensor)
    saved = try buffers.map { buffer throws(TorchError) in try buffer.cloned() }
    isIntegral = buffers.map { $0.dtype == .int64 }
  }

  /// Remembers the buffers as they are.
  public func save() throws(TorchError) {
    if !buffers.isEmpty { try Fused.copy(buffers, over: saved) }
  }

  /// Whether no buffer has an infinite element or NaN: one `bool`; `nil` where there is no buffer that could.
  public func isSound() throws(TorchError) -> Tensor? {
    let floating = zip(buffers, isIntegral).filter { !$0.1 }.map(\.0)
    return floating.isEmpty ? nil : try Fused.areFinite(floating)
  }

  /// Puts the buffers back to what they were where a condition, one `bool`, holds.
  public func restore(where condition: Tensor) throws(TorchError) {
    if !buffers.isEmpty { try Fused.copy(saved, over: buffers, where: condition) }
  }
}
