import Diagnostics
import Images

/// What is wrong with files, of each kind the first.
struct InspectionProblems {
  /// How many of a kind are listed.
  private static let limit = 20

  private var kinds: [String] = []
  private var diagnostics: [String: [Diagnostic]] = [:]

  /// The first of each kind, and how many more there are; advice that was given is not repeated.
  var listed: [Diagnostic] {
    kinds.flatMap { kind -> [Diagnostic] in
      let all = diagnostics[kind] ?? []
      var known: Set<String> = []
      let told = all.prefix(Self.limit).map { diagnostic in
        diagnostic.withNotes { known.insert($0).inserted }
      }
      let more = all.count - Self.limit
      return told + (more > 0 ? [Diagnostic("and \(more) more of these")] : [])
    }
  }

  /// Runs `body`; nil if it throws what is wrong with files, which is noted, or anything else, which is noted likewise.
  mutating func collect<Value>(_ body: () throws -> Value) -> Value? {
    do {
      return try body()
    } catch let error as DiagnosticError {
      add(error, of: nil)
    } catch {
      add(DiagnosticError(Diagnostic("\(error)")), of: nil)
    }
    return nil
  }

  /// Notes what is wrong with a sample.
  mutating func add(_ error: DiagnosticError, of sample: Sample?) {
    for diagnostic in error.diagnostics {
      let kind = Self.kind(of: diagnostic.message, sample)
      if diagnostics[kind] == nil { kinds.append(kind) }
      diagnostics[kind, default: []].append(diagnostic)
    }
  }

  /// The sentence without what tells one file from another: its path, what stands in quotes, numbers.
  private static func kind(of message: String, _ sample: Sample?) -> String {
    var text = message
    let files = sample.map { [$0.image.path] + $0.masks.map(\.page.path) } ?? []
    for file in files { text = text.split(separator: file, omittingEmptySubsequences: false).joined() }
    let words = text.split(separator: "'", omittingEmptySubsequences: false).enumerated()
      .map { $0.offset % 2 == 0 ? String($0.element) : "" }.joined(separator: "'")
    return words.filter { !$0.isNumber }
  }
}

extension Diagnostic {
  fileprivate func withNotes(_ isNew: (String) -> Bool) -> Diagnostic {
    Diagnostic(severity, message, at: location, excerpt: excerpt, notes: notes.filter(isNew))
  }
}
