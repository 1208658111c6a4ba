/// A fast sum of 64 bits over bytes that detects damage, not malice.
///
/// Four lanes take eight bytes each in turn. Every step is reversible, so that a change of one word always changes the sum; the shift
/// and the rotation carry the highest bits to the others, so that changes of two words don't cancel either. It is to be given all bytes at once, or pieces of a multiple of 32 but
/// for the last.
struct MixingSum {
  private var lanes: (UInt64, UInt64, UInt64, UInt64) = (
    0x243F_6A88_85A3_08D3, 0x1319_8A2E_0370_7344, 0xA409_3822_299F_31D0, 0x082E_FA98_EC4E_6C89
  )
  private var count: UInt64 = 0

  /// The sum of all bytes.
  static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var sum = MixingSum()
    sum.add(bytes)
    return sum.value
  }

  /// Adds bytes.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var (a, b, c, d) = lanes
    let whole = bytes.count & ~31
    var place = 0
    while place < whole {
      Self.step(&a, bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      Self.step(&b, bytes.loadUnaligned(fromByteOffset: place &+ 8, as: UInt64.self))
      Self.step(&c, bytes.loadUnaligned(fromByteOffset: place &+ 16, as: UInt64.self))
      Self.step(&d, bytes.loadUnaligned(fromByteOffset: place &+ 24, as: UInt64.self))
      place &+= 32
    }
    for byte in bytes[whole...] { Self.step(&a, UInt64(byte) | 1 << 8) }
    lanes = (a, b, c, d)
    count &+= UInt64(bytes.count)
  }

  /// The sum of what was added, and of how much it was.
  var value: UInt64 {
    [lanes.0, lanes.1, lanes.2, lanes.3].reduce(RandomStream.mixed(count)) { RandomStream.mixed($0 ^ $1) }
  }

  private static func step(_ lane: inout UInt64, _ word: UInt64) {
    let bits = lane ^ word
    let product = (bits ^ bits &>> 32) &* 0x9E37_79B9_7F4A_7C15
    lane = product &<< 29 | product &>> 35
  }
}
