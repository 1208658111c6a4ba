public import Diagnostics
import YAML

/// The keys that a config may have, to check paths of which another file speaks.
public struct DeclaredKeys: Sendable {
  private let description: SectionDescription

  /// Describes a config.
  public init(of type: (some ConfigSection).Type) {
    description = SectionDescription(of: type)
  }

  /// The names at the top level.
  public var names: [String] { description.allKeys.map(\.name) }

  /// What is wrong with a path; nil if some config has a key there.
  public func mistake(in path: WrittenPath) -> Diagnostic? {
    if path.keys.contains(where: \.text.isEmpty) {
      return path.mistake(
        "'\(path.text)' is no path of a key", notes: ["write section.key, such as model.depth"])
    }
    var shape = ValueShape.section(description)
    for (index, key) in path.keys.enumerated() {
      if let inner = shape.key(key.text)?.shape {
        shape = inner
      } else if shape.isMapping {
        let section = path.keys[..<index].map(\.text)
        return UnknownKeys(root: description).diagnostic(.init(section: section, key: key))
      } else {
        return shape.takesNames ? nil : leadsNowhere(path, after: index, shape)
      }
    }
    return nil
  }

  /// Whether the value at a path may be a number, or a list of numbers.
  public func mayBeNumber(_ path: WrittenPath) -> Bool {
    var shape = ValueShape.section(description)
    for key in path.keys {
      guard let inner = shape.key(key.text)?.shape else { return shape.takesNames }
      shape = inner
    }
    return shape.mayBeNumber
  }

  private func leadsNowhere(_ path: WrittenPath, after index: Int, _ shape: ValueShape) -> Diagnostic {
    let key = path.keys[index]
    let outer = path.keys[..<index].map(\.text).joined(separator: ".")
    return key.place.diagnostic("there is no '\(key.text)' in '\(outer)', which is \(shape.words)")
  }
}

extension ValueShape {
  /// Whether a user chooses the keys in it.
  fileprivate var takesNames: Bool {
    switch self {
    case .dictionary, .any: true
    case .named(_, let shape): shape.takesNames
    case .either(let shapes): shapes.contains(where: \.takesNames)
    default: false
    }
  }

  fileprivate var mayBeNumber: Bool {
    switch self {
    case .int, .number, .any: true
    case .named(_, let shape), .list(let shape, _): shape.mayBeNumber
    case .either(let shapes): shapes.contains(where: \.mayBeNumber)
    case .mapping(let description, let shorthand?): description.key(shorthand)?.shape.mayBeNumber ?? false
    default: false
    }
  }
}
