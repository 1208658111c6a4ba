import Foundation
import Testing

@Suite("What docs/sweeps.md says of strategies")
struct StrategyPageTests {
  private static let page = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "docs/sweeps.md")

  /// The rows of the table, in order.
  private static func rows() throws -> [Substring] {
    let text = try String(contentsOf: page, encoding: .utf8)
    let begin = try #require(text.range(of: "<!-- Made by `make simulate-strategies`;"))
    let end = try #require(text.range(of: "<!-- The end of what `make simulate-strategies` made. -->"))
    let table = text[begin.upperBound..<end.lowerBound].split(separator: "\n").filter { $0.hasPrefix("|") }
    return Array(table.dropFirst(2))
  }

  @Test(
    "A row of the table is what the simulation of 1,000 sweeps gives: run `make simulate-strategies` where it is not"
  )
  func isFresh() throws {
    let rows = try Self.rows()
    #expect(rows.count == 27)
    let number = try #require(rows.firstIndex { $0.hasPrefix("| halving, eta 4 | 0 |") })
    let (process, output) = (Process(), Pipe())
    process.executableURL = Bundle.main.bundleURL.resolvingSymlinksInPath().appending(
      path: "simulate-strategies")
    process.arguments = ["row", "\(number)"]
    process.standardOutput = output
    try process.run()
    let text = try output.fileHandleForReading.readToEnd()
    process.waitUntilExit()
    #expect(String(decoding: text ?? Data(), as: UTF8.self) == "\(rows[number])\n")
  }
}
