import Crypto
import Foundation
public import Torch

/// Writes tensors in Hugging Face's safetensors format, which Python opens in one line.
public enum SafetensorsWriter {
  /// Hands a file's bytes to `sink`, a piece at a time; the same tensors always give the same bytes.
  ///
  /// The sink decides where the bytes go, so that its owner can make the file appear all at once. `metadata` is for
  /// any text; the file's checksum is added to it under `checksum`. Throws what the sink throws, or `TorchError`.
  public static func write(
    _ tensors: [String: Tensor], metadata: [String: String] = [:],
    to sink: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let order = order(of: tensors)
    try signed(header(order, metadata), order).withUnsafeBytes(sink)
    for (_, tensor) in order { try withBytes(of: tensor, sink) }
  }

  /// Lends what of a tensor stands in the file.
  private static func withBytes(
    of tensor: Tensor, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    try tensor.detached().moved(to: .cpu).laidOut(.contiguous).withBytes(body)
  }

  /// Wide elements first, so that each tensor starts at a multiple of its element's size; then by name.
  private static func order(of tensors: [String: Tensor]) -> [(name: String, tensor: Tensor)] {
    tensors.map { (name: $0.key, tensor: $0.value) }.sorted {
      ($1.tensor.dtype.byteCount, $0.name) < ($0.tensor.dtype.byteCount, $1.name)
    }
  }

  /// The header with the checksum of the whole file in place of the zeros.
  private static func signed(_ header: Data, _ order: [(name: String, tensor: Tensor)]) throws -> Data {
    var hash = SHA256()
    hash.update(data: header)
    for (_, tensor) in order { try withBytes(of: tensor) { hash.update(bufferPointer: $0) } }
    let digits = SafetensorsChecksum.digits(of: hash)
    return SafetensorsChecksum.replacing(SafetensorsChecksum.blank, by: digits, in: header) ?? header
  }

  /// The header's length in eight bytes and the header, padded with spaces to a multiple of eight; the checksum in it is zeros.
  private static func header(
    _ order: [(name: String, tensor: Tensor)], _ metadata: [String: String]
  ) throws -> Data {
    var header = SafetensorsHeader()
    header.metadata = metadata
    header.metadata[SafetensorsChecksum.key] = SafetensorsChecksum.blank
    var start = 0
    for (name, tensor) in order {
      let end = start + tensor.count * tensor.dtype.byteCount
      header.tensors[name] = .init(
        dtype: tensor.dtype.safetensorsName, shape: tensor.shape, offsets: [start, end])
      start = end
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var json = try encoder.encode(header)
    json.append(Data(repeating: UInt8(ascii: " "), count: -json.count & 7))
    let length = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) }
    return length + json
  }
}
