import Config
import Diagnostics

/// A config whose default breaks its own rule, and that has a required key.
struct CheckedDefaults: ConfigSection {
  struct Inner: ConfigSection {
    let count: Int
    let source: Path

    init(_ keys: inout KeyReader) {
      count = keys.read("count", default: 3, "Too few.")
      source = keys.require("source", as: Path.format, standIn: Path("/"), "Where it comes from.")
    }
  }

  let inner: Inner

  init(_ keys: inout KeyReader) {
    inner = keys.section("inner", "A section.")
    keys.check("inner.count", that: inner.count > 3, else: "\(inner.count) is too few")
  }

  static func mistakes(_ text: String, in folder: ConfigFolder) throws -> String {
    try folder.write(text, to: "a.yaml")
    do throws(DiagnosticError) {
      _ = try ConfigLoader(environment: [:], currentFolder: folder.path)
        .load(CheckedDefaults.self, file: "a.yaml")
      return ""
    } catch {
      return error.description
    }
  }
}
