import Crypto
import Foundation
public import Torch

/// A safetensors file that is open for reading: all of its bytes are checked, its tensors are read when asked for.
public struct SafetensorsFile {
  /// The texts beside the tensors, without the checksum.
  public let metadata: [String: String]
  /// The checksum that stands in the file, which is that of its bytes; `nil` in files of other programs.
  public let checksum: String?

  private let bytes: SafetensorsBytes
  private let dataStart: Int
  private let entries: [String: SafetensorsHeader.Entry]

  /// Opens a file, and compares all that it holds with its checksum where it has one.
  ///
  /// Throws `SafetensorsError`, which names the file, unless every byte is accounted for: a file that was cut short
  /// or grew does not open.
  public init(path: String) throws(SafetensorsError) {
    let bytes = try SafetensorsBytes(path)
    let (header, dataStart) = try Self.header(of: bytes)
    if let problem = header.problem(available: bytes.count - dataStart) { throw .malformed(path, problem) }
    let checksum = header.metadata[SafetensorsChecksum.key].flatMap {
      SafetensorsChecksum.isPlausible($0) ? $0 : nil
    }
    metadata = header.metadata.filter { $0.key != SafetensorsChecksum.key || checksum == nil }
    self.checksum = checksum
    entries = header.tensors
    self.bytes = bytes
    self.dataStart = dataStart
    if let checksum, try digits(instead: checksum) != checksum { throw .changed(path) }
  }

  /// The names of the tensors, sorted.
  public var names: [String] { entries.keys.sorted() }

  /// A copy of a tensor; nil if the file has none of that name.
  ///
  /// Throws `TorchError`, or `SafetensorsError` where the file cannot be read any more.
  public func tensor(_ name: String, on device: Device = .cpu) throws -> Tensor? {
    guard let entry = entries[name], let dtype = DType(safetensorsName: entry.dtype) else { return nil }
    let range = (dataStart + entry.offsets[0])..<(dataStart + entry.offsets[1])
    return try bytes.read(range).withUnsafeBytes {
      try Tensor(bytes: $0, as: dtype, shape: entry.shape, on: device)
    }
  }

  /// Copies of all tensors whose names start with a prefix, by their names without it.
  ///
  /// Throws `TorchError`, or `SafetensorsError` where the file cannot be read any more.
  public func tensors(
    withPrefix prefix: String = "", on device: Device = .cpu
  ) throws -> [String: Tensor] {
    var result: [String: Tensor] = [:]
    for name in names where name.hasPrefix(prefix) {
      result[String(name.dropFirst(prefix.count))] = try tensor(name, on: device)
    }
    return result
  }

  /// The header, and where the tensors begin.
  private static func header(of bytes: SafetensorsBytes) throws(SafetensorsError) -> (SafetensorsHeader, Int)
  {
    guard bytes.count >= 8 else {
      throw .malformed(bytes.file, "it has \(bytes.count) bytes, and the header's length takes 8")
    }
    let length = try bytes.read(0..<8).reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(bytes.count - 8) else {
      throw .malformed(bytes.file, "its header of \(length) bytes is longer than the file")
    }
    let dataStart = 8 + Int(length)
    let json = try bytes.read(8..<dataStart)
    do {
      return (try JSONDecoder().decode(SafetensorsHeader.self, from: json), dataStart)
    } catch {
      throw .malformed(bytes.file, "its header is not the JSON that it should be")
    }
  }

  /// The checksum of the bytes as they are, with zeros in place of the one that stands in them.
  private func digits(instead checksum: String) throws(SafetensorsError) -> String {
    var hash = SHA256()
    let header = try bytes.read(0..<dataStart)
    hash.update(
      data: SafetensorsChecksum.replacing(checksum, by: SafetensorsChecksum.blank, in: header) ?? header)
    var position = dataStart
    while position < bytes.count {
      let end = min(position + Self.piece, bytes.count)
      hash.update(data: try bytes.read(position..<end))
      position = end
    }
    return SafetensorsChecksum.digits(of: hash)
  }

  /// How many bytes are read at once for the checksum.
  private static let piece = 1 << 20
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
