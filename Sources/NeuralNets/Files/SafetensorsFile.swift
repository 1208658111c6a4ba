import Foundation
public import Torch

/// A safetensors file that is open for reading: all of its header is checked, its tensors are read when asked for.
public struct SafetensorsFile {
  /// The texts beside the tensors.
  public let metadata: [String: String]

  private let file: String
  private let contents: Data
  private let dataStart: Int
  private let entries: [String: SafetensorsHeader.Entry]

  /// Opens a file by mapping it into memory.
  ///
  /// Throws `SafetensorsError`, which names the file, unless every byte is accounted for: a file that was cut short
  /// or grew does not open.
  public init(path: String) throws(SafetensorsError) {
    let contents: Data
    do {
      contents = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    } catch {
      throw .unreadable(path, error)
    }
    try self.init(contents, named: path)
  }

  /// Opens a file's bytes; `file` is for messages.
  init(_ contents: Data, named file: String) throws(SafetensorsError) {
    let (header, length) = try SafetensorsFile.header(of: contents, file)
    let available = contents.count - 8 - length
    if let problem = header.problem(available: available) { throw .malformed(file, problem) }
    self.file = file
    self.contents = contents
    dataStart = contents.startIndex + 8 + length
    metadata = header.metadata
    entries = header.tensors
  }

  /// The names of the tensors, sorted.
  public var names: [String] { entries.keys.sorted() }

  /// A copy of a tensor; nil if the file has none of that name.
  ///
  /// Throws `TorchError`.
  public func tensor(_ name: String, on device: Device = .cpu) throws -> Tensor? {
    guard let entry = entries[name], let dtype = DType(safetensorsName: entry.dtype) else { return nil }
    let bytes = contents[(dataStart + entry.offsets[0])..<(dataStart + entry.offsets[1])]
    return try bytes.withUnsafeBytes { try Tensor(bytes: $0, as: dtype, shape: entry.shape, on: device) }
  }

  /// Copies of all tensors whose names start with a prefix, by their names without it.
  ///
  /// Throws `TorchError`.
  public func tensors(
    withPrefix prefix: String = "", on device: Device = .cpu
  ) throws -> [String: Tensor] {
    var result: [String: Tensor] = [:]
    for name in names where name.hasPrefix(prefix) {
      result[String(name.dropFirst(prefix.count))] = try tensor(name, on: device)
    }
    return result
  }

  /// The header, and its length in bytes.
  private static func header(
    of contents: Data, _ file: String
  ) throws(SafetensorsError) -> (SafetensorsHeader, Int) {
    guard contents.count >= 8 else {
      throw .malformed(file, "it has \(contents.count) bytes, and the header's length takes 8")
    }
    let length = contents.prefix(8).reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(contents.count - 8) else {
      throw .malformed(file, "its header of \(length) bytes is longer than the file")
    }
    do {
      let json = contents.dropFirst(8).prefix(Int(length))
      return (try JSONDecoder().decode(SafetensorsHeader.self, from: Data(json)), Int(length))
    } catch {
      throw .malformed(file, "its header is not the JSON that it should be")
    }
  }
}

extension SafetensorsHeader {
  /// Why the tensors don't fill the bytes after the header exactly; nil if they do.
  fileprivate func problem(available: Int) -> String? {
    var start = 0
    for (name, entry) in tensors.sorted(by: { $0.value.precedes($1.value) ?? ($0.key < $1.key) }) {
      if let problem = entry.problem { return "tensor '\(name)' \(problem)" }
      if entry.offsets[0] != start {
        return
          "tensor '\(name)' starts at byte \(entry.offsets[0]), not \(start) where the one before it ends"
      }
      start = entry.offsets[1]
    }
    return start == available ? nil : "its tensors take \(start) bytes, and \(available) follow the header"
  }
}

extension SafetensorsHeader.Entry {
  /// Whether this one's bytes come before another's; nil for the same range, as of two empty tensors.
  fileprivate func precedes(_ other: Self) -> Bool? {
    offsets == other.offsets ? nil : offsets.lexicographicallyPrecedes(other.offsets)
  }

  /// What is wrong with the entry by itself.
  fileprivate var problem: String? {
    guard let type = DType(safetensorsName: dtype) else {
      return "is of the type '\(dtype)', which is not supported"
    }
    guard offsets.count == 2, 0 <= offsets[0], offsets[0] <= offsets[1] else {
      return "has the byte range \(offsets)"
    }
    guard let byteCount = byteCount(type) else { return "has the shape \(shape)" }
    let held = offsets[1] - offsets[0]
    return held == byteCount ? nil : "of shape \(shape) takes \(byteCount) bytes, but its range has \(held)"
  }

  /// nil where a size is negative or the product is beyond all memory.
  private func byteCount(_ type: DType) -> Int? {
    var product = type.byteCount
    for size in shape {
      let (next, overflows) = product.multipliedReportingOverflow(by: size)
      if size < 0 || overflows { return nil }
      product = next
    }
    return product
  }
}
