import Foundation

/// A config with what is right to say of it.
struct CorpusConfig: CustomStringConvertible {
  enum Verdict: String {
    /// The program and its JSON Schema accept it.
    case good
    /// Both refuse it.
    case bad
    /// Only the program refuses it: JSON Schema cannot tell the rule.
    case reader
  }

  let verdict: Verdict
  /// The whole config.
  let text: String
  /// Words of the program's message; empty if it accepts the config, or if any message will do.
  let reason: String

  var description: String { text }
}

/// The committed configs, Fixtures/corpus.txt.
enum Corpus {
  static let data = "data: {images: i, masks: m, classes: [a, b]}"
  static let loss = "loss: {ce: 1}"
  /// The environment that the configs see.
  static let environment = ["A": "3", "E": "", "HOME": "/home/me"]

  static func configs() throws -> [CorpusConfig] {
    let file = RepositoryTests.root.appending(path: "Tests/ExperimentTests/Fixtures/corpus.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
      guard let verdict = CorpusConfig.Verdict(rawValue: String(line.prefix { $0 != " " })) else {
        return nil
      }
      let parts = line.dropFirst(verdict.rawValue.count).components(separatedBy: " => ")
      let lines = parts[0].trimmingCharacters(in: .whitespaces).components(separatedBy: ";;")
        .map { $0.hasPrefix("   ") ? String($0.dropFirst()) : $0.trimmingCharacters(in: .whitespaces) }
      let reason = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
      return CorpusConfig(verdict: verdict, text: completed(lines), reason: reason)
    }
  }

  /// The lines with the data and the loss of the smallest config, where they have none of their own.
  private static func completed(_ lines: [String]) -> String {
    let missing = [data, loss].filter { line in
      !lines.contains { $0.hasPrefix(line.prefix { $0 != "{" }.trimmingCharacters(in: .whitespaces)) }
    }
    return (lines + missing).joined(separator: "\n") + "\n"
  }
}
