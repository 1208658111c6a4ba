extension Effects {
  /// What a configuration costs, of which less is better.
  public enum CostKind: String, Codable, CaseIterable, Sendable {
    /// Trainable parameters.
    case parameters
    /// Wall-clock seconds of an epoch.
    case seconds
    /// Floating-point operations of one training image, forward.
    case flops

    func value(of cost: Comparison.Cost) -> Double? {
      switch self {
      case .parameters: cost.parameters.map(Double.init)
      case .seconds: cost.secondsPerEpoch
      case .flops: cost.flops
      }
    }
  }

  /// The configurations that none beats in both score and cost, by kind of cost.
  public struct Pareto: Codable, Equatable, Sendable {
    /// What more cost buys: one configuration of a front and the next cheaper one.
    public struct Step: Codable, Equatable, Sendable {
      /// The cost.
      public let cost: CostKind
      /// The ids of the cheaper and of the dearer configuration.
      public let from, to: Int
      /// How many times as much the dearer one costs; absent where the cheaper one costs nothing.
      public let times: Double?
      /// How much better the dearer one scores, above 0 is better; its range allows for the choice among all configurations.
      public let gain: Interval
      /// Whether the range leaves out 0 and there is more than one seed.
      public let isShown: Bool

      private enum CodingKeys: String, CodingKey {
        case cost, from, to, times, gain
        case isShown = "is_shown"
      }
    }

    /// A configuration that may belong on a front: what beats it is not shown to score better.
    public struct Undecided: Codable, Equatable, Sendable {
      /// The cost.
      public let cost: CostKind
      /// Its id, and that of the best one that costs no more.
      public let configuration, beatenBy: Int

      private enum CodingKeys: String, CodingKey {
        case cost, configuration
        case beatenBy = "beaten_by"
      }
    }

    /// The ids, the cheapest first; none where costs are not known.
    public let parameters, seconds, flops: [Int]
    /// From each configuration of a front to the next.
    public let steps: [Step]
    /// The configurations beside the fronts that chance may have kept off.
    public let undecided: [Undecided]

    /// The ids of one front, the cheapest first.
    public func front(_ cost: CostKind) -> [Int] {
      switch cost {
      case .parameters: parameters
      case .seconds: seconds
      case .flops: flops
      }
    }

    init(of observations: [Observation], higherIsBetter: Bool) {
      let comparer = ParetoComparer(observations, higherIsBetter: higherIsBetter)
      var steps: [Step] = []
      var undecided: [Undecided] = []
      var fronts: [CostKind: [Int]] = [:]
      for kind in CostKind.allCases {
        let front = comparer.front(kind)
        fronts[kind] = front.map { observations[$0].id }
        steps += zip(front, front.dropFirst()).map { comparer.step($0, $1, kind) }
        undecided += comparer.undecided(beside: front, kind)
      }
      parameters = fronts[.parameters] ?? []
      seconds = fronts[.seconds] ?? []
      flops = fronts[.flops] ?? []
      self.steps = steps
      self.undecided = undecided
    }
  }
}

/// Compares configurations by score and cost.
private struct ParetoComparer {
  let observations: [Effects.Observation]
  let gains: ScoreGains

  init(_ observations: [Effects.Observation], higherIsBetter: Bool) {
    self.observations = observations
    gains = ScoreGains(observations.map(\.table), higherIsBetter: higherIsBetter)
  }

  /// The positions of those that none beats, the cheapest first.
  func front(_ kind: Effects.CostKind) -> [Int] {
    let known = observations.indices.compactMap { index in
      kind.value(of: observations[index].cost).map { (index: index, cost: $0, merit: gains.merits[index]) }
    }
    let sorted = known.sorted { ($0.cost, -$0.merit, $0.index) < ($1.cost, -$1.merit, $1.index) }
    var best = -Double.infinity
    var cost = -Double.infinity
    return sorted.compactMap { item in
      let isTwin = item.merit == best && item.cost == cost
      guard item.merit > best || isTwin else { return nil }
      (best, cost) = (item.merit, item.cost)
      return item.index
    }
  }

  func step(_ from: Int, _ to: Int, _ kind: Effects.CostKind) -> Effects.Pareto.Step {
    let costs = [from, to].compactMap { kind.value(of: observations[$0].cost) }
    return Effects.Pareto.Step(
      cost: kind, from: observations[from].id, to: observations[to].id,
      times: costs.count == 2 && costs[0] > 0 ? costs[1] / costs[0] : nil,
      gain: gains.gain(of: to, over: from),
      isShown: gains.isBetter(to, than: from))
  }

  /// Those that are off a front by less than the range of the difference.
  func undecided(beside front: [Int], _ kind: Effects.CostKind) -> [Effects.Pareto.Undecided] {
    let members = Set(front)
    return observations.indices.compactMap { index in
      guard !members.contains(index), let cost = kind.value(of: observations[index].cost),
        let rival = front.last(where: { kind.value(of: observations[$0].cost) ?? .infinity <= cost }),
        !gains.isBetter(rival, than: index)
      else { return nil }
      return Effects.Pareto.Undecided(
        cost: kind, configuration: observations[index].id, beatenBy: observations[rival].id)
    }
  }
}

/// How much better one configuration scores than another; ranges hold over all pairs together.
private struct ScoreGains {
  /// The score of each, higher being better.
  let merits: [Double]
  private let errors: EffectErrors

  init(_ tables: [ScoreTable], higherIsBetter: Bool) {
    let sign = higherIsBetter ? 1.0 : -1
    errors = EffectErrors(tables.map { EffectCell(rows: $0.values.map { $0.map { sign * $0 } }) })
    merits = errors.cells.map(\.mean)
  }

  func gain(of one: Int, over other: Int) -> Interval {
    let mean = merits[one] - merits[other]
    guard let error = error(one, other) else { return Interval(mean: mean) }
    var family = FamilyQuantiles(levels: merits.count)
    return Interval(mean: mean, error, critical: family.critical(degreesOfFreedom: error.degreesOfFreedom))
  }

  /// Whether one is better beyond chance; never where one of them has a single seed.
  func isBetter(_ one: Int, than other: Int) -> Bool {
    let gain = merits[one] - merits[other]
    let isRepeated = [one, other].allSatisfy { errors.cells[$0].rows.count > 1 }
    guard gain > 0, isRepeated, let error = error(one, other) else { return false }
    guard error.standardError > 0 else { return true }
    let family = FamilyQuantiles(levels: merits.count)
    return family.p(gain / error.standardError, degreesOfFreedom: error.degreesOfFreedom) < 0.05
  }

  private func error(_ one: Int, _ other: Int) -> Uncertainty? {
    var weights = Array(repeating: 0.0, count: merits.count)
    (weights[one], weights[other]) = (1, -1)
    return errors.uncertainty(of: weights)
  }
}
