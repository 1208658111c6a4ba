import Foundation
import Testing

/// An entry of TensorBoard's event file, less the time of the day.
struct EventRecord: Hashable {
  let step: UInt64
  /// What it holds by name, less what a clock says.
  let values: [String: Data]

  /// The entries of an event file.
  static func read(_ bytes: Data) throws -> [EventRecord] {
    var rest = bytes[...]
    var records: [EventRecord] = []
    while !rest.isEmpty {
      // A length of 8 bytes, its checksum, the entry, its checksum.
      let length = rest.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
      try #require(rest.count >= length + 16, "half a record")
      records.append(try EventRecord(rest.dropFirst(12).prefix(length)))
      rest = rest.dropFirst(length + 16)
    }
    return records
  }

  private init(_ bytes: Data) throws {
    let fields = try Field.read(bytes)
    step = fields.first { $0.number == 2 }?.value ?? 0
    let values = try fields.filter { $0.number == 5 }.flatMap { try Field.read($0.bytes) }.map { value in
      let parts = try Field.read(value.bytes)
      return (String(decoding: parts.first { $0.number == 1 }?.bytes ?? Data(), as: UTF8.self), value.bytes)
    }
    self.values = Dictionary(values) { first, _ in first }
      .filter { name, _ in !Program.clocks.contains { name.contains($0) } }
  }

  /// A field of a protocol buffer: a number, or bytes.
  private struct Field {
    let number: UInt64
    var value: UInt64 = 0
    var bytes = Data()

    static func read(_ message: Data) throws -> [Field] {
      var rest = message[...]
      var fields: [Field] = []
      while !rest.isEmpty {
        let key = number(&rest)
        var field = Field(number: key >> 3)
        switch key & 7 {
        case 0: field.value = number(&rest)
        case 1: rest = rest.dropFirst(8)
        case 2:
          let length = Int(number(&rest))
          field.bytes = Data(rest.prefix(length))
          rest = rest.dropFirst(length)
        case 5: rest = rest.dropFirst(4)
        default: Issue.record("no such type of field: \(key & 7)")
        }
        fields.append(field)
      }
      return fields
    }

    private static func number(_ rest: inout Data.SubSequence) -> UInt64 {
      var (value, shift) = (UInt64(0), UInt64(0))
      while let byte = rest.popFirst() {
        value |= UInt64(byte & 0x7F) << shift
        if byte < 0x80 { break }
        shift += 7
      }
      return value
    }
  }
}
