import Foundation

/// A page with a table that a simulation makes, between two markers.
public struct MarkedPage {
  private let file: String
  private let begin, end: String

  /// - Parameters:
  ///   - file: the page.
  ///   - command: what makes the table, as its markers have it: "make simulate".
  public init(file: String, madeBy command: String) {
    self.file = file
    begin = "<!-- Made by `\(command)`; changes up to the next marker are lost. -->\n"
    end = "\n<!-- The end of what `\(command)` made. -->"
  }

  /// Puts a table between the markers; ends the program with 65 where they are not there.
  public func replaceTable(with table: String) throws {
    let text = try String(contentsOfFile: file, encoding: .utf8)
    guard let begin = text.range(of: begin), let end = text.range(of: end),
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
