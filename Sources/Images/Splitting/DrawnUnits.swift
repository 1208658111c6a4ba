import Diagnostics

/// What is drawn as a whole, in the order in which it is drawn: images, or groups of them.
struct DrawnUnits {
  /// The positions of the images of each unit.
  let members: [[Int]]
  private let isGrouped: Bool

  /// The units of the samples at `pool`, by hash(seed, name), where an image's name is its id.
  init(_ pool: [Int], of samples: [Sample], by rule: Split.Draw) throws(DiagnosticError) {
    isGrouped = rule.grouping != nil
    let chosen = pool.map { samples[$0] }
    let names = try rule.grouping?.names(of: chosen) ?? chosen.map(\.id)
    let units = Dictionary(grouping: zip(names, pool), by: \.0)
    members = units.map { (hash: Split.hash(rule.seed, $0.key), name: $0.key, members: $0.value.map(\.1)) }
      .sorted { ($0.hash, $0.name) < ($1.hash, $1.name) }.map(\.members)
  }

  var count: Int { members.count }

  /// How many there are: "1 image", "3 groups".
  var words: String {
    let noun = isGrouped ? "group" : "image"
    return count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }
}
