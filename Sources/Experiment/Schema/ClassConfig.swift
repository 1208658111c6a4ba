import Config

/// A class with the mask values of its pixels.
public struct ClassConfig: Equatable, Sendable {
  /// The name in reports.
  public let name: String
  /// The mask values that mean this class, at least one.
  public let values: [MaskValue]

  /// Makes a class.
  public init(name: String, values: [MaskValue]) {
    self.name = name
    self.values = values
  }

  /// What classes mean that are given as a list of names.
  enum ListMeaning {
    /// The values 0, 1, 2 in this order.
    case positions
    /// What the names say: those of the palette, or what `{class}` stands for.
    case names
  }

  /// `{cell: 255, border: [1, 2]}`, or `[a, b]`.
  static func listFormat(_ meaning: ListMeaning) -> Format<[ClassConfig]> {
    Format<[ClassConfig]>.either(.dictionary(of: MaskValue.listFormat), [String].format) { value in
      switch value {
      case .first(let classes): classes.map { ClassConfig(name: $0.name, values: $0.value) }
      case .second(let names):
        names.enumerated().map { position, name in
          ClassConfig(name: name, values: [meaning == .positions ? .grey(position) : .text(name)])
        }
      }
    } split: { classes in
      .first(classes.map { Named($0.name, $0.values) })
    }
    .called("a mapping from class names to mask values, or a list of class names")
  }
}
