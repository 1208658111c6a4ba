import Diagnostics
import YAML

/// Words what is wrong with keys that no section asked for.
struct UnknownKeys {
  let root: SectionDescription

  func diagnostic(_ unknown: ReadingContext.UnknownKey) -> Diagnostic {
    let name = unknown.key.text
    let section = unknown.section.last
    let message = "unknown key '\(name)'" + (section.map { " in '\($0)'" } ?? "")
    let place = unknown.key.place
    guard let description = description(at: unknown.section) else { return place.diagnostic(message) }
    if let owner = alternatives(with: name, in: description) {
      return place.diagnostic(
        "\(message); it belongs to \(owner)", notes: ["remove it, or replace all of '\(section ?? "")'"])
    }
    if let owner = owner(of: name, in: root, path: []) {
      let home = owner.isEmpty ? "the top level" : "'\(owner.joined(separator: "."))'"
      return place.diagnostic("\(message); it belongs to \(home)")
    }
    let names = description.allKeys.map(\.name) + (section == nil && name != "extends" ? ["extends"] : [])
    if let nearest = Spelling.nearest(to: name, in: names) {
      return place.diagnostic("\(message); did you mean '\(nearest)'?")
    }
    return place.diagnostic(message, notes: [legalKeys(description)])
  }

  /// The choice that the key at a path belongs to, in words; nil if it is always there.
  func owningChoice(of path: [String]) -> String? {
    guard let name = path.last, let section = description(at: path.dropLast()) else { return nil }
    return alternatives(with: name, in: section)
  }

  private func legalKeys(_ description: SectionDescription) -> String {
    var names: [String] = []
    for key in description.allKeys where !names.contains(key.name) { names.append(key.name) }
    return "the keys here are \(names.joined(separator: ", "))"
  }

  private func description(at path: [String]) -> SectionDescription? {
    var description = root
    for name in path {
      switch description.key(name)?.shape {
      case .section(let inner), .mapping(let inner, _): description = inner
      default: return nil
      }
    }
    return description
  }

  /// The alternatives that have the key, in words, if others than the chosen one do.
  private func alternatives(with name: String, in description: SectionDescription) -> String? {
    guard let alternatives = description.alternatives else { return nil }
    let owners = alternatives.cases.filter { $0.keys.contains { $0.name == name } }.map(\.name)
    guard !owners.isEmpty else { return nil }
    switch alternatives.choice {
    case .byValue(let key): return "'\(key): \(owners.joined(separator: "' and '\(key): "))'"
    case .byPresence: return "'\(owners.joined(separator: "' and '"))'"
    }
  }

  /// The path of the only section that has a key of this name.
  private func owner(of name: String, in description: SectionDescription, path: [String]) -> [String]? {
    let owners = owners(of: name, in: description, path: path)
    return owners.count == 1 ? owners.first : nil
  }

  private func owners(of name: String, in description: SectionDescription, path: [String]) -> [[String]] {
    var owners = description.allKeys.contains { $0.name == name } ? [path] : []
    for key in description.keys {
      if case .section(let inner) = key.shape {
        owners += self.owners(of: name, in: inner, path: path + [key.name])
      }
    }
    return owners
  }
}
