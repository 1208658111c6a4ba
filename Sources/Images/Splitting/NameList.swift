import Diagnostics
import Foundation

/// A text file that names images, one a line, as people have them.
///
/// A name is a stem, a file name or a path, also a path of another machine and with backslashes; it may be in quotes. What follows it after
/// a space, comma, semicolon or tab is overlooked where images are listed. A first line of column names, empty lines and lines that begin
/// with `#` are overlooked too.
struct NameList {
  let path: String
  private let lines: [NameLine]

  init(path: String) throws(DiagnosticError) {
    self.path = path
    lines = try Self.text(path).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
      .map { NameLine(number: $0.offset + 1, text: $0.element.trimmingCharacters(in: .whitespaces)) }
      .filter { !$0.text.isEmpty && !$0.text.hasPrefix("#") }
  }

  /// The content of a file in UTF-8, or in UTF-16 with a byte order mark.
  private static func text(_ path: String) throws(DiagnosticError) -> String {
    let bytes = try ImageFile.bytes(path)
    let isWide = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    let text = String(data: Data(bytes), encoding: isWide ? .utf16 : .utf8)
    guard let text, !text.unicodeScalars.contains("\0") else {
      throw FileProblem.error(
        path, "is not a text file in UTF-8", notes: ["save the list as plain text in UTF-8"])
    }
    return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
  }

  /// The line of each listed sample, by the sample's position in `samples`.
  ///
  /// - Parameter problems: Gets all lines that name no sample, several, or one that another line names.
  func positions(in samples: [Sample], _ problems: inout ProblemList) -> [Int: Int] {
    let names = SampleNames(samples)
    let header = header(names)
    var suggestions = ProblemList.limit
    var lineOf: [Int: Int] = [:]
    let entries = lines.dropFirst(header == nil ? 0 : 1)
    if entries.isEmpty { problems.add(Diagnostic("\(path): the list names no image")) }
    let found = entries.map { ($0, names.matches($0.readings(header))) }
    // Where some paths lead into the images' folders, a path to none of them is another image's.
    let namesFolders = found.contains { $0.1?.sharesFolders == true }
    for (line, match) in found {
      let matches = match.map { namesFolders && $0.isElsewhere ? [] : $0.targets } ?? []
      switch matches.count {
      case 0:
        suggestions -= 1
        let hint = suggestions < 0 ? "" : names.suggestion(for: line.readings(header))
        problems.add(complaint(line, "no image is called '\(line.text)'\(hint)"))
      case 1 where header == nil && !isOnly(matches[0], line, names, isOnly: found.count == 1):
        problems.add(complaint(line, "'\(line.text)' names several images; write one a line"))
      case 1:
        for position in matches[0].positions {
          guard let earlier = lineOf.updateValue(line.number, forKey: position) else { continue }
          problems.add(complaint(line, "'\(line.text)' is already listed in line \(earlier)"))
          break
        }
      default:
        problems.add(complaint(line, "'\(line.text)' could be \(Self.words(matches)); write the whole name"))
      }
    }
    return lineOf
  }

  /// Whether the columns of a line name no other image: of those that end like an image file or, in a list of one line, of all.
  private func isOnly(
    _ target: SampleNames.Target, _ line: NameLine, _ names: SampleNames, isOnly: Bool
  ) -> Bool {
    let columns = line.columns(bySpaces: isOnly)
    guard columns.count > 1 else { return true }
    let files = columns.filter { SampleNames.stem($0) != $0 }
    return (files.isEmpty && isOnly ? columns : files).allSatisfy { column in
      let targets = names.matches([NameLine.Reading(name: column, rest: "")])?.targets ?? []
      return targets.isEmpty || targets.contains { $0.positions == target.positions }
    }
  }

  /// The group of each sample that a line names, by the sample's position; the text after the name, or in the column of a group.
  ///
  /// Lines that name none of `samples` are overlooked: a table may be about more images than are there.
  ///
  /// - Throws: All lines that name several samples, no group, or another group than an earlier line.
  func groups(in samples: [Sample]) throws(DiagnosticError) -> [Int: String] {
    let names = SampleNames(samples)
    let header = header(names)
    var problems = ProblemList()
    var known: [Int: (group: String, line: Int)] = [:]
    if let header, !header.namesGroup, let first = lines.first {
      throw DiagnosticError(complaint(first, "which column is the group? call it 'group'"))
    }
    for line in lines.dropFirst(header == nil ? 0 : 1) {
      guard let match = names.matches(line.readings(header)) else { continue }
      guard match.targets.count == 1 else {
        let words = Self.words(match.targets)
        problems.add(complaint(line, "'\(line.text)' could be \(words); write the whole name"))
        continue
      }
      guard !match.rest.isEmpty else {
        problems.add(
          complaint(
            line,
            "'\(line.text)' has not one group after the image's name; with more columns, a first line names them: image,…,group"
          ))
        continue
      }
      for position in match.targets[0].positions {
        let before = known.updateValue((match.rest, line.number), forKey: position)
        guard let before, before.group != match.rest else { continue }
        problems.add(
          complaint(
            line, "'\(samples[position].id)' is of the group '\(before.group)' in line \(before.line)"))
        break
      }
    }
    try problems.throwIfAny()
    return known.mapValues(\.group)
  }

  /// The first line as column names, which it is where it names no image and has a word that people use for one.
  private func header(_ names: SampleNames) -> NameLine.Header? {
    guard let first = lines.first, names.matches(first.readings(nil)) == nil else { return nil }
    return NameLine.Header(first)
  }

  private static func words(_ targets: [SampleNames.Target]) -> String {
    let shown = targets.prefix(4).map { "'\($0.name)'" }
    let more = targets.count - shown.count
    return (shown + (more > 0 ? ["\(more) more"] : [])).joined(separator: " and ")
  }

  private func complaint(_ line: NameLine, _ message: String) -> Diagnostic {
    Diagnostic(
      message, at: SourceLocation(file: path, line: line.number, column: 1),
      excerpt: Excerpt(line: line.text, width: line.text.unicodeScalars.count))
  }
}
