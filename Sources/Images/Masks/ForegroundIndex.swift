/// How the foreground of a mask is spread over its rows, so that one of its pixels is drawn with a look at a single row.
///
/// Foreground are all classes but the first, or the only one. It takes four bytes for each row and class that is there.
public struct ForegroundIndex: Hashable, Sendable {
  /// The indices of the foreground's classes that have a pixel, ascending.
  public let classes: [UInt8]
  /// For each of `classes`, and in it for each row, the pixels in this row and all above.
  private let totals: [UInt32]
  private let rows: Int

  /// Counts the pixels of a mask.
  public init(_ mask: ClassMask) {
    var isThere = [Bool](repeating: false, count: 256)
    for index in mask.indices { isThere[Int(index)] = true }
    let classes = (1..<ClassMask.ignored).filter { isThere[Int($0)] }
    var totals = [UInt32](repeating: 0, count: classes.count * mask.height)
    var counts = [UInt32](repeating: 0, count: 256)
    for row in 0..<mask.height where !classes.isEmpty {
      for index in mask.indices[mask.width * row..<mask.width * (row + 1)] { counts[Int(index)] &+= 1 }
      for (place, index) in classes.enumerated() { totals[place * mask.height + row] = counts[Int(index)] }
    }
    self.classes = classes
    self.totals = totals
    rows = mask.height
  }

  /// Bytes of memory, about.
  public var bytes: Int { 128 + 4 * totals.count }

  /// A pixel of the foreground of which the place in its row is still to be found.
  public struct Choice: Hashable, Sendable {
    /// The row of the mask.
    public let row: Int
    /// The class.
    let index: UInt8
    /// How many pixels of the class are before it in the row.
    let number: Int

    /// The pixel; nil in a row of another mask.
    ///
    /// - Parameter indices: The class of each pixel of the row.
    public func pixel(in indices: some Sequence<UInt8>) -> PixelPosition? {
      var left = number
      for (x, index) in indices.enumerated() where index == self.index {
        if left == 0 { return PixelPosition(x: x, y: row) }
        left -= 1
      }
      return nil
    }
  }

  /// A pixel of one of the classes: each class is as likely as any other, and then each of its pixels; nil without foreground.
  public func choice(using stream: inout RandomStream) -> Choice? {
    guard !classes.isEmpty else { return nil }
    let place = stream.integer(below: classes.count)
    let totals = totals[place * rows..<(place + 1) * rows]
    let number = stream.integer(below: Int(totals.last ?? 0))
    let row = Self.firstRow(of: totals, above: number) - totals.startIndex
    let before = row == 0 ? 0 : Int(totals[totals.startIndex + row - 1])
    return Choice(row: row, index: classes[place], number: number - before)
  }

  /// The index of the first total that is above a number, which the last is.
  private static func firstRow(of totals: ArraySlice<UInt32>, above number: Int) -> Int {
    var (low, high) = (totals.startIndex, totals.endIndex - 1)
    while low < high {
      let middle = (low + high) / 2
      if Int(totals[middle]) > number { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
