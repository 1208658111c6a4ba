import Foundation

/// Writes the fields of one Protocol Buffers message, in the order of the calls.
///
/// Event files need five small messages, of which only the writing; the swift-protobuf library with the code that it generates would be
/// many times the size of this.
struct ProtobufWriter {
  /// The message so far.
  private(set) var bytes = Data()

  /// A whole number that is not negative; 0 is left out, which is how it is read where it is missing.
  mutating func write(_ field: Int, integer: Int) {
    guard integer != 0 else { return }
    tag(field, .variable)
    variable(UInt64(integer))
  }

  /// A number of 64 bits.
  mutating func write(_ field: Int, double: Double) {
    tag(field, .eightBytes)
    bytes.append(contentsOf: (0..<8).map { UInt8(truncatingIfNeeded: double.bitPattern >> (8 * $0)) })
  }

  /// A number of 32 bits.
  mutating func write(_ field: Int, float: Float) {
    tag(field, .fourBytes)
    bytes.append(contentsOf: (0..<4).map { UInt8(truncatingIfNeeded: float.bitPattern >> (8 * $0)) })
  }

  /// A text in UTF-8.
  mutating func write(_ field: Int, text: String) { write(field, bytes: Data(text.utf8)) }

  /// A message within this one.
  mutating func write(_ field: Int, message: (inout ProtobufWriter) -> Void) {
    var inner = ProtobufWriter()
    message(&inner)
    write(field, bytes: inner.bytes)
  }

  /// Bytes as they are.
  mutating func write(_ field: Int, bytes content: Data) {
    tag(field, .lengthFirst)
    variable(UInt64(content.count))
    bytes.append(content)
  }

  /// How a field's value is laid out.
  private enum Layout: Int {
    case variable = 0
    case eightBytes = 1
    case lengthFirst = 2
    case fourBytes = 5
  }

  private mutating func tag(_ field: Int, _ layout: Layout) { variable(UInt64(field << 3 | layout.rawValue)) }

  /// Seven bits a byte, the lowest first; the eighth says that there is more.
  private mutating func variable(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
