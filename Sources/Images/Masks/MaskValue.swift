/// What a mask file's pixel can hold.
public enum MaskValue: Hashable, Sendable, CustomStringConvertible {
  /// A grey value or a palette index, 0...65535; in a colour file, three equal channels.
  case grey(Int)
  /// A colour, each part 0...255.
  case color(red: Int, green: Int, blue: Int)

  /// The value as a config writes it: `255` or `[128, 0, 64]`.
  public var description: String {
    switch self {
    case .grey(let value): "\(value)"
    case .color(let red, let green, let blue): "[\(red), \(green), \(blue)]"
    }
  }

  /// The same value written in one way: a colour of equal parts is a grey.
  var simplified: MaskValue {
    guard case .color(let red, let green, let blue) = self, red == green, green == blue else { return self }
    return .grey(red)
  }
}
