import Diagnostics
public import YAML

/// What a format needs to read one value: the key's name for messages, `${}` expansion, and where mistakes
/// go.
public struct ValueReader {
  let context: ReadingContext
  /// The keys that lead to the value.
  let path: [String]
  /// What a message calls the value: `'depth'`, or `each value of 'betas'`.
  public let label: String
  private var isSilent = false
  /// What the value must be, where the shape's own words would be too many.
  private var words: String?
  /// The key that the value stands for in place of a mapping.
  private let shorthand: String?

  init(_ context: ReadingContext, path: [String], label: String? = nil, shorthand: String? = nil) {
    self.context = context
    self.path = path
    self.shorthand = shorthand
    self.label = label ?? "'\(path.last ?? "")'"
  }

  /// The reader for the values of a list.
  var item: ValueReader {
    var reader = ValueReader(context, path: path, label: "each value of \(label)")
    reader.isSilent = isSilent
    return reader
  }

  /// A reader that says `words` for what the value must be.
  func called(_ words: String) -> ValueReader {
    var reader = self
    reader.words = words
    return reader
  }

  /// A reader that reports nothing, to find out whether a value has a shape.
  var silent: ValueReader {
    var reader = self
    reader.isSilent = true
    return reader
  }

  /// The reader for the value of a name that the user chose.
  func entry(_ name: String) -> ValueReader {
    var reader = ValueReader(
      context, path: path + [name], label: "'\(path.last.map { "\($0)." } ?? "")\(name)'")
    reader.isSilent = isSilent
    return reader
  }

  /// The scalar with `${NAME}` replaced; a value of another kind, or a variable that is not set, is reported.
  public func scalar(_ node: Node, as shape: ValueShape) -> Node.Scalar? {
    guard let scalar = node.scalar else {
      mismatch(node, shape)
      return nil
    }
    return context.expanded(scalar, at: node.place)
  }

  /// Reports that the value breaks a rule that `message` states.
  public func fail(_ node: Node, _ message: String, notes: [String] = []) {
    if isHeard { context.report(node.place.diagnostic(message, notes: notes)) }
  }

  /// Keeps a mistake of a value that knows its place.
  func report(_ diagnostic: Diagnostic) {
    if isHeard { context.report(diagnostic) }
  }

  /// Whether a message would be kept, and is worth its making.
  private var isHeard: Bool { !isSilent && !context.isFull }

  /// Reports that the value does not have the shape.
  public func mismatch(_ node: Node, _ shape: ValueShape) {
    guard isHeard else { return }
    let found =
      switch node.content {
      case .scalar(let scalar): Self.words(scalar)
      case .sequence(let items): "a list of \(items.count)"
      case .mapping: "a mapping"
      }
    let notes =
      node.commentedColor.map { ["'#' starts a comment; write \"\($0)\" in quotes"] }
      ?? node.bracedWord.map { ["braces make a mapping; write \"\($0)\" in quotes"] } ?? []
    fail(node, "\(label) must be \(words ?? shape.words), not \(found)", notes: notes)
  }

  /// Reports that a scalar does not have the shape.
  public func mismatch(
    _ node: Node, _ scalar: Node.Scalar, _ shape: ValueShape, notes: [String] = [],
    suggestingFrom names: [String] = []
  ) {
    guard isHeard else { return }
    let suggestion = Spelling.suggestion(for: scalar.text, in: names)
    fail(
      node, "\(label) must be \(words ?? shape.words), not \(Self.words(scalar))\(suggestion)", notes: notes)
  }

  /// The note that quotes make a text of a number, that a number is too large, or what a number alone stands for.
  func numberNotes(_ scalar: Node.Scalar, isNumber: (String) -> Bool) -> [String] {
    if scalar.isPlain {
      let isTooLarge = scalar.text.contains(/^[-+]?[0-9]+([eE]\+?[0-9]+)?$/) && !isNumber(scalar.text)
      if isTooLarge { return ["the number is too large"] }
      return shorthand.map { ["a number alone is its '\($0)'"] } ?? []
    }
    return isNumber(scalar.text) ? ["quotes make it a text; remove them"] : []
  }

  private static func words(_ scalar: Node.Scalar) -> String {
    let shown = scalar.text.count <= 40 ? scalar.text : scalar.text.prefix(39) + "…"
    if shown.isEmpty { return "an empty text" }
    if !scalar.isPlain { return "the text \"\(shown)\"" }
    return Double(scalar.text) == nil ? "'\(shown)'" : shown
  }
}
