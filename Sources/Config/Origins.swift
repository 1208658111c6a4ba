import YAML

/// Finds out which layers of a config say something about a key.
struct Origins {
  /// What a layer says about a key.
  private enum Finding {
    case value(Node)
    /// A null where the key or a section around it should be.
    case null(Node)
    /// A mapping, that many keys deep, that doesn't have the key.
    case absence(Node, depth: Int)
  }

  private let layers: [Layering.Layer]
  private let description: SectionDescription
  private let surroundings: Surroundings

  init(_ layering: Layering) {
    layers = layering.layers
    description = layering.description
    surroundings = layering.surroundings
  }

  /// What is said about the key: first what counts, then what that overrode.
  func sources(of path: [String]) -> [Provenance.Source] {
    let sources = layers.reversed().compactMap { source(of: path, in: $0) }
    // That a mapping lacks the key is worth telling only if there was one to lose.
    guard let lowest = sources.lastIndex(where: { !$0.isAbsence }) else { return [] }
    return Array(sources[...lowest])
  }

  private func source(of path: [String], in layer: Layering.Layer) -> Provenance.Source? {
    switch find(path[...], in: layer.node, shape: .section(description), depth: 0) {
    case .value(let node): return source(node, at: path, in: layer)
    case .null(let node): return .init(location: node.place.location, statement: .null, variables: [])
    case .absence(let node, let depth):
      // What was merged key by key took nothing away.
      guard (0...depth).contains(where: { layer.replaced.contains(Array(path.prefix($0))) }) else {
        return nil
      }
      let mapping = path.prefix(depth).joined(separator: ".")
      return .init(location: node.place.location, statement: .absence(from: mapping), variables: [])
    }
  }

  /// The value of the key, or the part of it that an override inside of it sets.
  private func source(_ node: Node, at path: [String], in layer: Layering.Layer) -> Provenance.Source {
    let inside = layer.replaced.first { $0.count > path.count && $0.starts(with: path) }?
      .dropFirst(path.count)
    let part = inside.flatMap { inside in inside.reduce(node) { node, key in node?[key] } }
    let label = inside.map { $0.joined(separator: ".") + ": " } ?? ""
    let said = part ?? node
    return .init(
      location: said.place.location, statement: .value(label + said.written),
      variables: said.texts.flatMap(surroundings.variables))
  }

  private func find(_ path: ArraySlice<String>, in node: Node, shape: ValueShape?, depth: Int) -> Finding {
    if surroundings.isNull(node) { return .null(node) }
    guard let name = path.first else { return .value(node) }
    if let value = node[name] {
      return find(path.dropFirst(), in: value, shape: shape?.key(name)?.shape, depth: depth + 1)
    }
    if node.scalar != nil, case .mapping(_, let shorthand?) = shape, shorthand == name {
      return .value(node)
    }
    return .absence(node, depth: depth)
  }
}

extension Provenance.Source {
  fileprivate var isAbsence: Bool { if case .absence = statement { true } else { false } }
}
