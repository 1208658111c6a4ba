/// The order in which people number files: 2 before 10, folders before what they hold is compared.
///
/// A total order that depends on no locale: runs of digits compare as numbers of any length and come before
/// other text, which compares byte by byte; equal numbers with other leading zeros fall back to the bytes.
struct NaturalOrder: Comparable {
  private enum Piece: Equatable {
    case number([UInt8])
    case text([UInt8])
  }

  private let components: [[Piece]]
  private let bytes: [UInt8]

  init(_ path: String) {
    bytes = Array(path.utf8)
    components = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(Self.pieces)
  }

  static func < (left: NaturalOrder, right: NaturalOrder) -> Bool {
    if left.components == right.components { return left.bytes.lexicographicallyPrecedes(right.bytes) }
    return left.components.lexicographicallyPrecedes(right.components) { $0 != $1 && precedes($0, $1) }
  }

  private static func precedes(_ left: [Piece], _ right: [Piece]) -> Bool {
    left.lexicographicallyPrecedes(right, by: precedes)
  }

  private static func precedes(_ left: Piece, _ right: Piece) -> Bool {
    switch (left, right) {
    case (.number(let left), .number(let right)):
      left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
    case (.text(let left), .text(let right)): left.lexicographicallyPrecedes(right)
    case (.number, .text): true
    case (.text, .number): false
    }
  }

  private static func pieces(_ component: ArraySlice<UInt8>) -> [Piece] {
    var pieces: [Piece] = []
    var rest = component
    while let first = rest.first {
      let run = rest.prefix { isDigit($0) == isDigit(first) }
      rest = rest.dropFirst(run.count)
      pieces.append(isDigit(first) ? .number(Array(run.drop { $0 == UInt8(ascii: "0") })) : .text(Array(run)))
    }
    return pieces
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
