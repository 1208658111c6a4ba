import Diagnostics
import Foundation

/// A text file that names samples, one a line: a stem, a file name or a path; a second column is overlooked.
struct SplitList {
  let path: String
  private let lines: [(number: Int, text: String)]

  init(path: String) throws(DiagnosticError) {
    let bytes = try ImageFile.bytes(path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FileProblem.error(path, "is not a text file in UTF-8")
    }
    self.path = path
    lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
      .map { ($0.offset + 1, $0.element.trimmingCharacters(in: .whitespaces)) }
      .filter { !$0.text.isEmpty && !$0.text.hasPrefix("#") }
  }

  /// The positions in `samples` of the listed ones.
  func positions(in samples: [Sample]) throws(DiagnosticError) -> Set<Int> {
    let byName = Dictionary(grouping: samples.indices) { Self.lastComponent(samples[$0].id) }
    var problems = ProblemList()
    var lineOf: [Int: Int] = [:]
    if lines.isEmpty { problems.add(Diagnostic("\(path): the list names no image")) }
    for line in lines {
      let matches = Self.matches(line.text, samples, byName)
      switch matches.count {
      case 0: problems.add(complaint(line, "no image is called '\(line.text)'"))
      case 1:
        if let earlier = lineOf.updateValue(line.number, forKey: matches[0]) {
          problems.add(complaint(line, "'\(line.text)' is already listed in line \(earlier)"))
        }
      default:
        let names = matches.map { "'\(samples[$0].id)'" }.joined(separator: " and ")
        problems.add(complaint(line, "'\(line.text)' could be \(names); write the whole name"))
      }
    }
    try problems.throwIfAny()
    return Set(lineOf.keys)
  }

  /// The samples that a line can mean.
  ///
  /// The whole line is tried first since names may hold spaces, unless its first column is an image file by
  /// itself.
  private static func matches(_ line: String, _ samples: [Sample], _ byName: [String: [Int]]) -> [Int] {
    let column = line.prefix { !$0.isWhitespace && $0 != "," }.description
    let entries = stem(column) == column ? [line, column] : [column, line]
    return entries.lazy.map { closest($0, samples, byName) }.first { !$0.isEmpty } ?? []
  }

  /// The samples of the entry's name that share the most folders with it.
  private static func closest(_ entry: String, _ samples: [Sample], _ byName: [String: [Int]]) -> [Int] {
    let parts = stem(entry).split(separator: "/")
    let candidates = byName[parts.last.map(String.init) ?? ""] ?? []
    let shared = candidates.map { position in
      zip(samples[position].id.split(separator: "/").reversed(), parts.reversed()).prefix { $0 == $1 }.count
    }
    return zip(candidates, shared).filter { $0.1 == shared.max() }.map(\.0)
  }

  private static func stem(_ entry: String) -> String {
    let ending = (entry as NSString).pathExtension.lowercased()
    return ImageFile.extensions.contains(ending) ? (entry as NSString).deletingPathExtension : entry
  }

  private static func lastComponent(_ id: String) -> String { (id as NSString).lastPathComponent }

  private func complaint(_ line: (number: Int, text: String), _ message: String) -> Diagnostic {
    Diagnostic(
      message, at: SourceLocation(file: path, line: line.number, column: 1),
      excerpt: Excerpt(line: line.text, width: line.text.unicodeScalars.count))
  }
}
