import Diagnostics

/// All keys that a config may have, by dotted path.
struct KeyNames {
  private let description: SectionDescription

  init(_ description: SectionDescription) {
    self.description = description
  }

  func has(_ name: String) -> Bool { all.contains(name) }

  /// Why no key that has a value goes by this name.
  func problem(with name: String) -> String {
    let path = name.split(separator: ".").map(String.init)
    if has(name) {
      let owner = UnknownKeys(root: description).owningChoice(of: path) ?? "another choice"
      return "'\(name)' has no value here; it belongs to \(owner)"
    }
    let homes = all.filter { $0.hasSuffix("." + (path.last ?? "")) }
    let nearest = Spelling.nearest(to: name, in: all) ?? (homes.count == 1 ? homes[0] : nil)
    return "there is no key '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
  }

  private var all: [String] {
    paths(in: description, under: "")
  }

  private func paths(in description: SectionDescription, under prefix: String) -> [String] {
    description.allKeys.flatMap { key in
      switch key.shape {
      case .section(let inner), .mapping(let inner, _):
        [prefix + key.name] + paths(in: inner, under: prefix + key.name + ".")
      default: [prefix + key.name]
      }
    }
  }
}
