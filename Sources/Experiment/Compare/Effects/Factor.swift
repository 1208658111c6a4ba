import Foundation

/// Something that varies in a sweep: a key, or keys that always move together, with what it is set to.
struct Factor: Equatable, Sendable {
  /// The dotted paths, in the order of the sweep.
  let keys: [String]
  /// What it is set to, numbers by size and anything else as it first comes; of keys that move together, joined by ", ".
  let levels: [String]
  /// Of each configuration, which of `levels` it has.
  let placement: [Int]

  /// A factor of these values, one for each configuration.
  init(keys: [String], values: [String]) {
    self.keys = keys
    var seen: [String: String] = [:]
    // 1e-3 and 0.001 are one level, and called as the first of them is written.
    let names = values.map { value in
      let meaning = Self.number(value).map { "\($0)" } ?? value
      seen[meaning] = seen[meaning] ?? value
      return seen[meaning] ?? value
    }
    let levels = names.enumerated().filter { names.firstIndex(of: $0.element) == $0.offset }.map(\.element)
    let numbers = levels.compactMap(Self.number)
    let sorted =
      numbers.count == levels.count
      ? zip(levels, numbers).sorted { $0.1 < $1.1 }.map(\.0) : levels
    self.levels = sorted
    let places = Dictionary(
      sorted.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { a, _ in a })
    placement = names.map { places[$0] ?? 0 }
  }

  private init(keys: [String], levels: [String], placement: [Int]) {
    self.keys = keys
    self.levels = levels
    self.placement = placement
  }

  /// The number of each level; `nil` where one of them is no number.
  var numbers: [Double]? {
    let numbers = levels.compactMap(Self.number)
    return numbers.count == levels.count ? numbers : nil
  }

  /// How it is called: the keys, joined by " + ".
  var name: String { keys.joined(separator: " + ") }

  /// Whether it says all that another one does: where this is known, the other is.
  func determines(_ other: Factor) -> Bool {
    var known = [Int?](repeating: nil, count: levels.count)
    for (own, its) in zip(placement, other.placement) {
      if let earlier = known[own], earlier != its { return false }
      known[own] = its
    }
    return true
  }

  /// The factor of keys that always move together.
  func joined(with other: Factor) -> Factor {
    let names = levels.indices.map { level in
      let its = placement.firstIndex(of: level).map { other.levels[other.placement[$0]] } ?? ""
      return "\(levels[level]), \(its)"
    }
    return Factor(keys: keys + other.keys, levels: names, placement: placement)
  }

  /// The factor of some of the configurations.
  func of(_ configurations: [Int]) -> Factor {
    Factor(keys: keys, levels: levels, placement: configurations.map { placement[$0] })
  }

  private static func number(_ text: String) -> Double? {
    Double(text).flatMap { $0.isFinite ? $0 : nil }
  }
}
