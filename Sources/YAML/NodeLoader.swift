import Diagnostics

/// Builds the tree of nodes from events.
struct NodeLoader {
  /// The deepest nesting, so that code that walks a tree cannot exhaust the stack.
  static let deepest = 100
  /// The most nodes that all aliases of a text may add.
  static let mostAliased = 10_000

  /// A node with what its aliases will cost.
  private struct Subtree {
    let node: Node
    var count = 1
    var height = 1
  }

  private let events: EventReader
  private var anchors: [String: Subtree] = [:]
  private var aliased = 0
  /// What is refused although reading can go on.
  private var problems: [Diagnostic] = []

  init(_ events: EventReader) {
    self.events = events
  }

  /// The only document of the text; nil if there is none.
  ///
  /// Throws all problems up to the first that ends reading.
  mutating func document() throws(DiagnosticError) -> Node? {
    let root: Node?
    do throws(DiagnosticError) {
      root = try onlyDocument()
    } catch {
      throw DiagnosticError(problems + error.diagnostics)
    }
    guard problems.isEmpty else { throw DiagnosticError(problems) }
    return root
  }

  private mutating func onlyDocument() throws(DiagnosticError) -> Node? {
    _ = try events.next()
    let first = try events.next()
    guard case .documentStart = first.kind else { return nil }
    let root = try subtree(from: events.next(), depth: 1).node
    _ = try events.next()
    let next = try events.next()
    guard case .streamEnd = next.kind else {
      throw DiagnosticError(
        events.place(of: next).diagnostic("a second YAML document starts here; a config is one document"))
    }
    let isEmpty = root.scalar == Node.Scalar(text: "", isPlain: true)
    return isEmpty ? nil : root
  }

  private mutating func subtree(from event: Event, depth: Int) throws(DiagnosticError) -> Subtree {
    let place = events.place(of: event)
    guard depth <= Self.deepest else { throw tooDeep(place) }
    switch event.kind {
    case .scalar(let scalar, let attributes):
      return try finish(Subtree(node: Node(.scalar(scalar), at: place)), attributes)
    case .sequenceStart(let attributes):
      return try finish(sequence(at: place, depth: depth), attributes)
    case .mappingStart(let attributes):
      return try finish(mapping(at: place, depth: depth), attributes)
    case .alias(let name):
      return try alias(name, at: place, depth: depth)
    case .streamStart, .streamEnd, .documentStart, .documentEnd, .collectionEnd:
      throw DiagnosticError(place.diagnostic("not YAML: expected a value here"))
    }
  }

  /// Refuses a tag and remembers an anchor.
  private mutating func finish(
    _ subtree: Subtree, _ attributes: Event.Attributes
  ) throws(DiagnosticError) -> Subtree {
    if attributes.tag != nil {
      try note(subtree.node.place.diagnostic("tags are not supported; quote a value to make it a text"))
    }
    if let anchor = attributes.anchor { anchors[anchor] = subtree }
    return subtree
  }

  /// Keeps a problem after which reading can go on, until there are too many.
  private mutating func note(_ problem: Diagnostic) throws(DiagnosticError) {
    problems.append(problem)
    if problems.count == DiagnosticError.most { throw DiagnosticError(DiagnosticError.more(after: problem)) }
  }

  private mutating func sequence(at place: Place, depth: Int) throws(DiagnosticError) -> Subtree {
    var items: [Node] = []
    var (count, height) = (1, 0)
    while let event = try nextInCollection() {
      let item = try subtree(from: event, depth: depth + 1)
      items.append(item.node)
      count += item.count
      height = max(height, item.height)
    }
    return Subtree(node: Node(.sequence(items), at: place), count: count, height: height + 1)
  }

  private mutating func mapping(at place: Place, depth: Int) throws(DiagnosticError) -> Subtree {
    var entries: [Node.Entry] = []
    var known: [String: Place] = [:]
    var (count, height) = (1, 0)
    while let event = try nextInCollection() {
      let key = try key(from: event, known: &known)
      let value = try subtree(from: events.next(), depth: depth + 1)
      entries.append(Node.Entry(key: key, value: value.node))
      count += value.count
      height = max(height, value.height)
    }
    return Subtree(node: Node(.mapping(entries), at: place), count: count, height: height + 1)
  }

  private func nextInCollection() throws(DiagnosticError) -> Event? {
    let event = try events.next()
    if case .collectionEnd = event.kind { return nil }
    return event
  }

  private mutating func key(from event: Event, known: inout [String: Place]) throws(DiagnosticError)
    -> Node.Key
  {
    let place = events.place(of: event)
    guard case .scalar(let scalar, let attributes) = event.kind, attributes.anchor == nil,
      attributes.tag == nil
    else {
      throw DiagnosticError(place.diagnostic("a key must be a single word or a quoted text"))
    }
    if scalar.text == "<<", scalar.isPlain {
      try note(
        place.diagnostic(
          "merge keys are not supported", notes: ["'extends: base.yaml' lays a file over another"]))
    }
    if let first = known.updateValue(place, forKey: scalar.text) {
      try note(
        place.diagnostic("duplicate key '\(scalar.text)'", notes: ["the first one is at \(first.location)"]))
    }
    return Node.Key(text: scalar.text, place: place)
  }

  private mutating func alias(_ name: String, at place: Place, depth: Int) throws(DiagnosticError) -> Subtree
  {
    guard let subtree = anchors[name] else {
      throw DiagnosticError(place.diagnostic("no value before this alias has the anchor '&\(name)'"))
    }
    guard depth + subtree.height - 1 <= Self.deepest else { throw tooDeep(place) }
    aliased += subtree.count
    guard aliased <= Self.mostAliased else {
      throw DiagnosticError(
        place.diagnostic("the aliases of this file stand for more than \(Self.mostAliased) values"))
    }
    return subtree
  }

  private func tooDeep(_ place: Place) -> DiagnosticError {
    DiagnosticError(place.diagnostic("values are nested deeper than \(Self.deepest) levels"))
  }
}
