/// A palette that a config can name.
public struct KnownPalette: Hashable, Sendable, Encodable {
  /// The name in a config.
  public let name: String
  /// The entries as values of classes.
  public let values: [MaskValue]

  /// Names a palette.
  public init(name: String, values: [MaskValue]) {
    self.name = name
    self.values = values
  }

  /// Whether all of `found` are the palette's colours, at least two of them colours and not greys.
  func has(colors found: [MaskValue]) -> Bool {
    let map = ClassMap(classes: [(name, values)])
    return found.count { if case .color = $0 { true } else { false } } > 1
      && found.allSatisfy { value in
        switch value {
        case .grey(let grey): map.colors[MaskColor(grey, grey, grey)] != nil
        case .color(let red, let green, let blue, _): map.colors[MaskColor(red, green, blue)] != nil
        case .entry, .label, .rest: false
        }
      }
  }
}
