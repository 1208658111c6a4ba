import Config
import Diagnostics
import Experiment
import Foundation

extension Layout {
  /// Throws unless each of `paths` that lies below the root is there; says what the root looks like instead.
  func requireFiles(_ paths: Path...) throws(DiagnosticError) {
    guard let root else { return }
    guard Self.exists(root) else {
      throw DiagnosticError(Diagnostic("\(root): no such folder", notes: ["it is what 'data.root' says"]))
    }
    let missing = paths.filter { $0.string.hasPrefix(root.string + "/") && !Self.exists($0) }
    guard !missing.isEmpty else { return }
    let names = missing.map { "'\($0.string.dropFirst(root.string.count + 1))'" }.joined(separator: " and ")
    let verb = missing.count == 1 ? "is" : "are"
    throw DiagnosticError(
      Diagnostic(
        "'\(root)' does not look like 'layout: \(name.rawValue)': \(names) \(verb) not in it",
        notes: [testAdvice(paths), advice(root)].compactMap(\.self)))
  }

  /// What to do without the layout's test folders, which not every copy has.
  private func testAdvice(_ paths: [Path]) -> String? {
    guard case .folders(let images, _)? = test, paths.contains(images) else { return nil }
    return
      "they are for the test; without them write  test: {fraction: 0.1}, or name the other folders under 'layout: folders'"
  }

  /// The layout that the folder has, or the folder in it that has this layout.
  private func advice(_ root: Path) -> String? {
    let others = LayoutName.allCases.filter { $0 != name && Layout($0, root: root).fits }
    if let other = others.first { return "it looks like 'layout: \(other.rawValue)'" }
    let children = (try? FileManager.default.contentsOfDirectory(atPath: root.string)) ?? []
    let inner = children.sorted().first { Layout(name, root: Path($0, in: root.string)).fits }
    if let inner { return "write  root: \(Path(inner, in: root.string))" }
    return children.isEmpty
      ? "it is empty" : "it holds \(children.sorted().prefix(8).map { "'\($0)'" }.joined(separator: ", "))"
  }

  /// Whether images and masks are where the layout has them.
  private var fits: Bool {
    guard let images, let masks else { return false }
    return Self.exists(images) && Self.exists(masks)
  }

  private static func exists(_ path: Path) -> Bool { FileManager.default.fileExists(atPath: path.string) }
}
