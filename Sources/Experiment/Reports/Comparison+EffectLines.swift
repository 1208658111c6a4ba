import Foundation

extension Comparison {
  /// What mattered and what it costs, for a terminal of so many columns; nothing where nothing is swept.
  public func effectLines(width: Int) -> [String] { effectLines(in: .terminal(width: width)) }

  /// The same as Markdown.
  public var effectMarkdown: [String] { effectLines(in: .markdown) }

  private func effectLines(in form: TextForm) -> [String] {
    guard let effects else { return [] }
    return form.section("What mattered", effectBody(of: effects, form))
      + form.section("Interactions", interactionBody(of: effects, form))
      + form.section("Score against cost", paretoBody(of: effects.pareto, form))
  }

  private func effectBody(of effects: Effects, _ form: TextForm) -> [String] {
    var rows: [[String]] = []
    for effect in effects.main {
      for (place, level) in effect.levels.enumerated() {
        let isFirst = place == 0
        rows.append([
          isFirst ? name(effect.key) : "", isFirst ? effect.p.map(EffectWording.p) ?? "" : "", level.value,
          EffectWording.mean(level.interval),
          isFirst ? EffectWording.clearest(effect, higherIsBetter: metric.higherIsBetter) : "",
        ])
      }
    }
    let levels =
      rows.isEmpty
      ? []
      : form.table(["key", "as a whole", "value", metric.name.rawValue, "the clearest difference"], rows)
    let drawn = (effects.correlations ?? []).map { item in
      let range = item.low.flatMap { low in
        item.high.map { " (\(EffectWording.signed(low)) to \(EffectWording.signed($0)))" }
      }
      let chance = item.p.map { ", \(EffectWording.p($0))" } ?? ""
      return
        "\(name(item.key)): rank correlation with \(metric.name.rawValue) \(EffectWording.signed(item.rho))\(range ?? "")\(chance)"
    }
    return levels + form.list(drawn + shareLine(of: effects) + effects.notes)
  }

  /// The shares of the variance in one sentence.
  private func shareLine(of effects: Effects) -> [String] {
    guard let noise = effects.noise else { return [] }
    let parts = effects.importance.filter { $0.share >= 0.005 }.map { item in
      "\(item.keys.map(name).joined(separator: " × ")) \(EffectWording.share(item.share))"
    }
    let higher = effects.higherOrder.flatMap { $0 >= 0.005 ? $0 : nil }
    let rest = higher.map { ["more keys together \(EffectWording.share($0))"] } ?? []
    let all = parts + rest + ["chance \(EffectWording.share(noise))"]
    return ["of the variance between configurations: \(all.joined(separator: ", "))"]
  }

  private func interactionBody(of effects: Effects, _ form: TextForm) -> [String] {
    let known = effects.interactions.filter { $0.p != nil }
    let sentences = known.map { item in
      let chance = item.p ?? 1
      let words = chance < 0.05 ? "the effect of one depends on the other" : "none shown"
      return "\(item.keys.map(name).joined(separator: " × ")): \(EffectWording.p(chance)), \(words)"
    }
    let tables = known.filter { ($0.p ?? 1) < 0.05 }.flatMap { item -> [String] in
      let rows = Set(item.cells.map { $0.values[0] })
      let columns = item.cells.prefix(item.cells.count / max(1, rows.count)).map { $0.values[1] }
      let body = stride(from: 0, to: item.cells.count, by: max(1, columns.count)).map { start in
        [item.cells[start].values[0]]
          + item.cells[start..<min(start + columns.count, item.cells.count)].map { Wording.score($0.mean) }
      }
      return [""] + form.table([item.keys.map(name).joined(separator: " \\ ")] + columns, body)
    }
    return form.list(sentences) + tables
  }

  private func paretoBody(of pareto: Effects.Pareto, _ form: TextForm) -> [String] {
    Effects.CostKind.allCases.flatMap { kind -> [String] in
      let front = pareto.front(kind)
      guard !front.isEmpty else { return [] }
      let steps = pareto.steps.filter { $0.cost == kind }
      let rows = front.map { id -> [String] in
        let configuration = configurations.first { $0.id == id }
        return [
          configuration?.label ?? "",
          configuration.map { EffectWording.amount(kind, $0.cost) } ?? "",
          configuration?.scores[metric.name].map(EffectWording.mean) ?? "",
          steps.first { $0.to == id }.map(EffectWording.step) ?? "",
        ]
      }
      let heads = ["cheapest first", EffectWording.noun(kind), metric.name.rawValue, "against the one above"]
      let undecided = pareto.undecided.count { $0.cost == kind }
      let note =
        undecided == 0
        ? []
        : [
          """
          \(Wording.count(undecided, "configuration")) \(undecided == 1 ? "is" : "are") off this front by no more than the interval
          """
        ]
      return (kind == .parameters ? [] : [""]) + form.table(heads, rows) + form.list(note)
    }
  }

  /// How a key is called in the table; of keys that move together, each.
  private func name(_ key: String) -> String {
    key.components(separatedBy: " + ").map { part in
      keys.first { $0.key == part }?.label ?? part
    }.joined(separator: " + ")
  }
}
