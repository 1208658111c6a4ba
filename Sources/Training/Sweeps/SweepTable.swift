import Experiment

/// The cells of a sweep as a table that fits a terminal: a column for each swept key, then what a cell takes.
///
/// Beyond 40 cells a row is a configuration with all of its seeds and folds; of more than 40 rows the first and the last are shown.
struct SweepTable {
  private let entries: [SweepPlan.Entry]
  private let keys: [String]

  private static let mostRows = 40
  private static let (head, tail) = (28, 8)

  /// A column of the table.
  private struct Column {
    let title: String
    let values: [String]
    /// Columns are left out, the highest number first, until the table fits; 0 stays.
    let order: Int
    /// Whether long values may be cut.
    var isKey = false

    var width: Int { ([title] + values).map(\.count).max() ?? 0 }
  }

  init(_ entries: [SweepPlan.Entry]) {
    self.entries = entries
    var keys: [String] = []
    var known: Set<String> = []
    for setting in entries.flatMap(\.cell.settings)
    where !setting.isBundled && known.insert(setting.key).inserted {
      keys.append(setting.key)
    }
    // What differs within configurations, the seed and the fold, comes last, also where only some cells have another key.
    let inner = Self.innerKeys(entries)
    self.keys = keys.filter { !inner.contains($0) } + keys.filter(inner.contains)
  }

  /// The table, a line for each row.
  ///
  /// - Parameter width: the letters of a line to keep to, as far as that can be.
  func lines(width: Int) -> [String] {
    let all = rows
    let isCut = all.count > Self.mostRows
    let shown = isCut ? Array(all.prefix(Self.head) + all.suffix(Self.tail)) : all
    var lines = Wording.table(fitting(columns(shown + [entries]), width))
    guard isCut else { return lines }
    let left = all.dropFirst(Self.head).dropLast(Self.tail).reduce(0) { $0 + $1.count }
    lines.insert("… \(Wording.grouped(left)) more cells", at: 1 + Self.head)
    return lines
  }

  /// The cells of each row.
  private var rows: [[SweepPlan.Entry]] {
    guard entries.count > Self.mostRows else { return entries.map { [$0] } }
    var rows: [[SweepPlan.Entry]] = []
    for entry in entries {
      if rows.last?.first?.cell.configuration == entry.cell.configuration {
        rows[rows.count - 1].append(entry)
      } else {
        rows.append([entry])
      }
    }
    return rows
  }

  /// - Parameter rows: the cells of each row; the last row is the sum of all.
  private func columns(_ rows: [[SweepPlan.Entry]]) -> [Column] {
    let isTimed = entries.contains { $0.seconds != nil }
    let body = rows.dropLast()
    let titles = ShortKeys(keys).names
    let numbers = Column(title: "cell", values: body.map(Self.numbers) + ["all"], order: 1)
    let settings = zip(keys, titles).map { key, title in
      Column(
        title: title, values: body.map { Self.value(key, title, $0) } + [""], order: 0, isKey: true)
    }
    func sums(
      _ title: String, _ order: Int, _ words: (Double) -> String, _ value: (SweepPlan.Entry) -> Double?
    )
      -> Column
    {
      Column(title: title, values: rows.map { Self.sum($0, value).map(words) ?? "–" }, order: order)
    }
    let parameters = Column(
      title: "parameters",
      values: body.map { $0.first.map { Wording.grouped($0.cost.parameters) } ?? "" }
        + [Wording.grouped(entries.reduce(0) { $0 + $1.cost.parameters })], order: 2)
    let step = Column(
      title: "step",
      values: body.map { $0.first?.cost.known.map { Wording.flops($0.stepFlops) } ?? "–" } + [""],
      order: 3)
    let memory = Column(
      title: "memory",
      values: body.map { $0.first?.cost.known.map { Wording.bytes($0.memory) } ?? "–" } + [""], order: 4)
    return [numbers] + settings
      + [Column(title: "state", values: body.map(Self.state) + [""], order: 0), parameters, step]
      + [sums("training", 0, Wording.flops) { $0.cost.known?.flops }]
      + (isTimed ? [sums("time", 0, Wording.duration, \.seconds)] : [])
      + [memory, sums("disk", 0, Wording.bytes) { $0.cost.known?.disk }]
  }

  /// The columns that fit, as rows.
  private func fitting(_ columns: [Column], _ width: Int) -> [[String]] {
    var kept = columns
    func isTooWide() -> Bool { kept.reduce(2 * (kept.count - 1)) { $0 + $1.width } > width }
    while isTooWide(), let last = kept.map(\.order).max(), last > 0 {
      kept.removeAll { $0.order == last }
    }
    for length in [24, 16, 12, 8] where isTooWide() {
      kept = kept.map { column in
        guard column.isKey else { return column }
        return Column(
          title: Self.cut(column.title, length), values: column.values.map { Self.cut($0, length) }, order: 0,
          isKey: true)
      }
    }
    return [kept.map(\.title)]
      + (kept.first?.values.indices.map { row in kept.map { $0.values[row] } } ?? [])
  }

  private static func cut(_ text: String, _ length: Int) -> String {
    text.count <= length ? text : text.prefix(length - 1) + "…"
  }

  /// The keys in which cells of one configuration differ.
  private static func innerKeys(_ entries: [SweepPlan.Entry]) -> Set<String> {
    var keys: Set<String> = []
    for (one, next) in zip(entries, entries.dropFirst())
    where one.cell.configuration == next.cell.configuration {
      keys.formUnion(zip(one.cell.settings, next.cell.settings).filter { $0 != $1 }.map(\.0.key))
    }
    return keys
  }

  private static func numbers(_ row: [SweepPlan.Entry]) -> String {
    let numbers = row.map { $0.cell.number + 1 }
    guard let first = numbers.first, let last = numbers.last, first != last else {
      return numbers.first.map(Wording.grouped) ?? ""
    }
    return "\(Wording.grouped(first))-\(Wording.grouped(last))"
  }

  /// What the cells of a row set a key to: "3", or "3 seeds"; a dash where they don't.
  private static func value(_ key: String, _ title: String, _ row: [SweepPlan.Entry]) -> String {
    let labels = row.compactMap { $0.cell.settings.first { $0.key == key }?.label }
    guard let first = labels.first else { return "–" }
    let count = Set(labels).count
    return count == 1 ? first : "\(count) \(title)s"
  }

  private static func state(_ row: [SweepPlan.Entry]) -> String {
    let counts = CellPast.Stage.all.map { stage in (stage, row.count { $0.past.stage == stage }) }.filter {
      $1 > 0
    }
    if counts.count == 1 { return counts[0].0.rawValue }
    return counts.map { "\($1) \($0.rawValue)" }.joined(separator: ", ")
  }

  /// The sum of what is known; nil where nothing is.
  private static func sum(_ row: [SweepPlan.Entry], _ value: (SweepPlan.Entry) -> Double?) -> Double? {
    let known = row.compactMap(value)
    return known.isEmpty ? nil : known.reduce(0, +)
  }
}
