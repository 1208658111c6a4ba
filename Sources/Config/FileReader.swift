import Diagnostics
import Foundation
import YAML

/// Reads config files and what they extend.
struct FileReader {
  let layering: Layering
  let surroundings: Surroundings

  /// The file laid over all that it extends, without the `extends` keys.
  func read(_ file: String) throws(DiagnosticError) -> Node {
    try read(file, chain: [], at: nil)
  }

  private func read(_ file: String, chain: [String], at place: Place?) throws(DiagnosticError) -> Node {
    let path = surroundings.file(file).string
    if let start = chain.firstIndex(where: { surroundings.file($0).string == path }) {
      let circle = (chain[start...] + [file]).joined(separator: " → ")
      throw error("'extends' goes in a circle: \(circle)", at: place)
    }
    let node = try Node.parse(bytes(of: file, path: path, at: place), file: file)
    guard let entries = node.entries else {
      throw error("a config must be a mapping of sections", at: node.place)
    }
    guard let extends = entries.first(where: { $0.key.text == "extends" }) else { return node }
    let rest = Node(.mapping(entries.filter { $0.key.text != "extends" }), at: node.place)
    let base = try base(extends.value, of: file)
    return layering.merge(rest, over: try read(base, chain: chain + [file], at: extends.value.place))
  }

  /// The base file's name, told from the current folder as `file` is.
  private func base(_ node: Node, of file: String) throws(DiagnosticError) -> String {
    let context = ReadingContext(surroundings: surroundings)
    let reader = ValueReader(context, path: ["extends"])
    guard let path = Path.format.parse(node, reader), let text = reader.scalar(node, as: .path)?.text else {
      throw DiagnosticError(context.diagnostics)
    }
    if text.hasPrefix("/") || text.hasPrefix("~/") { return path.string }
    let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return (folder + [text[...]]).joined(separator: "/")
  }

  private func bytes(of file: String, path: String, at place: Place?) throws(DiagnosticError) -> [UInt8] {
    var isFolder = ObjCBool(false)
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw error("there is no file '\(file)'\(suggestion(path))", at: place)
    }
    guard !isFolder.boolValue else { throw error("'\(file)' is a folder, not a config file", at: place) }
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? handle.close() }
      // One byte more than is allowed, so that a larger file is noticed without reading all of it.
      return Array(try handle.read(upToCount: SourceText.largest + 1) ?? Data())
    } catch {
      throw self.error("'\(file)' cannot be read: \(error.localizedDescription)", at: place)
    }
  }

  private func suggestion(_ path: String) -> String {
    let folder = Path(path).parent.string
    let name = String(path.split(separator: "/").last ?? "")
    let neighbours = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return Spelling.suggestion(for: name, in: neighbours.filter { $0.hasSuffix(".yaml") }.sorted())
  }

  private func error(_ message: String, at place: Place?) -> DiagnosticError {
    DiagnosticError(place?.diagnostic(message) ?? Diagnostic(message))
  }
}
