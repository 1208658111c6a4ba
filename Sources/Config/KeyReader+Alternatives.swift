import Diagnostics
import YAML

extension KeyReader {
  /// Reads a key that decides which other keys there are, such as the `name` of an optimizer, or what their
  /// defaults are.
  public mutating func alternatives<Name: ConfigChoice, Value>(
    by key: String, default standard: Name, _ summary: String, _ read: (Name, inout KeyReader) -> Value
  ) -> Value {
    let name = self.read(key, default: standard, summary)
    if context.hasFailed(path + [key]) { toleratesUnknownKeys = true }
    return alternatives(.byValue(ofKey: key), standard: standard, chosen: name, read)
  }

  /// Reads a mapping in which one of several keys must be there and decides what it is, such as `range` or
  /// `fraction`.
  public mutating func alternatives<Lead: ConfigChoice, Value>(
    byPresenceOr standard: Lead, _ read: (Lead, inout KeyReader) -> Value
  ) -> Value {
    let present = Lead.allCases.compactMap { lead in given(lead.rawValue).map { (lead: lead, key: $0.key) } }
      .sorted { $0.key.place.location < $1.key.place.location }
    if present.count > 1 {
      let names = present.map { "'\($0.key.text)'" }.joined(separator: " and ")
      context.report(
        present[1].key.place.diagnostic(
          "\(names) exclude each other in '\(path.last ?? "")'",
          notes: ["keep one of \(Lead.names.joined(separator: ", "))"]))
      context.fail(path)
      toleratesUnknownKeys = true
    }
    return alternatives(.byPresence, standard: standard, chosen: present.first?.lead ?? standard, read)
  }

  private mutating func alternatives<Name: ConfigChoice, Value>(
    _ choice: SectionDescription.Alternatives.Choice, standard: Name, chosen: Name,
    _ read: (Name, inout KeyReader) -> Value
  ) -> Value {
    guard context.isDescribing else { return read(chosen, &self) }
    let cases = Name.allCases.map { name in
      var branch = KeyReader(context, path: path, entries: nil)
      _ = read(name, &branch)
      return SectionDescription.Alternatives.Case(name: name.rawValue, keys: branch.description.keys)
    }
    description.alternatives = .init(choice: choice, standard: standard.rawValue, cases: cases)
    var branch = KeyReader(context, path: path, entries: nil)
    let value = read(standard, &branch)
    resolved += branch.resolved
    return value
  }
}
