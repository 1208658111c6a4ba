import Foundation
import Testing

@Suite("What docs/statistics.md says of ranges")
struct StatisticsPageTests {
  private static let page = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "docs/statistics.md")

  /// The numbers of a row after so many columns of other things.
  private static func numbers(_ row: some StringProtocol, after columns: Int) -> [Double] {
    row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
      .filter { !$0.isEmpty }.dropFirst(columns).compactMap { Double($0) }
  }

  private static func simulate(_ arguments: String...) throws -> String {
    let (process, output) = (Process(), Pipe())
    process.executableURL = Bundle.main.bundleURL.resolvingSymlinksInPath()
      .appending(path: "simulate-statistics")
    process.arguments = arguments
    process.standardOutput = output
    try process.run()
    let text = try output.fileHandleForReading.readToEnd()
    process.waitUntilExit()
    return String(decoding: text ?? Data(), as: UTF8.self)
  }

  @Test(
    "Its tables have every number of seeds, images and configurations, and promise no more than they show")
  func tables() throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") }
    let coverage = rows.filter { $0.hasPrefix("| normal") || $0.hasPrefix("| skewed") }
      .map { Self.numbers($0, after: 3) }
    #expect(coverage.count == 24)
    #expect(coverage.allSatisfy { $0.count == 6 && $0.allSatisfy { 88...99.9 ~= $0 } })
    let alike = rows.filter { $0.contains("| alike |") }.map { Self.numbers($0, after: 4) }
    #expect(alike.count == 12)
    #expect(alike.allSatisfy { $0.count == 6 })
    #expect(alike.prefix(8).joined().allSatisfy { $0 <= 6.5 })
  }

  @Test("A small simulation of three seeds and six images holds its bounds")
  func small() throws {
    let coverage = Self.numbers(try Self.simulate("coverage", "3", "6", "150"), after: 3)
    #expect(coverage.count == 6)
    #expect(coverage.allSatisfy { $0 >= 91 })
    let errors = Self.numbers(try Self.simulate("errors", "4", "3", "6", "60"), after: 4)
    #expect(errors.count == 6)
    #expect(errors.allSatisfy { $0 <= 12 })
  }
}
