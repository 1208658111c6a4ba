import Foundation
import Images

/// Images whose names differ only in a number at the end, in the order of those numbers.
struct Series {
  typealias Pair = (DatasetFacts.Entry, DatasetFacts.Entry)

  /// Each image with the next of its series.
  let neighbours: [Pair]
  /// Images that stand far apart, or in different series.
  private let strangers: [Pair]

  /// Neighbours are continuous if they are at most this part as far apart as strangers.
  ///
  /// Slices of a volume (ISBI 2012) come to 0.3, street scenes a second apart (CamVid) to 0.2, independent pictures to 1.
  private static let continuity = 0.5

  init(_ entries: [DatasetFacts.Entry]) {
    let numbered = entries.compactMap { entry in
      Self.split(entry.sample.id).map { ($0.name, $0.number, entry) }
    }
    let groups = Dictionary(grouping: numbered, by: \.0).values.map { group in
      group.sorted { ($0.1, $0.2.sample.id) < ($1.1, $1.2.sample.id) }.map(\.2)
    }
    .sorted { $0[0].sample.id < $1[0].sample.id }
    neighbours = groups.flatMap { group in zip(group, group.dropFirst()).map { ($0, $1) } }
    let all = groups.flatMap(\.self)
    let step = max(1, all.count / 2)
    strangers = zip(all, all.dropFirst(step)).map { ($0, $1) }
  }

  /// Whether these neighbours look much more alike than images that stand far apart.
  func looksContinuous(_ pairs: [Pair]) -> Bool {
    let (near, far) = (Self.meanDistance(pairs), Self.meanDistance(strangers))
    return far > 0 && near <= Self.continuity * far
  }

  private static func meanDistance(_ pairs: [Pair]) -> Double {
    guard !pairs.isEmpty else { return 0 }
    return pairs.reduce(0) { $0 + $1.0.facts.distance(to: $1.1.facts) } / Double(pairs.count)
  }

  /// An id without the number at its end, and that number; nil if it has none.
  private static func split(_ id: String) -> (name: String, number: Int)? {
    let digits = id.reversed().prefix { $0.isASCII && $0.isNumber }.reversed()
    guard !digits.isEmpty, let number = Int(String(digits.suffix(18))) else { return nil }
    return (String(id.dropLast(digits.count)), number)
  }
}
