import Foundation

/// A line of a list of images: a name, and perhaps columns after it.
struct NameLine {
  /// A way to read a line: a name, and what follows it.
  struct Reading {
    let name: String
    /// The first column after the name, without quotes; empty where there is none.
    let rest: String
  }

  /// Which columns hold what, as a first line of column names says.
  struct Header {
    /// Nil where spaces separate, between which only the names of the images tell where one ends.
    fileprivate let separator: Character?
    fileprivate let image: Int
    fileprivate var group: Int?

    /// Whether it is clear which column is the group.
    var namesGroup: Bool { group != nil }

    /// Nil unless one of the line's columns is called as people call an image's.
    init?(_ line: NameLine) {
      let separator = NameLine.separators.first { line.text.contains($0) }
      let cells = NameLine.cells(line.text, separator ?? " ")
      let titles = cells.filter { separator != nil || !$0.isEmpty }.map { $0.lowercased() }
      guard titles.allSatisfy(Self.isTitle) else { return nil }
      let isImage = { (known: Set<String>) in { (title: String) in Self.isImage(title, known) } }
      // A table can number its rows, too: `id,filename`, `patient_id,image`.
      guard
        let image = titles.firstIndex(where: isImage(Self.fileTitles))
          ?? titles.firstIndex(where: isImage(Self.nameTitles)),
        separator != nil || image == 0
      else { return nil }
      self.separator = separator
      self.image = image
      group = titles.firstIndex(where: Self.groupTitles.contains) ?? (titles.count < 3 ? 1 - image : nil)
      // Spaces can also be within a column.
      if separator == nil, titles.count > 2 { group = nil }
    }

    /// No file name such as `img_01.png`, which holds such a word, too; an index column can have no title.
    private static func isTitle(_ cell: String) -> Bool {
      cell.allSatisfy { $0.isLetter || "_- ".contains($0) }
    }

    private static func isImage(_ title: String, _ known: Set<String>) -> Bool {
      let words = title.split { !$0.isLetter }.map(String.init)
      if groupTitles.contains(title) || words.contains("mask") { return false }
      return words.contains(where: known.contains) && (known == nameTitles || !words.contains("id"))
    }

    private static let fileTitles: Set<String> = [
      "image", "images", "img", "imagename", "imagepath", "filename", "filenames", "filepath", "file",
      "files", "path",
    ]
    private static let nameTitles: Set<String> = ["imageid", "image", "stem", "name", "sample", "file", "id"]
    private static let groupTitles: Set<String> = [
      "group", "groups", "group_id", "patient", "patient_id", "patientid", "subject", "subject_id", "case",
      "case_id", "site", "slide", "scene",
    ]
  }

  /// Its number in the file, from 1.
  let number: Int
  /// The line without spaces at its ends.
  let text: String

  fileprivate static let separators: [Character] = ["\t", ";", ","]

  /// The ways to read the line, the most plausible first.
  ///
  /// Names may hold spaces and commas, so that only the names of the images tell where a name ends: first the texts that end like an image
  /// file, then the whole line, then what is left without more and more columns.
  func readings(_ header: Header?) -> [Reading] {
    if let header, let separator = header.separator {
      let cells = Self.cells(text, separator)
      func cell(_ index: Int) -> String { cells.indices.contains(index) ? cells[index] : "" }
      return [Reading(name: cell(header.image), rest: header.group.map(cell) ?? "")]
    }
    if text.hasPrefix("\"") || text.hasPrefix("'") {
      let quote = text.first ?? "\""
      let inner = text.dropFirst()
      let name = inner.prefix { $0 != quote }
      return [Reading(name: String(name), rest: Self.firstCell(inner.dropFirst(name.count + 1)))]
    }
    let whole = Reading(name: text, rest: "")
    let prefixes = Self.ends(text).map { end in
      Reading(name: String(text[..<end]), rest: Self.firstCell(text[end...]))
    }
    let files = (prefixes + [whole]).filter { SampleNames.stem($0.name) != $0.name }
    return files + [whole] + prefixes.reversed()
  }

  /// The columns, where tabs, semicolons or commas separate them, or also spaces.
  func columns(bySpaces: Bool) -> [String] {
    text.split { Self.separators.contains($0) || (bySpaces && $0.isWhitespace) }
      .map { $0.trimmingCharacters(in: .whitespaces.union(["\"", "'"])) }
  }

  /// Where a name may end: before each run of separators, of which only the first few are worth a look.
  private static func ends(_ text: String) -> [String.Index] {
    let most = 32
    var ends: [String.Index] = []
    var isWithin = false
    for index in text.indices where ends.count < most {
      let character = text[index]
      let separates = character.isWhitespace || separators.contains(character)
      if separates && !isWithin && index > text.startIndex { ends.append(index) }
      isWithin = separates
    }
    return ends
  }

  private static func firstCell(_ rest: Substring) -> String {
    let start = rest.drop { $0.isWhitespace || separators.contains($0) }
    let separator = separators.first { start.contains($0) } ?? "\t"
    let cells = cells(String(start), separator)
    // Which of several is meant, only a header says.
    return cells.dropFirst().allSatisfy(\.isEmpty) ? cells[0] : ""
  }

  /// The columns of a line; a separator within quotes is part of a column.
  private static func cells(_ line: String, _ separator: Character) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == separator && !isQuoted {
        cells.append("")
      } else {
        cells[cells.count - 1].append(character)
      }
    }
    return cells.map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
