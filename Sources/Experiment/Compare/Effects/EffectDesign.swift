import Foundation

/// Which configurations there are, as factors and the cells that their levels make.
struct EffectDesign {
  /// What varies in levels.
  let factors: [Factor]
  /// The scores of each combination of levels that is there; the factors' placements are those of the cells.
  let cells: [EffectCell]
  /// Keys whose values are drawn.
  let correlations: [Effects.Correlation]
  /// Whether a cell holds several configurations, whose differences are then what chance does.
  let repeatsConfigurations: Bool
  private(set) var notes: [String]

  init(_ observations: [Effects.Observation], keys: [String]) {
    notes = []
    let all = keys.map { key in
      Factor(keys: [key], values: observations.map { $0.settings[key] ?? "default" })
    }
    let varying = all.filter { $0.levels.count > 1 }
    let drawn = Self.drawn(among: varying, of: observations.count)
    correlations = varying.enumerated().filter { drawn.contains($0.offset) }.map { _, factor in
      Effects.Correlation(of: factor, scores: observations.map(\.table.mean))
    }
    var factors = Self.joined(varying.enumerated().filter { !drawn.contains($0.offset) }.map(\.element))
    let parts = factors.filter { factor in factors.contains { $0 != factor && $0.determines(factor) } }
    for part in parts {
      let whole = factors.first { $0 != part && $0.determines(part) }?.name ?? ""
      notes.append("\(part.name) is fixed by \(whole), and has no effect of its own")
    }
    factors.removeAll(where: parts.contains)
    let places = observations.indices.map { index in factors.map { $0.placement[index] } }
    let groups = Dictionary(grouping: observations.indices) { places[$0] }.values.sorted { $0[0] < $1[0] }
    let repeats = groups.contains { $0.count > 1 }
    repeatsConfigurations = repeats
    self.factors = factors.map { $0.of(groups.map { $0[0] }) }
    cells = groups.map { group in
      EffectCell(
        rows: repeats
          ? group.map { observations[$0].table.imageMeans } : observations[group[0]].table.values)
    }
    notes += Self.notes(on: self)
  }

  /// How many combinations the levels have.
  var combinations: Double { factors.reduce(1) { $0 * Double($1.levels.count) } }

  /// Whether every combination of levels is there.
  var isComplete: Bool { combinations == Double(cells.count) }

  /// Why the effect of a factor is not told.
  func refusal(of index: Int) -> String {
    """
    the effect of \(factors[index].name) cannot be told from those of other keys: too few of the \
    \(Self.count(combinations)) combinations are there
    """
  }

  /// Why there are no shares of the variance; nil where nobody would expect them.
  var shareRefusal: String? {
    if factors.isEmpty || cells.count < 2 { return nil }
    if repeatsConfigurations || !correlations.isEmpty {
      return "importance shares need a grid, and have no meaning where values are drawn"
    }
    if !isComplete {
      return """
        importance shares need every combination of values: \(Self.count(combinations - Double(cells.count))) of \
        \(Self.count(combinations)) are missing or have no score
        """
    }
    return "importance shares need a second seed or a second image, to know what chance does"
  }

  /// Keys that always move together as one factor, where the first of them stands.
  private static func joined(_ factors: [Factor]) -> [Factor] {
    factors.reduce(into: []) { result, factor in
      let same = result.firstIndex { $0.determines(factor) && factor.determines($0) }
      if let same { result[same] = result[same].joined(with: factor) } else { result.append(factor) }
    }
  }

  /// The positions of keys whose values are drawn rather than listed: numbers, most of which come once, and either very many, or too many for
  /// even half of a grid to be there.
  private static func drawn(among factors: [Factor], of configurations: Int) -> Set<Int> {
    let grid = joined(factors).reduce(1) { $0 * Double($1.levels.count) }
    let isGrid = Double(configurations) >= grid / 2
    return Set(
      factors.indices.filter { index in
        let levels = factors[index].levels.count
        return factors[index].numbers != nil && 2 * levels > configurations && (levels > 8 || !isGrid)
      })
  }

  private static func notes(on design: EffectDesign) -> [String] {
    var notes: [String] = []
    if !design.correlations.isEmpty {
      let names = design.correlations.map(\.key).joined(separator: ", ")
      notes.append("values of \(names) are drawn, so there are rank correlations in place of levels")
    }
    guard !design.factors.isEmpty, design.cells.count > 1 else { return notes }
    if design.repeatsConfigurations {
      notes.append(
        "configurations with the same levels differ in other keys: how much is what the levels are held against"
      )
    }
    if !design.isComplete {
      notes.append(
        """
        \(count(Double(design.cells.count))) of \(count(design.combinations)) combinations are there: main effects are those of a model in which \
        the keys' effects add up
        """)
    }
    if design.cells.allSatisfy({ $0.rows.count == 1 }) {
      notes.append("one seed: ranges are of the images only, and nothing is called better")
    }
    return notes
  }

  private static func count(_ number: Double) -> String {
    number < 1e9 ? Wording.grouped(Int(number)) : Wording.significant(number)
  }
}
