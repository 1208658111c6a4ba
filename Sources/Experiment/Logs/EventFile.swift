public import Foundation

/// TensorBoard's event file of a run, which only grows.
///
/// Its length belongs to the state of the run, so that no step stands there twice and no record is half.
public enum EventFile {
  /// The first `length` bytes of a file; `nil` where these are not whole records, because the file was removed or belongs to another
  /// state.
  public static func committed(_ path: String, length: Int) throws(FileFailure) -> Data? {
    let bytes = try GrowingFile.content(of: path)
    guard let bytes, TFRecord.records(in: bytes, length: length) != nil else { return nil }
    return Data(bytes.prefix(length))
  }

  /// What a file begins with, and these entries.
  public static func beginning(with events: [LogEvent]) -> Data { bytes([LogEvent(.version)] + events) }

  /// Entries as they stand in the file.
  public static func bytes(_ events: [LogEvent]) -> Data {
    events.reduce(into: Data()) { $0 += TFRecord.framed($1.encoded) }
  }
}
