import Config

/// The value of a mask's pixel that stands for something.
public enum MaskValue: Hashable, Sendable, CustomStringConvertible {
  /// A grey value or palette index, 0 to 65535.
  case grey(Int)
  /// A colour, each channel 0 to 255; `alpha`, 255 being opaque, is nil where the value says nothing of transparency.
  case color(red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8? = nil)
  /// A name of the palette, or what `{class}` in a mask's name stands for.
  case text(String)
  /// Every value that no other has.
  case rest

  /// `255`, `#RRGGBB`, `person` or `rest`.
  public var description: String {
    switch self {
    case .grey(let value): String(value)
    case .color(let red, let green, let blue, let alpha):
      "#"
        + ([red, green, blue] + [alpha].compactMap(\.self))
        .map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    case .text(let text): text
    case .rest: "rest"
    }
  }

  /// Reads `#RRGGBB` or `#RRGGBBAA`; nil for anything else.
  init?(color text: String) {
    let digits = text.dropFirst()
    guard text.first == "#", [6, 8].contains(digits.utf8.count), digits.allSatisfy(\.isHexDigit),
      let value = UInt32(digits, radix: 16)
    else { return nil }
    let hasAlpha = digits.utf8.count == 8
    let color = hasAlpha ? value >> 8 : value
    self = .color(
      red: UInt8(color >> 16 & 255), green: UInt8(color >> 8 & 255), blue: UInt8(color & 255),
      alpha: hasAlpha ? UInt8(value & 255) : nil)
  }

  /// Reads a colour, a name of at most 100 characters, or `rest`.
  init?(text: String) {
    guard (1...100).contains(text.unicodeScalars.count), !text.contains(where: \.isNewline) else {
      return nil
    }
    if text.hasPrefix("#") {
      self.init(color: text)
    } else {
      self = text == "rest" ? .rest : .text(text)
    }
  }

  /// A number, a colour in quotes, a name or `rest`.
  static var format: Format<MaskValue> {
    Format<MaskValue>.either(Int.format(in: .from(0, to: 65535)), text) { value in
      switch value {
      case .first(let grey): .grey(grey)
      case .second(let other): other
      }
    } split: { value in
      if case .grey(let grey) = value { .first(grey) } else { .second(value) }
    }
  }

  /// A colour in quotes, a name or `rest`.
  private static var text: Format<MaskValue> {
    .word(
      words: "a colour \"#RRGGBB\" or \"#RRGGBBAA\", a name, or rest",
      pattern: "^(#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?|[^#].{0,99})$", parse: MaskValue.init(text:),
      write: \.description)
  }

  /// One value, or several that mean the same.
  static var listFormat: Format<[MaskValue]> {
    Format<[MaskValue]>.oneOrList(of: format).called("\(words) or a list of them")
  }

  /// The same, or an empty list for none.
  static var listOrNoneFormat: Format<[MaskValue]> {
    Format<[MaskValue]>.oneOrList(of: format, counts: 0...Int.max)
      .called("\(words) or a list of them, `[]` for none")
  }

  private static let words =
    "a mask value (a whole number from 0 to 65535, a colour \"#RRGGBB\" or \"#RRGGBBAA\", a name, or rest)"
}
