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

  /// `{cell: 255, border: [1, 2]}`, or `[a, b]` for the values 0 and 1.
  static var listFormat: Format<[ClassConfig]> {
    Format<[ClassConfig]>.either(.dictionary(of: MaskValue.listFormat), [String].format) { value in
      switch value {
      case .first(let classes): classes.map { ClassConfig(name: $0.name, values: $0.value) }
      case .second(let names):
        names.enumerated().map { ClassConfig(name: $0.element, values: [.grey($0.offset)]) }
      }
    } split: { classes in
      .first(classes.map { Named($0.name, $0.values) })
    }
    .called("a mapping from class names to mask values, or a list of class names")
  }
}
