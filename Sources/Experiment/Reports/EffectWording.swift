/// How the parts of effects read, the same in every form.
enum EffectWording {
  /// A mean with half its range: "0.7120 ± 0.0123".
  static func mean(_ interval: Interval) -> String {
    interval.halfWidth.map { "\(Wording.score(interval.mean)) ± \(Wording.score($0))" }
      ?? Wording.score(interval.mean)
  }

  /// A difference with its range: "+0.0120 (-0.0034 to +0.0274)".
  static func difference(_ interval: Interval) -> String {
    guard let low = interval.low, let high = interval.high else { return signed(interval.mean) }
    return "\(signed(interval.mean)) (\(signed(low)) to \(signed(high)))"
  }

  /// A number with its sign.
  static func signed(_ value: Double?) -> String {
    guard let value else { return Wording.score(nil) }
    return (value > 0 ? "+" : "") + Wording.score(value)
  }

  /// "p = 0.012"; nothing is so unlikely that it is 0.
  static func p(_ p: Double) -> String { p < 0.001 ? "p < 0.001" : "p = \(Wording.fixed(p, digits: 3))" }

  /// The clearest difference of a key's values, which gives the key its p: "4 over 2: +0.0430 (+0.0200 to +0.0660)"; where there is no p, that of the best and
  /// the worst.
  static func clearest(_ effect: Effects.Main, higherIsBetter: Bool) -> String {
    let clearest = effect.clearest(higherIsBetter: higherIsBetter)
    guard let interval = clearest?.interval ?? effect.difference else { return "" }
    let (better, worse) = clearest.map { ($0.first, $0.second) } ?? (effect.best, effect.worst)
    return "\(better) \(higherIsBetter ? "over" : "under") \(worse): \(difference(interval))"
  }

  /// A share of the variance: "61 %".
  static func share(_ share: Double) -> String { Wording.percent(share) }

  /// What a step along a front costs and brings.
  static func step(_ step: Effects.Pareto.Step) -> String {
    let times = step.times.map { " for \(Wording.significant($0)) times the \(noun(step.cost))" } ?? ""
    return "\(difference(step.gain))\(step.isShown ? "" : ", within the interval,")\(times)"
  }

  /// What a cost is called.
  static func noun(_ cost: Effects.CostKind) -> String {
    switch cost {
    case .parameters: "parameters"
    case .seconds: "seconds an epoch"
    case .flops: "FLOPs"
    }
  }

  /// A cost as it stands in a table.
  static func amount(_ kind: Effects.CostKind, _ cost: Comparison.Cost) -> String {
    guard let value = kind.value(of: cost) else { return Wording.score(nil) }
    return switch kind {
    case .parameters: Wording.grouped(Int(value))
    case .seconds: Wording.duration(value)
    case .flops: Wording.flops(value)
    }
  }
}
