/// Which of some configurations is better, and by how much.
public struct Contrast: Equatable, Sendable {
  /// What each configuration is held against.
  public enum Reference: Equatable, Sendable {
    /// The table at that position, which was named before anybody saw the scores.
    case baseline(Int)
    /// The one with the best mean, among those with two seeds or more where there is one.
    case best(higherIsBetter: Bool)
  }

  /// The mean of each configuration, each with a range of its own: 95 % for it alone.
  public let intervals: [Interval]
  /// All configurations but the reference, in order, less the reference.
  public let differences: [Difference]
  /// How many differences were guarded against chance.
  public let family: Family
  /// Whether configurations vary too differently to share one variance, so that each difference has its own (Welch).
  public let variancesDiffer: Bool

  /// Compares configurations.
  ///
  /// - Parameters:
  ///   - tables: The scores of each configuration on the same images in the same order. Where they differ in the number of images, all are compared
  ///     without images.
  ///   - reference: What they are held against. There are no differences from a baseline that is not there.
  ///   - worthwhile: The difference that `moreSeeds` is about, above 0, in the unit of the score.
  public init(_ tables: [ScoreTable], reference: Reference, worthwhile: Double = 0.01) {
    let alike = Set(tables.map(\.imageCount)).count < 2
    let tables = alike ? tables : tables.map(\.withoutImages)
    let model = DifferenceModel(tables)
    intervals = tables.map(Interval.init)
    variancesDiffer = model.variancesDiffer
    family = Self.family(of: reference, among: tables.count, variancesDiffer: model.variancesDiffer)
    guard let chosen = Self.position(of: reference, in: tables) else {
      differences = []
      return
    }
    let others = tables.indices.filter { $0 != chosen }
    var work = Work(
      model: model,
      quantiles: FamilyQuantiles(
        family, groups: tables.count,
        loadings: family == .dunnett ? others.map { model.loading(of: $0, baseline: chosen) } : []),
      worthwhile: worthwhile)
    differences = others.map {
      work.difference(of: $0, less: chosen, mean: tables[$0].mean - tables[chosen].mean)
    }
  }

  /// Whether any configuration would be called different from the reference: what `differences` say, sooner, because no ranges are needed.
  package static func findsDifference(in tables: [ScoreTable], reference: Reference) -> Bool {
    guard let chosen = position(of: reference, in: tables) else { return false }
    let model = DifferenceModel(tables)
    let others = tables.indices.filter { $0 != chosen }
    let family = family(of: reference, among: tables.count, variancesDiffer: model.variancesDiffer)
    let quantiles = FamilyQuantiles(
      family, groups: tables.count, loadings: others.map { model.loading(of: $0, baseline: chosen) })
    return others.contains { other in
      guard let error = model.uncertainty(of: other, less: chosen), error.basis != .imagesOnly else {
        return false
      }
      let distance = abs(tables[other].mean - tables[chosen].mean) / error.standardError
      // What one comparison alone would not call different no family does.
      return StudentT.twoSided(distance, degreesOfFreedom: error.degreesOfFreedom) < 0.05
        && quantiles.p(distance, degreesOfFreedom: error.degreesOfFreedom) < 0.05
    }
  }

  private static func family(of reference: Reference, among count: Int, variancesDiffer: Bool) -> Family {
    switch reference {
    case _ where count < 3: .single
    case .baseline: variancesDiffer ? .sidak : .dunnett
    case .best: .tukeyKramer
    }
  }

  private static func position(of reference: Reference, in tables: [ScoreTable]) -> Int? {
    switch reference {
    case .baseline(let index): return tables.indices.contains(index) ? index : nil
    case .best(let higherIsBetter):
      let replicated = tables.indices.filter { tables[$0].seedCount > 1 }
      let candidates = replicated.isEmpty ? Array(tables.indices) : replicated
      // Of equal ones the first.
      return candidates.max { first, second in
        let (a, b) = (tables[first].mean, tables[second].mean)
        return a == b ? first > second : (a < b) == higherIsBetter
      }
    }
  }
}

extension Contrast {
  /// What all differences share.
  private struct Work {
    let model: DifferenceModel
    var quantiles: FamilyQuantiles
    let worthwhile: Double

    mutating func difference(of index: Int, less reference: Int, mean: Double) -> Difference {
      guard let error = model.uncertainty(of: index, less: reference) else {
        return Difference(index: index, reference: reference, interval: Interval(mean: mean))
      }
      let critical = quantiles.critical(degreesOfFreedom: error.degreesOfFreedom)
      let interval = Interval(mean: mean, error, critical: critical)
      guard error.basis != .imagesOnly else {
        return Difference(index: index, reference: reference, interval: interval)
      }
      let half = critical * error.standardError
      let isDifferent = abs(mean) > half
      let limit = isDifferent ? nil : model.limit(of: index, less: reference)
      let needsMoreImages = limit.map {
        quantiles.critical(degreesOfFreedom: $0.degreesOfFreedom) * $0.standardError >= worthwhile
      }
      return Difference(
        index: index, reference: reference, interval: interval,
        p: p(abs(mean), error), isDifferent: isDifferent,
        moreSeeds: isDifferent || needsMoreImages == true ? nil : moreSeeds(index, reference, half: half),
        needsMoreImages: needsMoreImages ?? false)
    }

    private func p(_ distance: Double, _ error: Uncertainty) -> Double {
      guard distance > 0 else { return 1 }
      guard error.standardError > 0 else { return 0 }
      return quantiles.p(distance / error.standardError, degreesOfFreedom: error.degreesOfFreedom)
    }

    /// The fewest more seeds that bring half the range down to what is worth while.
    ///
    /// The critical value falls with more seeds, too, and is dear to come by: it is taken from where the last guess ended, until that stays.
    private mutating func moreSeeds(_ index: Int, _ reference: Int, half: Double) -> Int? {
      guard half > worthwhile else { return 0 }
      let uncertainty = model.uncertainties(of: index, less: reference)
      var guess = 0
      for _ in 0..<6 {
        guard let error = uncertainty(guess) else { return nil }
        let critical = quantiles.critical(degreesOfFreedom: error.degreesOfFreedom)
        let next = fewest { (uncertainty($0)?.standardError ?? .infinity) * critical <= worthwhile }
        guard let next else { return nil }
        if next == guess { break }
        guess = next
      }
      return max(guess, 1)
    }

    /// The smallest number up to a million that will do, where all greater ones do as well.
    private func fewest(_ isEnough: (Int) -> Bool) -> Int? {
      var high = 1
      while !isEnough(high) {
        high *= 2
        if high > 1_000_000 { return nil }
      }
      var low = high / 2
      while high - low > 1 {
        let middle = (low + high) / 2
        if isEnough(middle) { high = middle } else { low = middle }
      }
      return high
    }
  }
}

extension Interval {
  /// The mean of a configuration with its own range of 95 %.
  public init(_ table: ScoreTable) {
    guard let error = Uncertainty(table) else {
      self.init(mean: table.mean)
      return
    }
    let critical = StudentT.critical(0.05, degreesOfFreedom: error.degreesOfFreedom)
    self.init(mean: table.mean, error, critical: critical)
  }
}

extension Uncertainty {
  /// That of the mean of a table; nil of a single value.
  init?(_ table: ScoreTable) {
    let squares = MeanSquares(table)
    let (seeds, images) = (Double(table.seedCount), Double(table.imageCount))
    let ofSeeds = Term(variance: squares.seeds / (seeds * images), degreesOfFreedom: seeds - 1)
    let ofImages = Term(variance: squares.images / (seeds * images), degreesOfFreedom: images - 1)
    switch (table.seedCount > 1, table.imageCount > 1) {
    case (true, true): self.init(seeds: ofSeeds, images: ofImages, rest: squares.rest / (seeds * images))
    case (true, false): self.init(ofSeeds, basis: .seedsOnly)
    case (false, true): self.init(ofImages, basis: .imagesOnly)
    case (false, false): return nil
    }
  }
}
