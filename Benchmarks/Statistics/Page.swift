import Foundation

/// The page that shows the table.
struct Page {
  let file: String
  private static let begin =
    "<!-- Made by `make simulate`; changes up to the next marker are lost. -->\n"
  private static let end = "\n<!-- The end of what `make simulate` made. -->"

  /// Puts a table between the markers.
  func replaceTable(with table: String) throws {
    let text = try String(contentsOfFile: file, encoding: .utf8)
    guard let begin = text.range(of: Self.begin), let end = text.range(of: Self.end),
      begin.upperBound <= end.lowerBound
    else {
      FileHandle.standardError.write(
        Data("\(file): error: the markers around the table are not there\n".utf8))
      exit(65)
    }
    let replaced = text.replacingCharacters(in: begin.upperBound..<end.lowerBound, with: table)
    try replaced.write(toFile: file, atomically: true, encoding: .utf8)
  }
}
