import Diagnostics
import YAML

/// What all readers of one config share: the environment, the mistakes so far, where each value stands.
final class ReadingContext {
  /// A key that no reader asked for.
  struct UnknownKey: Sendable {
    let section: [String]
    let key: Node.Key
  }

  /// Whether sections are read for their description only, with nothing given.
  let isDescribing: Bool
  let surroundings: Surroundings
  private let root: Place?
  /// The mistakes and doubts so far, in no order.
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var unknownKeys: [UnknownKey] = []
  /// What was found of keys here, and of those in each top-level section that was read by itself.
  private var found = Found()
  private var parts: [(section: String, found: Found)] = []
  private var failed: Set<String> = []
  private var reported: Set<Report> = []
  private var errors = 0
  /// How sections were read in other configs; nil where this config stands alone.
  private let kept: KeptSections?
  /// What was laid over those configs in this one.
  private let overrides: [Override]

  /// What is known of keys, by dotted path.
  fileprivate struct Found: Sendable {
    /// Where the value of each given key stands.
    var places: [String: Place] = [:]
    /// The value of each key that is not its default.
    var differing: [String: String] = [:]
    /// The default of each key that was read; nil if it is required.
    var standards: [String: YAMLValue?] = [:]
  }

  /// What reading has left.
  struct Effects: Sendable {
    fileprivate let diagnostics: [Diagnostic]
    fileprivate let unknownKeys: [UnknownKey]
    fileprivate let found: Found
    fileprivate let failed: Set<String>
  }

  /// What makes a diagnostic the same as another; their lines may be very long.
  private struct Report: Hashable {
    let location: SourceLocation?
    let message: String
  }

  init(
    isDescribing: Bool = false, surroundings: Surroundings = Surroundings(), root: Place? = nil,
    keeping kept: KeptSections? = nil, under overrides: [Override] = []
  ) {
    self.isDescribing = isDescribing
    self.surroundings = surroundings
    self.root = root
    self.kept = kept
    self.overrides = overrides
  }

  /// Where the reading of a top-level section is kept, and under which key; nil where this config stands alone.
  func kept(_ section: String) -> (sections: KeptSections, key: KeptSections.Key)? {
    guard let kept else { return nil }
    return (kept, .init(section: section, overrides: overrides.filter { $0.path.first?.text == section }))
  }

  /// A context of the same config in which nothing was read.
  var alone: ReadingContext {
    ReadingContext(isDescribing: isDescribing, surroundings: surroundings, root: root)
  }

  /// What reading has left so far.
  var effects: Effects {
    Effects(
      diagnostics: diagnostics, unknownKeys: unknownKeys, found: found, failed: failed)
  }

  /// Takes over what the reading of a top-level section has left that was not read here.
  func add(_ effects: Effects, of section: String) {
    effects.diagnostics.forEach(report)
    unknownKeys += effects.unknownKeys
    parts.append((section, effects.found))
    failed.formUnion(effects.failed)
  }

  /// Where the value of each given key stands, by dotted path.
  var places: [String: Place] { merged(\.places) }

  /// The value of each key that is not its default, by dotted path.
  var differing: [String: String] { merged(\.differing) }

  /// The default of each key that was read, by dotted path; nil if it is required.
  var standards: [String: YAMLValue?] { merged(\.standards) }

  private func merged<Value>(_ values: KeyPath<Found, [String: Value]>) -> [String: Value] {
    var all = found[keyPath: values]
    all.reserveCapacity(parts.reduce(all.count) { $0 + $1.found[keyPath: values].count })
    for part in parts { all.merge(part.found[keyPath: values]) { _, new in new } }
    return all
  }

  /// Where the value of a key stands, if it is given.
  func place(at path: [String]) -> Place? {
    let key = path.joined(separator: ".")
    if let place = found.places[key] { return place }
    return parts.first { $0.section == path.first }?.found.places[key]
  }

  /// Whether no more mistakes are kept.
  var isFull: Bool { errors >= DiagnosticError.most }

  /// Keeps a diagnostic, the same one twice only once, until there are too many.
  func report(_ diagnostic: Diagnostic) {
    let report = Report(location: diagnostic.location, message: diagnostic.message)
    guard !isFull, reported.insert(report).inserted else { return }
    diagnostics.append(diagnostic)
    if diagnostic.severity == .error { errors += 1 }
  }

  func reportUnknown(_ key: Node.Key, in section: [String]) {
    unknownKeys.append(UnknownKey(section: section, key: key))
  }

  func notePlace(_ place: Place, of path: [String]) {
    found.places[path.joined(separator: ".")] = place
  }

  func noteStandard(_ standard: YAMLValue?, of path: [String]) {
    found.standards[path.joined(separator: ".")] = .some(standard)
  }

  /// Keeps the value of a key that is not its default; of a mapping that is whole, it stands for the keys in
  /// it.
  func noteDifference(_ value: YAMLValue, of path: [String]) {
    forgetDifferences(in: path)
    found.differing[path.joined(separator: ".")] = YAMLWriter.flow(value)
  }

  /// Forgets the values of the keys in a mapping.
  func forgetDifferences(in path: [String]) {
    let prefix = path.joined(separator: ".") + "."
    for key in found.differing.keys where key.hasPrefix(prefix) { found.differing[key] = nil }
  }

  /// Marks a key whose value is not what the file says, so that no check looks at it.
  func fail(_ path: [String]) {
    failed.insert(path.joined(separator: "."))
  }

  /// Whether any key failed.
  var hasFailures: Bool { !failed.isEmpty }

  /// Whether the key, something in it, or something around it failed.
  func hasFailed(_ path: [String]) -> Bool {
    let key = path.joined(separator: ".")
    return failed.contains { $0 == key || $0.hasPrefix(key + ".") || key.hasPrefix($0 + ".") }
  }

  /// Whether the key or something around it failed.
  func isWithinFailed(_ path: [String]) -> Bool {
    hasFailures && (0...path.count).contains { failed.contains(path.prefix($0).joined(separator: ".")) }
  }

  /// Where the key stands, else the nearest section around it that is given, else the start of the file.
  func place(of path: [String]) -> Place? {
    for count in stride(from: path.count, to: 0, by: -1) {
      if let place = place(at: Array(path.prefix(count))) { return place }
    }
    return root
  }

  /// The scalar with its variables replaced; reports and returns nil if one is not set.
  func expanded(_ scalar: Node.Scalar, at place: Place) -> Node.Scalar? {
    do throws(VariableExpansion.Problem) {
      return Node.Scalar(text: try surroundings.expand(scalar.text), isPlain: scalar.isPlain)
    } catch {
      report(place.diagnostic(error.message, notes: [error.note]))
      return nil
    }
  }

  /// The path that `text`, standing at `place`, means.
  func path(_ text: String, at place: Place) -> Path? {
    if text.hasPrefix("~/"), surroundings.home == nil {
      report(place.diagnostic("'~' has no meaning because the environment variable 'HOME' is not set"))
      return nil
    }
    return surroundings.path(text, standingIn: place.source.name)
  }
}
