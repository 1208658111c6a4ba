import YAML

/// The reference as Markdown.
struct MarkdownReference {
  let description: SectionDescription
  /// What stands above the tables.
  var introduction = Self.introduction

  var text: String {
    let single = description.keys.filter { inner($0) == nil }
    let sections = description.keys.compactMap { key in inner(key).map { section(key, $0) } }
    return ([introduction, table(ReferenceRow.rows(of: single), nil)] + sections).joined(separator: "\n")
  }

  private static let introduction = """
    <!-- Made by `unet describe` from the program itself; changes here are lost. -->

    # Config reference

    A key that is absent or `null` has its default. `${NAME}` and `${NAME:-default}` in a value read the
    environment; `$${` is a literal `${`. A path belongs to the file in which it stands.

    `extends: base.yaml` lays the file over another one, `extends: [recipe.yaml, data.yaml]` over several, a
    later one over the earlier. Sections merge key by key. `loss`, lists, mappings inside of sections, and a
    section whose `name` changes are replaced whole. `unet check FILE --explain KEY` says what came from where.

    """

  private func inner(_ key: SectionDescription.Key) -> SectionDescription? {
    switch key.shape {
    case .section(let inner), .mapping(let inner, _): inner
    default: nil
    }
  }

  private func section(_ key: SectionDescription.Key, _ description: SectionDescription) -> String {
    var rows = ReferenceRow.rows(of: description.keys)
    if let alternatives = description.alternatives { rows += ReferenceRow.rows(of: alternatives) }
    let required = key.standard == nil ? " Required." : ""
    return "## \(key.name)\n\n\(key.summary)\(required)\n\n" + table(rows, description.alternatives)
      + standards(rows, description.alternatives)
  }

  private func table(_ rows: [ReferenceRow], _ alternatives: SectionDescription.Alternatives?) -> String {
    let lines = rows.map { row in
      let meaning = condition(row, alternatives) + row.summary
      return "| `\(row.path)` | \(row.takes) | \(standard(row, alternatives)) | \(meaning) |"
    }
    return
      (["| key | value | default | meaning |", "|---|---|---|---|"]
      + lines.map { $0.replacing("|  |", with: "| |") })
      .joined(separator: "\n") + "\n"
  }

  private func standard(_ row: ReferenceRow, _ alternatives: SectionDescription.Alternatives?) -> String {
    if let only = row.onlyStandard { return only }
    guard case .byValue(let key) = alternatives?.choice else { return "" }
    return "by `\(key)`"
  }

  /// Says with which alternatives the key is there, if not with all.
  private func condition(_ row: ReferenceRow, _ alternatives: SectionDescription.Alternatives?) -> String {
    guard let alternatives, row.standards[0].alternative != "",
      row.standards.count < alternatives.cases.count,
      case .byValue(let key) = alternatives.choice
    else { return "" }
    return "With `\(key): \(row.standards.map(\.alternative).joined(separator: "` or `\(key): "))`. "
  }

  /// The table of defaults that differ between alternatives.
  private func standards(_ rows: [ReferenceRow], _ alternatives: SectionDescription.Alternatives?) -> String {
    let differing = rows.filter { $0.onlyStandard == nil }
    guard let alternatives, case .byValue(let key) = alternatives.choice, !differing.isEmpty else {
      return ""
    }
    let names = alternatives.cases.map(\.name)
    let header = "| default of | \(names.map { "`\(key): \($0)`" }.joined(separator: " | ")) |"
    let lines = differing.map { row in
      let cells = names.map { name in row.standards.first { $0.alternative == name }?.text ?? "" }
      return "| `\(row.path)` | \(cells.joined(separator: " | ")) |"
    }
    let rule = "|" + String(repeating: "---|", count: names.count + 1)
    return "\n" + ([header, rule] + lines).joined(separator: "\n") + "\n"
  }
}
