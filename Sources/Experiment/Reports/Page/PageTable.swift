/// The table of configurations in a page: readable as it is, and sorted and filtered by the page's script.
struct PageTable {
  private let comparison: Comparison
  private let columns: [Column]

  /// A column: its heading, and its cell for each configuration.
  private struct Column {
    enum Kind { case words, number(bestFirst: Bool) }
    let heading: String
    let kind: Kind
    let cell: (Comparison.Configuration) -> Cell
  }

  /// What a cell shows, and what it is sorted by.
  private struct Cell {
    let content: String
    let value: String

    static let empty = Cell(content: "–", value: "")

    /// Words as they are.
    static func words(_ text: String?) -> Cell {
      text.map { Cell(content: Markup.name($0), value: $0) } ?? empty
    }

    /// A number as it reads.
    static func number(_ value: Double?, _ wording: (Double) -> String) -> Cell {
      value.map { Cell(content: Markup.escaped(wording($0)), value: "\($0)") } ?? empty
    }
  }

  init(_ comparison: Comparison) {
    self.comparison = comparison
    columns =
      Self.settings(comparison) + Self.scores(comparison) + Self.differences(comparison) + [Self.runs]
      + Self.costs(comparison)
  }

  /// The table's HTML.
  var html: String {
    let headings = columns.map { column in
      var attributes = [("scope", "col"), ("data-sortable", "")]
      if case .number(let bestFirst) = column.kind {
        attributes += [("class", "number"), ("data-first", bestFirst ? "descending" : "ascending")]
      }
      return Markup.element("th", attributes, Markup.name(column.heading))
    }
    let rows = comparison.configurations.map(row)
    return """
      <table id="table"><thead><tr><th class="pick"></th>\(headings.joined())</tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table>
      """
  }

  private func row(_ configuration: Comparison.Configuration) -> String {
    let cells = columns.map { column in
      let cell = column.cell(configuration)
      var attributes = [("data-value", cell.value)]
      if case .number = column.kind { attributes.append(("class", "number")) }
      return Markup.element("td", attributes, cell.content)
    }
    var attributes = [("data-id", "\(configuration.id)")]
    if configuration.tiedWithBest { attributes.append(("class", "tied")) }
    return Markup.element("tr", attributes, "<td class=\"pick\"></td>" + cells.joined())
  }
}

extension PageTable {
  /// Its place, the group, and what it sets: a column for each key, or all in one where there are none or too many.
  private static func settings(_ comparison: Comparison) -> [Column] {
    let rank = Column(heading: "#", kind: .number(bestFirst: false)) {
      .number($0.rank.map(Double.init)) { "\(Int($0))" }
    }
    let isGrouped = comparison.configurations.contains { $0.group != nil }
    let group = isGrouped ? [Column(heading: "group", kind: .words) { .words($0.group) }] : []
    guard (1...8).contains(comparison.keys.count) else {
      return [rank] + group + [Column(heading: "configuration", kind: .words) { .words($0.label) }]
    }
    return [rank] + group
      + comparison.keys.map { key in
        Column(heading: key.label, kind: .words) { .words($0.settings[key.key]) }
      }
  }

  private static var runs: Column {
    Column(heading: "runs", kind: .words) { configuration in
      let counts = ComparedRun.Status.allCases.compactMap { status in
        configuration.statuses[status].map { (status: status, count: $0) }
      }
      let words = counts.map { one in
        let text = "\(one.count) \(one.status.rawValue)"
        return [.failed, .killed].contains(one.status)
          ? Markup.element("span", [("class", "bad")], text) : text
      }
      return Cell(
        content: words.joined(separator: ", "),
        value: counts.map { "\($0.count) \($0.status.rawValue)" }.joined(separator: " "))
    }
  }

  /// The metric that is compared, then the others.
  private static func scores(_ comparison: Comparison) -> [Column] {
    let present = Metric.allCases.filter(comparison.shows)
    let first = comparison.metric.name
    return ([first].filter(present.contains) + present.filter { $0 != first }).map { metric in
      Column(
        heading: metric.rawValue,
        kind: .number(bestFirst: metric.direction == .higher)
      ) { configuration in
        guard let interval = configuration.scores[metric] else { return .empty }
        return Cell(content: score(interval), value: "\(interval.mean)")
      }
    }
  }

  /// A mean and half of its range.
  static func score(_ interval: Interval) -> String {
    let half = interval.halfWidth.map { " <span class=\"half\">± \(Wording.score($0))</span>" } ?? ""
    return Wording.score(interval.mean) + half
  }

  private static func differences(_ comparison: Comparison) -> [Column] {
    guard comparison.configurations.contains(where: { $0.difference != nil }) else { return [] }
    let against = comparison.reference?.kind == .baseline ? "baseline" : "best"
    return [
      Column(heading: "less the \(against)", kind: .number(bestFirst: comparison.metric.higherIsBetter)) {
        configuration in
        guard let difference = configuration.difference else { return .empty }
        let sign = difference.interval.mean > 0 ? "+" : ""
        let text = sign + score(difference.interval)
        return Cell(
          content: difference.isDifferent ? "<b>\(text)</b>" : text, value: "\(difference.interval.mean)")
      },
      Column(heading: "p", kind: .number(bestFirst: false)) {
        .number($0.difference?.p) { $0 < 0.001 ? "< 0.001" : Wording.fixed($0, digits: 3) }
      },
    ]
  }

  /// The costs that some configuration has.
  private static func costs(_ comparison: Comparison) -> [Column] {
    typealias Cost = Comparison.Cost
    let all: [(heading: String, value: (Cost) -> Double?, wording: (Double) -> String)] = [
      ("parameters", { $0.parameters.map(Double.init) }, { Wording.grouped(Int($0)) }),
      ("FLOPs", \.flops, Wording.flops),
      ("s / epoch", \.secondsPerEpoch, Wording.significant),
      ("epochs", \.epochs, Wording.significant),
      ("time", \.seconds, Wording.duration),
    ]
    return all.filter { cost in comparison.configurations.contains { cost.value($0.cost) != nil } }.map {
      cost in
      Column(heading: cost.heading, kind: .number(bestFirst: false)) {
        .number(cost.value($0.cost), cost.wording)
      }
    }
  }
}
