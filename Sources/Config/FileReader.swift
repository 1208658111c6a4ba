import Diagnostics
import Foundation
import YAML

/// Reads config files and what they extend.
struct FileReader {
  /// A file that was read.
  private struct File {
    let path: String
    let node: Node
  }

  /// The most files from a config down to the base of all: more is a mistake, such as a link to its own folder.
  private static let longestChain = 20

  let surroundings: Surroundings

  /// The file with all that it extends, each without its `extends` key: the lowest first, the file itself last.
  ///
  /// A file that several others extend comes once, below all of them. `text` stands in for what the file holds.
  /// `place` is where the file is named, if it is in another file.
  func read(
    _ file: String, text: [UInt8]? = nil, at place: Place? = nil
  ) throws(DiagnosticError) -> [Node] {
    var files: [File] = []
    try read(file, text: text, chain: [], at: place, into: &files)
    return files.map(\.node)
  }

  private func read(
    _ file: String, text: [UInt8]? = nil, chain: [String], at place: Place?, into files: inout [File]
  ) throws(DiagnosticError) {
    let path = surroundings.file(file).string
    let chain = chain + [file]
    if chain.dropLast().contains(where: { surroundings.file($0).string == path }) {
      throw error("'extends' goes in a circle: \(chain.joined(separator: " → "))", at: place)
    }
    if files.contains(where: { $0.path == path }) { return }
    guard chain.count <= Self.longestChain else {
      throw error(
        "'extends' leads through more than \(Self.longestChain) files, from '\(chain[0])'", at: place)
    }
    let bytes = if let text { text } else { try bytes(of: file, path: path, at: place) }
    let node = try Node.parse(bytes, file: file)
    guard let entries = node.entries else {
      throw error("a config must be a mapping of sections", at: node.place)
    }
    if let extends = entries.first(where: { $0.key.text == "extends" }) {
      for base in try bases(extends.value, of: file) {
        try read(base.name, chain: chain, at: base.place, into: &files)
      }
    }
    let rest = Node(.mapping(entries.filter { $0.key.text != "extends" }), at: node.place)
    files.append(File(path: path, node: rest))
  }

  /// The base files, told from the current folder as `file` is; none for null.
  private func bases(_ node: Node, of file: String) throws(DiagnosticError) -> [FileReference] {
    guard !surroundings.isNull(node) else { return [] }
    let context = ReadingContext(surroundings: surroundings)
    let reader = ValueReader(context, path: ["extends"])
    guard let files = Extends.format.parse(node, reader) else { throw DiagnosticError(context.diagnostics) }
    return files
  }

  func bytes(of file: String, path: String, at place: Place?) throws(DiagnosticError) -> [UInt8] {
    var isFolder = ObjCBool(false)
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw error("there is no file '\(file)'\(suggestion(path))", at: place)
    }
    guard !isFolder.boolValue else { throw error("'\(file)' is a folder, not a config file", at: place) }
    let bytes: [UInt8]
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? handle.close() }
      // One byte more than is allowed, so that a larger file is noticed without reading all of it.
      bytes = Array(try handle.read(upToCount: SourceText.largest + 1) ?? Data())
    } catch {
      throw self.error("'\(file)' cannot be read: \(error.localizedDescription)", at: place)
    }
    guard bytes.count <= SourceText.largest else { throw error(SourceText.tooLarge(file), at: place) }
    return bytes
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

/// The key `extends`, which stands at the top level of any file.
enum Extends {
  /// A path, or a list of which each lies over those before it.
  static var format: Format<[FileReference]> {
    .oneOrList(of: FileReference.format).called("a path or a list of paths")
  }
}
