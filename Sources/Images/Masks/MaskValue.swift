/// What a config says of a mask's pixels, and what a pixel of a mask file holds.
public enum MaskValue: Hashable, Sendable, Encodable, CustomStringConvertible {
  /// A grey value or a palette index, 0...65535; in a colour file, three equal channels.
  case grey(Int)
  /// A colour, each part 0...255.
  ///
  /// Without `alpha` it is opaque. If any value of a map has one, the transparency of files counts; else it is dropped.
  case color(red: Int, green: Int, blue: Int, alpha: Int? = nil)
  /// A name of a known palette: its index in files of numbers and its colour in files of colours.
  case entry(index: Int, red: Int, green: Int, blue: Int)
  /// What the files hold that have this label: every pixel but 0 belongs to the class.
  case label(String)
  /// Every value that nothing else covers.
  case rest

  /// The value as a config writes it: `255`, `"#8000C0"`, `rest`; an entry of a palette as both of what it stands for.
  public var description: String {
    switch self {
    case .grey(let value): "\(value)"
    case .color(let red, let green, let blue, let alpha):
      Self.hex([red, green, blue] + [alpha].compactMap(\.self))
    case .entry(let index, let red, let green, let blue): "\(index) or \(Self.hex([red, green, blue]))"
    case .label(let text): "'\(text)'"
    case .rest: "rest"
    }
  }

  /// `"#8000C0"`, or the parts in brackets if they don't fit into a byte.
  private static func hex(_ parts: [Int]) -> String {
    guard parts.allSatisfy((0...255).contains) else {
      return "[\(parts.map(String.init).joined(separator: ", "))]"
    }
    let digits = parts.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
    return "\"#\(digits.joined())\""
  }

  /// The same value written in one way: an opaque colour of equal parts is a grey.
  var simplified: MaskValue {
    guard case .color(let red, let green, let blue, let alpha) = self, alpha ?? 255 == 255 else {
      return self
    }
    return red == green && green == blue ? .grey(red) : .color(red: red, green: green, blue: blue)
  }
}
