import Config

/// The value of a mask's pixel that stands for something.
public enum MaskValue: Hashable, Sendable, CustomStringConvertible {
  /// A grey value or palette index, 0 to 65535.
  case grey(Int)
  /// A colour, each channel 0 to 255.
  case color(red: UInt8, green: UInt8, blue: UInt8)

  /// `255`, or `#RRGGBB`.
  public var description: String {
    switch self {
    case .grey(let value): String(value)
    case .color(let red, let green, let blue):
      "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }
  }

  /// Reads `#RRGGBB`; nil for anything else.
  init?(color text: String) {
    let digits = text.dropFirst()
    guard text.first == "#", digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit),
      let value = UInt32(digits, radix: 16)
    else { return nil }
    self = .color(
      red: UInt8(value >> 16 & 255), green: UInt8(value >> 8 & 255), blue: UInt8(value & 255))
  }

  /// A number, or a colour in quotes.
  static var format: Format<MaskValue> {
    let color = Format<MaskValue>.text(
      words: "a colour \"#RRGGBB\"", pattern: "^#[0-9A-Fa-f]{6}$", parse: MaskValue.init(color:),
      write: \.description)
    return Format<MaskValue>.either(Int.format(in: .from(0, to: 65535)), color) { value in
      switch value {
      case .first(let grey): .grey(grey)
      case .second(let color): color
      }
    } split: { value in
      if case .grey(let grey) = value { .first(grey) } else { .second(value) }
    }
  }

  /// One value, or several that mean the same.
  static var listFormat: Format<[MaskValue]> {
    Format<[MaskValue]>.oneOrList(of: format)
      .called("a mask value (a whole number from 0 to 65535, or a colour \"#RRGGBB\") or a list of them")
  }
}
