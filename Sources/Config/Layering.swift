import Diagnostics
import YAML

/// Lays config files and overrides over each other, and remembers each of them; what is a section, and merges
/// key by key, the description says.
struct Layering {
  /// What was laid.
  enum Layer {
    /// A file, with the paths at which it took the place of all that lay below.
    case file(Node, replaced: Set<[String]>)
    case override(Override)

    /// What it says, as a config of its own.
    var node: Node {
      switch self {
      case .file(let node, replaced: _): node
      case .override(let override): override.node
      }
    }

    /// The paths at which it took the place of all that lay below.
    var replaced: Set<[String]> {
      switch self {
      case .file(_, let replaced): replaced
      case .override(let override): [override.path.map(\.text)]
      }
    }
  }

  let description: SectionDescription
  let surroundings: Surroundings
  /// What was laid so far, the lowest first.
  private(set) var layers: [Layer] = []
  /// All layers as one config; nil before the first.
  private(set) var root: Node?

  init(description: SectionDescription, surroundings: Surroundings) {
    self.description = description
    self.surroundings = surroundings
  }

  /// Lays a file over what is there.
  mutating func lay(_ file: Node) {
    var replaced: Set<[String]> = []
    root = root.map { merge(file, over: $0, description, at: [], &replaced) } ?? file
    layers.append(.file(file, replaced: replaced))
  }

  /// Replaces the value at the override's path, or adds it with the mappings around it.
  mutating func lay(_ override: Override) throws(DiagnosticError) {
    let base = root ?? Node(.mapping([]), at: override.value.place)
    root = try replace(override.path[...], with: override.value, in: base, shape: .section(description))
    layers.append(.override(override))
  }

  private func merge(
    _ node: Node, over base: Node, _ description: SectionDescription, at path: [String],
    _ replaced: inout Set<[String]>
  ) -> Node {
    guard let over = node.entries, let under = base.entries,
      !choiceChanges(over: node, under: base, description)
    else {
      replaced.insert(path)
      return node
    }
    var entries = under
    let indices = Dictionary(under.enumerated().map { ($1.key.text, $0) }) { first, _ in first }
    for entry in over {
      guard let index = indices[entry.key.text] else {
        entries.append(entry)
        continue
      }
      var value = entry.value
      let inner = path + [entry.key.text]
      if case .section(let section) = description.key(entry.key.text)?.shape {
        value = merge(value, over: entries[index].value, section, at: inner, &replaced)
      } else {
        replaced.insert(inner)
      }
      entries[index] = Node.Entry(key: entry.key, value: value)
    }
    return Node(.mapping(entries), at: node.place)
  }

  /// Whether a section changes its `name`, so that the keys of the old one have no meaning.
  private func choiceChanges(over: Node, under: Node, _ description: SectionDescription) -> Bool {
    guard let alternatives = description.alternatives, case .byValue(let key) = alternatives.choice,
      alternatives.haveDifferentKeys, let new = over[key]
    else { return false }
    return name(new, alternatives) != name(under[key], alternatives)
  }

  private func name(_ node: Node?, _ alternatives: SectionDescription.Alternatives) -> String {
    guard let scalar = node?.scalar, !scalar.isNull else { return alternatives.standard }
    return (try? surroundings.expand(scalar.text)) ?? scalar.text
  }

  private func replace(
    _ path: ArraySlice<Node.Key>, with value: Node, in node: Node, shape: ValueShape?
  ) throws(DiagnosticError) -> Node {
    guard let key = path.first else { return value }
    var entries = try entries(of: node, for: key, shape: shape)
    let index = entries.firstIndex { $0.key.text == key.text }
    let inner = index.map { entries[$0].value } ?? Node(.mapping([]), at: key.place)
    let replaced = try replace(path.dropFirst(), with: value, in: inner, shape: shape?.key(key.text)?.shape)
    let entry = Node.Entry(key: key, value: replaced)
    if let index { entries[index] = entry } else { entries.append(entry) }
    return Node(.mapping(entries), at: node.place)
  }

  /// The entries of a mapping on the way to an overridden key; a single value in place of a mapping becomes
  /// one.
  private func entries(
    of node: Node, for key: Node.Key, shape: ValueShape?
  ) throws(DiagnosticError) -> [Node.Entry] {
    if let entries = node.entries { return entries }
    guard let scalar = node.scalar else {
      throw DiagnosticError(
        key.place.diagnostic("'\(key.text)' cannot be set inside a list", notes: ["replace the whole list"]))
    }
    if scalar.isNull { return [] }
    if case .mapping(_, let shorthand?) = shape {
      return [Node.Entry(key: Node.Key(text: shorthand, place: node.place), value: node)]
    }
    throw DiagnosticError(
      key.place.diagnostic(
        "'\(key.text)' cannot be set inside '\(scalar.text)', which is no mapping",
        notes: ["the value is at \(node.place.location)"]))
  }
}

extension Override {
  /// The override as a config that says nothing else.
  fileprivate var node: Node {
    path.reversed().reduce(value) { value, key in
      Node(.mapping([Node.Entry(key: key, value: value)]), at: key.place)
    }
  }
}

extension SectionDescription.Alternatives {
  /// Whether the choice decides which keys there are, and not only what their defaults are.
  var haveDifferentKeys: Bool {
    let names = cases.map { $0.keys.map(\.name) }
    return !names.allSatisfy { $0 == names.first }
  }
}

extension ValueShape {
  /// The key of this name, if this is a mapping with declared keys that has it.
  func key(_ name: String) -> SectionDescription.Key? {
    switch self {
    case .section(let description), .mapping(let description, _): description.key(name)
    default: nil
    }
  }
}
