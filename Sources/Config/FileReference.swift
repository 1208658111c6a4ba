public import Diagnostics
import YAML

/// A file that another file names, with the place where it does.
public struct FileReference: Equatable, Sendable {
  /// Where the file is.
  public let path: Path
  /// The file, told from the current folder as the file that names it is.
  public let name: String
  let place: Place?

  init(path: Path, name: String, place: Place) {
    (self.path, self.name, self.place) = (path, name, place)
  }

  /// A file that nothing names.
  public init(_ path: Path) {
    (self.path, name, place) = (path, path.string, nil)
  }

  /// An error about the file, where it is named.
  public func mistake(_ message: String, notes: [String] = []) -> Diagnostic {
    place?.diagnostic(message, notes: notes) ?? Diagnostic(message, notes: notes)
  }

  /// Places don't count.
  public static func == (left: FileReference, right: FileReference) -> Bool { left.path == right.path }
}

extension FileReference: ConfigValue {
  /// A path relative to the file in which it stands, or absolute, or starting with `~/`.
  public static var format: Format<FileReference> {
    Format(.path) { node, reader in
      guard let path = Path.format.parse(node, reader), let scalar = reader.scalar(node, as: .path) else {
        return nil
      }
      let name = name(scalar.text, path, from: node.place.source.name)
      return FileReference(path: path, name: name, place: node.place)
    } write: {
      .string($0.path.string)
    }
  }

  private static func name(_ text: String, _ path: Path, from file: String) -> String {
    if text.hasPrefix("/") || text.hasPrefix("~/") { return path.string }
    let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return (folder + [text[...]]).joined(separator: "/")
  }
}
