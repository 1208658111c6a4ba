import Config
import Diagnostics

/// Who sets which keys in the cells of a sweep, to find those that are set twice.
struct SweptKeys {
  /// A key with who sets it.
  struct Entry {
    let path: WrittenPath
    /// In words: `'grid'`, `the command line`.
    let owner: String
  }

  private var entries: [String: Entry] = [:]
  /// Some entry inside of each path that is around one.
  private var around: [String: Entry] = [:]
  private(set) var mistakes: [Diagnostic] = []

  /// Adds the keys that the parts of a sweep set.
  init(_ config: SweepConfig) {
    for entry in config.grid { add(entry.path, by: "'grid'") }
    for entry in config.zip.joined() { add(entry.path, by: "'zip'") }
    for item in config.cases {
      // What another case sets is not set with it.
      var own = SweptKeys()
      for entry in item.value { own.add(entry.path, by: "'cases'") }
      mistakes += own.mistakes
    }
    for entry in config.cases.flatMap(\.value) { add(entry.path, by: "'cases'", besides: "'cases'") }
    for entry in config.random?.keys ?? [] { add(entry.path, by: "'random'") }
    if let first = config.seeds?.values.first { add(WrittenPath("training.seed", at: first), by: "'seeds'") }
    if let folds = config.folds, let first = folds.values.first {
      add(WrittenPath("data.validation.fold", at: first), by: "'folds'")
      let isTaken = mistakes.last?.location == first.location
      if folds.count != nil, !isTaken { add(WrittenPath("data.validation.folds", at: first), by: "'folds'") }
    }
  }

  private init() {}

  /// Adds a key, and notes if it, something around it or something in it is set already.
  mutating func add(_ path: WrittenPath, by owner: String, besides other: String? = nil) {
    let entry = Entry(path: path, owner: owner)
    let names = path.names
    let outer = (1..<max(names.count, 1)).map { names.prefix($0).joined(separator: ".") }
    if let same = entries[path.text], same.owner != other {
      note(entry, same, "\(owner) and \(same.owner) both set '\(path.text)'")
    } else if let around = outer.compactMap({ entries[$0] }).first, around.owner != other {
      note(
        entry, around,
        "\(owner) sets '\(path.text)', and \(around.owner) sets '\(around.path.text)' around it")
    } else if let inner = around[path.text], inner.owner != other {
      note(entry, inner, "\(owner) sets '\(path.text)', and \(inner.owner) sets '\(inner.path.text)' in it")
    }
    if entries[path.text] == nil { entries[path.text] = entry }
    for path in outer where around[path] == nil { around[path] = entry }
  }

  private mutating func note(_ entry: Entry, _ earlier: Entry, _ message: String) {
    mistakes.append(
      entry.path.mistake(message, notes: ["the other is at \(earlier.path.location); keep one of them"]))
  }
}
