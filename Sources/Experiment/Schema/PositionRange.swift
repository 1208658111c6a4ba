import Config

/// Positions of images in the order of the file names, from 0, both ends included.
public struct PositionRange: Hashable, Sendable {
  /// The lowest.
  public let first: Int
  /// The highest.
  public let last: Int

  /// Makes a range.
  public init(first: Int, last: Int) {
    self.first = first
    self.last = last
  }

  /// Reads `range: [first, last]`, or a list of such.
  static func read(_ keys: inout KeyReader, _ standard: [PositionRange]?) -> [PositionRange] {
    let ranges = keys.require(
      "range", unless: standard, as: format, standIn: [PositionRange(first: 0, last: 0)],
      "First and last position in the order of the file names, from 0, both included.")
    for range in ranges {
      keys.check(
        "range", that: range.first <= range.last,
        else: "'range' must be [first, last], and \(range.first) is above \(range.last)")
    }
    let sorted = ranges.sorted { $0.first < $1.first }
    for (one, next) in zip(sorted, sorted.dropFirst()) {
      keys.check(
        "range", that: one.last < next.first,
        else: "'range' has the position \(next.first) twice")
    }
    return ranges
  }

  private static var format: Format<[PositionRange]> {
    let pair = Format.list(of: Int.format(in: .from(0, to: 1_000_000_000)), counts: 2...2)
    return .either(pair, .list(of: pair, counts: 1...1000)) { value in
      switch value {
      case .first(let ends): [PositionRange(first: ends[0], last: ends[1])]
      case .second(let pairs): pairs.map { PositionRange(first: $0[0], last: $0[1]) }
      }
    } split: { ranges in
      ranges.count == 1
        ? .first([ranges[0].first, ranges[0].last]) : .second(ranges.map { [$0.first, $0.last] })
    }
    .called("[first, last], or a list of such")
  }
}
