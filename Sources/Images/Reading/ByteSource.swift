import Diagnostics
import Foundation

/// The content of a file, of which parts can be read.
enum ByteSource {
  /// Content in memory.
  case memory([UInt8])
  /// Content of an open file, so many bytes.
  case file(FileHandle, count: Int)

  /// Opens the file at `path`.
  init(_ path: String) throws(DiagnosticError) {
    if let problem = FileProblem.of(path) { throw FileProblem.error(path, problem) }
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      self = .file(handle, count: Int(clamping: try handle.seekToEnd()))
    } catch {
      throw FileProblem.error(path, "cannot be read: \(error.localizedDescription)")
    }
  }

  /// How many bytes there are.
  var count: Int {
    switch self {
    case .memory(let bytes): bytes.count
    case .file(_, let count): count
    }
  }

  /// `count` bytes from `start` on; nil unless all of them are there.
  func bytes(at start: Int, count: Int) -> [UInt8]? {
    guard start >= 0, count >= 0, start <= self.count, count <= self.count - start else { return nil }
    switch self {
    case .memory(let bytes): return Array(bytes[start..<start + count])
    case .file(let handle, _):
      guard count > 0 else { return [] }
      guard (try? handle.seek(toOffset: UInt64(start))) != nil,
        let data = try? handle.read(upToCount: count), data.count == count
      else { return nil }
      return [UInt8](data)
    }
  }

  /// The first `count` bytes, or all if there are fewer.
  func start(_ count: Int) -> [UInt8] { bytes(at: 0, count: min(count, self.count)) ?? [] }

  /// All bytes.
  var all: [UInt8]? {
    if case .memory(let bytes) = self { bytes } else { bytes(at: 0, count: count) }
  }
}
