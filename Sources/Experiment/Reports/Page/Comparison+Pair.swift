extension Comparison {
  /// The report on two runs as a section of a page; empty where there is none.
  var pairSection: String {
    guard let pair else { return "" }
    let names = configurations.prefix(2).map(\.label)
    let (first, second) = (names.first ?? "first", names.count > 1 ? names[1] : "second")
    let tables = [
      Self.table("Config", ["key", first, second], pair.config.map(Self.cells)),
      Self.table("Environment", ["what", first, second], pair.environment.map(Self.cells)),
      Self.table("Classes", ["class", first, second, "difference"], pair.classes.map(Self.cells)),
      Self.table(
        "Images, those that differ most first", ["image", first, second, "difference"],
        pair.images.map(Self.cells)),
    ]
    return "<section id=\"pair\">\n<h2>The two, side by side</h2>\n\(tables.joined())</section>"
  }

  private static func cells(_ change: Pair.Change) -> [String] {
    [change.key, change.first ?? "–", change.second ?? "–"].map {
      Markup.element("td", [("class", "wide")], Markup.name($0))
    }
  }

  private static func cells(_ score: Pair.Score) -> [String] {
    let sign = (score.difference ?? 0) > 0 ? "+" : ""
    let numbers = [
      Wording.score(score.first), Wording.score(score.second), sign + Wording.score(score.difference),
    ]
    return ["<td>\(Markup.name(score.id))</td>"]
      + numbers.map { Markup.element("td", [("class", "number")], $0) }
  }

  private static func table(_ title: String, _ headings: [String], _ rows: [[String]]) -> String {
    if rows.isEmpty { return "" }
    let heading = headings.map { Markup.element("th", [("scope", "col")], Markup.name($0)) }.joined()
    return """
      <h3>\(title)</h3>
      <div class="scroll"><table><thead><tr>\(heading)</tr></thead>
      <tbody>\(rows.map { "<tr>\($0.joined())</tr>" }.joined(separator: "\n"))</tbody></table></div>

      """
  }
}
