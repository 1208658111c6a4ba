import YAML

/// An absolute path without `.`, `..` and double slashes; symbolic links are left as they are.
public struct Path: Hashable, Sendable, CustomStringConvertible {
  /// The path as text.
  public let string: String

  /// Resolves `text` against the absolute path of a folder.
  public init(_ text: String, in folder: String = "/") {
    let absolute = text.hasPrefix("/") ? text : "\(folder)/\(text)"
    var parts: [Substring] = []
    for part in absolute.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    string = "/" + parts.joined(separator: "/")
  }

  /// The folder that the path is in.
  public var parent: Path { Path(string + "/..") }

  /// The path as text.
  public var description: String { string }
}

extension Path: ConfigValue {
  /// A path relative to the file in which it stands, or absolute, or starting with `~/`.
  public static var format: Format<Path> {
    Format(.path) { node, reader in
      guard let scalar = reader.scalar(node, as: .path) else { return nil }
      guard !scalar.text.isEmpty, !scalar.isNull else {
        reader.mismatch(node, scalar, .path)
        return nil
      }
      return reader.context.path(scalar.text, at: node.place)
    } write: {
      .string($0.string)
    }
  }
}
