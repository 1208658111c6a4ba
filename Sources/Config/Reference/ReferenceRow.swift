import YAML

/// A key as the reference shows it, with a default for each alternative that has it.
struct ReferenceRow {
  /// The dotted path within the section.
  let path: String
  /// What it takes, in words.
  let takes: String
  /// What the key means.
  let meaning: String
  /// The keys beside which it can stand; empty if it always can.
  var companions: [String] = []
  /// The default in words, by the name of the alternative; only the name "" outside of alternatives.
  var standards: [(alternative: String, text: String)]

  private static let required = "required"

  /// What the key means, and beside which keys.
  var summary: String {
    companions.isEmpty ? meaning : "With `\(companions.joined(separator: "` or `"))`. \(meaning)"
  }

  /// The default if it is the same under every alternative.
  var onlyStandard: String? {
    standards.allSatisfy { $0.text == standards[0].text } ? standards.first?.text : nil
  }

  /// The rows of some keys; a mapping has a row for itself and one for each key in it.
  static func rows(of keys: [SectionDescription.Key], under prefix: String = "", in alternative: String = "")
    -> [ReferenceRow]
  {
    keys.flatMap { key -> [ReferenceRow] in
      let path = prefix + key.name
      guard case .mapping(let inner, let shorthand) = key.shape else {
        return [row(key, path: path, takes: key.shape.words, standard: key.standard, alternative)]
      }
      if let shorthand, let only = inner.keys.first, inner.keys.count == 1, only.name == shorthand,
        inner.alternatives == nil
      {
        let takes = "\(only.shape.words), or `{\(shorthand): …}`"
        let standard = key.standard == .null ? key.standard : only.standard
        return [row(key, path: path, takes: takes, standard: standard, alternative)]
      }
      let hasOwnDefault = key.standard == .null || inner.alternatives != nil
      var mapping = row(key, path: path, takes: key.shape.words, standard: key.standard, alternative)
      if !hasOwnDefault { mapping.standards = [(alternative, "")] }
      return [mapping] + rows(in: inner, under: path + ".", alternative)
    }
  }

  /// The rows of the keys in a mapping; a key under an alternative says which key it goes with.
  private static func rows(
    in mapping: SectionDescription, under prefix: String, _ alternative: String
  ) -> [ReferenceRow] {
    let cases = mapping.alternatives?.cases ?? []
    let all = cases.flatMap { item in
      rows(of: item.keys, under: prefix, in: alternative).map { row in
        row.path == prefix + item.name ? row.choosing : row.going(with: item.name)
      }
    }
    return rows(of: mapping.keys, under: prefix, in: alternative) + joined(all)
  }

  /// The rows with each path once, beside all keys with which it goes.
  private static func joined(_ rows: [ReferenceRow]) -> [ReferenceRow] {
    rows.reduce(into: []) { joined, row in
      if let known = joined.firstIndex(where: { $0.path == row.path && $0.meaning == row.meaning }) {
        joined[known].companions += row.companions
      } else {
        joined.append(row)
      }
    }
  }

  /// The row of a key that stands only beside another; what was said of its companions within its own mapping stays.
  private func going(with key: String) -> ReferenceRow {
    ReferenceRow(
      path: path, takes: takes, meaning: summary, companions: [key], standards: standards)
  }

  /// The row of a key whose presence chooses an alternative, so that "required" would mislead.
  private var choosing: ReferenceRow {
    let standards = standards.map { ($0.alternative, $0.text == Self.required ? "" : $0.text) }
    return ReferenceRow(
      path: path, takes: takes, meaning: meaning, companions: companions, standards: standards)
  }

  /// The rows of all alternatives, a key that several have only once.
  static func rows(of alternatives: SectionDescription.Alternatives) -> [ReferenceRow] {
    var merged: [ReferenceRow] = []
    for item in alternatives.cases {
      for row in rows(of: item.keys, in: item.name) {
        if let index = merged.firstIndex(where: { $0.path == row.path }) {
          merged[index].standards += row.standards
        } else {
          merged.append(row)
        }
      }
    }
    return merged.filter { $0.standards.count == alternatives.cases.count }
      + merged.filter { $0.standards.count < alternatives.cases.count }
  }

  private static func row(
    _ key: SectionDescription.Key, path: String, takes: String, standard: YAMLValue?, _ alternative: String
  ) -> ReferenceRow {
    let text = standard.map { "`\(YAMLWriter.flow($0))`" } ?? Self.required
    return ReferenceRow(path: path, takes: takes, meaning: key.summary, standards: [(alternative, text)])
  }
}
