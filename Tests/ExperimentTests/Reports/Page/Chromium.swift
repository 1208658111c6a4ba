import Foundation
import Testing

@testable import Experiment

/// A browser without a window, in which a page is opened and used.
enum Chromium {
  /// What a person or a script does in a page; see `Scripts/drive_chromium.py`.
  enum Step {
    case open(width: Int = 1200, height: Int = 900, dark: Bool = false)
    /// What the script returns is a result.
    case run(String)
    case click(String)
    case type(String, into: String)

    fileprivate var json: [String: Any] {
      switch self {
      case .open(let width, let height, let dark): ["open": ["width": width, "height": height, "dark": dark]]
      case .run(let script): ["run": script]
      case .click(let selector): ["click": selector]
      case .type(let text, let selector): ["type": [selector, text]]
      }
    }
  }

  static let isInstalled = ["chromium", "chromedriver", "python3"].allSatisfy { program in
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
    }
  }

  private static let script = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Scripts/chromium").path

  /// Does the steps in a page, and expects that the console says nothing and that nothing is fetched.
  ///
  /// - Returns: What the scripts returned, as text.
  static func use(_ page: String, _ steps: [Step]) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "unet-page-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func file(_ name: String) -> URL { folder.appending(path: name) }
    try Data(page.utf8).write(to: file("page.html"))
    try JSONSerialization.data(withJSONObject: steps.map(\.json)).write(to: file("steps.json"))
    for name in ["output", "errors"] { try Data().write(to: file(name)) }

    let process = Process()
    process.executableURL = URL(fileURLWithPath: script)
    process.arguments = ["drive", file("page.html").path]
    process.standardInput = try FileHandle(forReadingFrom: file("steps.json"))
    process.standardOutput = try FileHandle(forWritingTo: file("output"))
    process.standardError = try FileHandle(forWritingTo: file("errors"))
    try process.run()
    process.waitUntilExit()
    let errors = try String(contentsOf: file("errors"), encoding: .utf8)
    try #require(process.terminationStatus == 0, "\(errors)")
    let report = try JSONDecoder().decode(Report.self, from: Data(contentsOf: file("output")))
    #expect(report.console == [])
    #expect(report.requests == [])
    return report.results
  }

  private struct Report: Decodable {
    let results: [String]
    let console: [String]
    let requests: [String]
  }
}
