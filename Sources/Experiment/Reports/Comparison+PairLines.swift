extension Comparison {
  /// The report on two, for a terminal; nothing where there are not exactly two.
  ///
  /// - Parameters:
  ///   - sparkline: how curves are drawn.
  ///   - width: the columns of the terminal.
  public func pairLines(_ sparkline: Sparkline, width: Int) -> [String] {
    pairLines(in: .terminal(width: width), sparkline)
  }

  /// The same as Markdown.
  public func pairMarkdown(_ sparkline: Sparkline) -> [String] { pairLines(in: .markdown, sparkline) }

  /// The images that a text shows of those that differ.
  private static let shownImages = 10

  private func pairLines(in form: TextForm, _ sparkline: Sparkline) -> [String] {
    guard let pair else { return [] }
    let heads = pair.sides.map(\.label)
    return form.section("\(heads[0]) and \(heads[1])", summary(of: pair, form))
      + form.section("Config", changes(pair.config, of: "key", heads, form))
      + form.section("Environment", changes(pair.environment, of: "", heads, form))
      + form.section("Curves", curves(of: pair, form, sparkline))
      + form.section("Classes: \(pair.classScore.rawValue)", classes(of: pair, heads, form))
      + form.section("Images: \(pair.imageScore.rawValue)", images(of: pair, heads, form))
  }

  private func summary(of pair: Pair, _ form: TextForm) -> [String] {
    let difference = pair.difference.map { interval in
      "\(metric.name.rawValue): the second less the first is \(EffectWording.difference(interval))"
    }
    return form.list([difference].compactMap(\.self) + pair.notes)
  }

  private func changes(
    _ changes: [Pair.Change], of what: String, _ heads: [String], _ form: TextForm
  ) -> [String] {
    changes.isEmpty
      ? form.list(["no difference"])
      : form.table([what] + heads, changes.map { [$0.key, $0.first ?? "–", $0.second ?? "–"] })
  }

  /// The lines of both sides on one scale.
  private func curves(of pair: Pair, _ form: TextForm, _ sparkline: Sparkline) -> [String] {
    let names = Set(pair.sides.flatMap { $0.curves.map { Array($0.bands.keys) } ?? [] }).sorted()
    let epochs = Set(pair.sides.flatMap { $0.curves?.epoch ?? [] }).sorted()
    let rows = names.flatMap { name -> [[String]] in
      let values = pair.sides.map { side -> [Double?] in
        let means = side.curves.map { curves in
          Dictionary(
            zip(curves.epoch, curves.bands[name]?.mean ?? []), uniquingKeysWith: { first, _ in first })
        }
        return epochs.map { means?[$0] ?? nil }
      }
      return zip(sparkline.lines(values, width: 40), zip(pair.sides, values)).enumerated().map { place, row in
        let last = row.1.1.last { $0 != nil } ?? nil
        return [place == 0 ? name : "", row.1.0.label, row.0, Wording.score(last)]
      }
    }
    return rows.isEmpty
      ? [] : form.table(["", "", "epochs \(epochs.first ?? 1) to \(epochs.last ?? 1)", "last"], rows)
  }

  private func classes(of pair: Pair, _ heads: [String], _ form: TextForm) -> [String] {
    guard !pair.classes.isEmpty else { return [] }
    let rows = pair.classes.map { score in
      [
        score.id, Wording.score(score.first), Wording.score(score.second),
        score.interval.map(EffectWording.difference) ?? EffectWording.signed(score.difference),
      ]
    }
    return form.table(["class"] + heads + ["difference (95 % for each class alone)"], rows)
  }

  private func images(of pair: Pair, _ heads: [String], _ form: TextForm) -> [String] {
    guard !pair.images.isEmpty else { return [] }
    let shown = pair.images.prefix(Self.shownImages)
    let rows = shown.map { score in
      [
        score.id, Wording.score(score.first), Wording.score(score.second),
        EffectWording.signed(score.difference),
      ]
    }
    let rest = pair.commonImages - shown.count
    let note =
      rest > 0
      ? [
        "the \(Wording.count(shown.count, "image")) of \(Wording.grouped(pair.commonImages)) that differ most"
      ] : []
    return form.table(["image"] + heads + ["difference"], rows) + form.list(note)
  }
}
