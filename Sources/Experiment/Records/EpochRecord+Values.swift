import Foundation

extension EpochRecord {
  /// Every number of the entry by its place in `metrics.json`, such as "val/iou/cell"; `nil` for `null`.
  ///
  /// They come from the JSON, so that a score that is added there is in all other files too.
  public func values() throws -> [String: Double?] {
    try JSONFormat.decode(Tree.self, from: JSONFormat.encode(self)).leaves(named: nil)
  }

  /// The order of these names in a table: the epoch, what concerns all of it, then the parts by name.
  public static func stands(_ name: String, before other: String) -> Bool {
    func rank(_ name: String) -> Int { name == "epoch" ? 0 : name.contains("/") ? 2 : 1 }
    return (rank(name), name) < (rank(other), other)
  }

  /// JSON of which only the numbers are of interest.
  private enum Tree: Decodable {
    case number(Double?)
    case branch([String: Tree])
    case other

    init(from decoder: any Decoder) throws {
      if let keys = try? decoder.container(keyedBy: NamedKey.self) {
        let entries = try keys.allKeys.map { ($0.stringValue, try keys.decode(Tree.self, forKey: $0)) }
        self = .branch(Dictionary(uniqueKeysWithValues: entries))
      } else {
        let value = try decoder.singleValueContainer()
        self =
          value.decodeNil() ? .number(nil) : (try? value.decode(Double.self)).map(Tree.number) ?? .other
      }
    }

    func leaves(named name: String?) -> [String: Double?] {
      switch self {
      case .other: [:]
      case .number(let number): [name ?? "": number]
      case .branch(let branches):
        branches.reduce(into: [:]) { leaves, branch in
          let name = name.map { "\($0)/\(branch.key)" } ?? branch.key
          leaves.merge(branch.value.leaves(named: name)) { first, _ in first }
        }
      }
    }
  }
}
