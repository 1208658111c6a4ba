import Foundation

/// The framing of TensorFlow's record files: a record's length in 8 bytes, the checksum of these, the record, its checksum; all numbers
/// with their lowest byte first.
enum TFRecord {
  /// A record with what stands around it.
  static func framed(_ record: Data) -> Data {
    let length = bytes(UInt64(record.count))
    return length + bytes(CRC32C.masked(length)) + record + bytes(CRC32C.masked(record))
  }

  /// The records in the first `length` bytes of a file; `nil` unless they are whole records, each with its right checksums.
  static func records(in file: Data, length: Int) -> [Data]? {
    var rest = file.prefix(length)
    guard rest.count == length else { return nil }
    var records: [Data] = []
    while !rest.isEmpty {
      let header = rest.prefix(8)
      guard rest.count >= 16, number(rest.dropFirst(8).prefix(4)) == UInt64(CRC32C.masked(header)),
        let size = Int(exactly: number(header)), size <= rest.count - 16
      else { return nil }
      let record = rest.dropFirst(12).prefix(size)
      guard number(rest.dropFirst(12 + size).prefix(4)) == UInt64(CRC32C.masked(record)) else { return nil }
      records.append(Data(record))
      rest = rest.dropFirst(16 + size)
    }
    return records
  }

  private static func bytes<Number: FixedWidthInteger>(_ number: Number) -> Data {
    Data((0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
  }

  private static func number(_ bytes: Data) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
}
