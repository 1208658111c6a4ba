/// Dotted keys as short as they can be without two of them being the same: `depth` for `model.depth`.
public struct ShortKeys: Equatable, Sendable {
  /// The shortest end of each key that no other one ends with, in the order of the keys.
  public let names: [String]

  /// Shortens keys, which differ from each other.
  public init(_ keys: [String]) {
    let paths = keys.map { $0.split(separator: ".") }
    names = zip(keys, paths).map { key, path in
      let isTaken = { (count: Int) in paths.count { $0.suffix(count) == path.suffix(count) } > 1 }
      return (1..<max(1, path.count)).first { !isTaken($0) }
        .map { path.suffix($0).joined(separator: ".") } ?? key
    }
  }
}
