import Foundation

/// TensorBoard's event file of a run, which only grows.
///
/// Its length belongs to the state of the run: what a killed process wrote beyond the last commit is cut off before another goes on, so
/// that no step stands there twice and no record is half.
public struct EventFile: Sendable {
  /// Where it is.
  public let path: String

  /// The event file at a path.
  public init(_ path: String) { self.path = path }

  /// Cuts off what follows the first `length` bytes; `false`, with nothing changed, where these are not whole records, because the file
  /// was removed or belongs to another state.
  public func cut(to length: Int) throws(FileFailure) -> Bool {
    let bytes = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    guard let bytes, TFRecord.records(in: bytes, length: length) != nil else { return false }
    try FileSink(continuing: path, at: length).flush()
    return true
  }

  /// Replaces the file by one with these entries; returns its length in bytes.
  public func replace(with events: [LogEvent]) throws -> Int {
    let bytes = Self.bytes([LogEvent(.version)] + events)
    try AtomicFile.write(bytes, to: path)
    return bytes.count
  }

  /// Writes entries after the first `length` bytes and waits until the disk has them; returns the new length.
  public func append(_ events: [LogEvent], at length: Int) throws(FileFailure) -> Int {
    let sink = try FileSink(continuing: path, at: length)
    let bytes = Self.bytes(events)
    try sink.write(bytes)
    try sink.flush()
    return length + bytes.count
  }

  private static func bytes(_ events: [LogEvent]) -> Data {
    events.reduce(into: Data()) { $0 += TFRecord.framed($1.encoded) }
  }
}
