/// How the variance of the configurations' scores splits into the parts of keys, of pairs of keys, of more, and of chance.
///
/// The functional analysis of variance of Hutter, Hoos and Leyton-Brown 2014, exact on a full grid in place of their forest. Of each
/// part is subtracted what chance alone is expected to give it, so that a key that does nothing has a share of about 0, not of 1 by
/// the number of keys; a part that falls below 0 counts as 0.
struct VarianceShares {
  let importance: [Effects.Importance]
  let higherOrder: Double
  let noise: Double

  /// Splits the variance; nil where the grid is not full, or where nothing says what chance does.
  init?(_ design: EffectDesign, _ pairs: [(Int, Int)]) {
    let cells = design.cells
    guard design.isComplete, !design.factors.isEmpty, cells.count > 1, !design.repeatsConfigurations,
      design.correlations.isEmpty
    else { return nil }
    let errors = EffectErrors(cells)
    guard errors.basis != .none else { return nil }
    let splitter = VarianceSplitter(factors: design.factors, pairs: pairs)
    let mean = EffectCell.mean(cells.map(\.mean))
    let squares = splitter.squares(of: cells.map(\.mean))
    var overImages = squares.map { _ in 0.0 }
    for image in cells[0].images.indices where cells[0].images.count > 1 {
      let own = splitter.squares(of: cells.map { $0.images[image] - $0.mean })
      for (part, value) in own.enumerated() { overImages[part] += value }
    }
    let repetition = EffectCell.mean(cells.map { 1 / Double($0.rows.count) })
    let total = cells.reduce(0) { $0 + ($1.mean - mean) * ($1.mean - mean) }
    guard total > 0 else { return nil }
    let shares = squares.indices.map { part in
      let freedom = splitter.freedoms[part]
      guard freedom > 0,
        let chance = errors.uncertainty(
          scale: freedom * repetition, squares: overImages[part], freedom: freedom)
      else { return 0.0 }
      return max(0, squares[part] - chance.standardError * chance.standardError) / total
    }
    let names =
      design.factors.map { [$0.name] }
      + pairs.map { [design.factors[$0.0].name, design.factors[$0.1].name] }
    let named = zip(names, shares).map { Effects.Importance(keys: $0, share: $1) }
    importance = named.enumerated().sorted { ($1.element.share, $0.offset) < ($0.element.share, $1.offset) }
      .map(\.element)
    higherOrder = shares.last ?? 0
    noise = max(0, 1 - shares.reduce(0, +))
  }
}

/// Splits sums of squares over a full grid; the parts are the factors, the pairs, and the rest.
private struct VarianceSplitter {
  let factors: [Factor]
  let pairs: [(Int, Int)]

  /// How many differences each part is made of.
  var freedoms: [Double] {
    let own = factors.map { Double($0.levels.count - 1) }
    let both = pairs.map { own[$0.0] * own[$0.1] }
    let cells = factors.reduce(1) { $0 * Double($1.levels.count) }
    return own + both + [cells - 1 - own.reduce(0, +) - both.reduce(0, +)]
  }

  /// The sum of squares of each part of a value for each cell.
  func squares(of values: [Double]) -> [Double] {
    let mean = EffectCell.mean(values)
    let centred = values.map { $0 - mean }
    let effects = factors.map { Self.means(centred, $0.placement, count: $0.levels.count) }
    let own = zip(factors, effects).map { factor, effect in
      factor.placement.reduce(0) { $0 + effect[$1] * effect[$1] }
    }
    let both = pairs.map { first, second in
      let (one, two) = (factors[first], factors[second])
      let columns = two.levels.count
      let places = zip(one.placement, two.placement).map { $0 * columns + $1 }
      let means = Self.means(centred, places, count: one.levels.count * columns)
      return places.reduce(0.0) { sum, place in
        let rest = means[place] - effects[first][place / columns] - effects[second][place % columns]
        return sum + rest * rest
      }
    }
    let total = centred.reduce(0) { $0 + $1 * $1 }
    return own + both + [max(0, total - own.reduce(0, +) - both.reduce(0, +))]
  }

  private static func means(_ values: [Double], _ places: [Int], count: Int) -> [Double] {
    var (sums, counts) = (Array(repeating: 0.0, count: count), Array(repeating: 0.0, count: count))
    for (value, place) in zip(values, places) {
      sums[place] += value
      counts[place] += 1
    }
    return zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 }
  }
}
