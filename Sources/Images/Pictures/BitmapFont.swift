import Foundation

/// Letters of 5 by 8 pixels, for captions that look the same on every machine, whatever fonts it has.
enum BitmapFont {
  /// Pixels from one letter to the next.
  static let advance = 6
  /// Rows of a letter, the last of which is below the line.
  static let height = 8

  /// The rows of the printable ASCII characters from the space on: five bits each, as a digit of base 32.
  private static let glyphs = """
    00000000 44444040 aa000000 aavavaa0 4fke5u40 op248j30 cik8lid0 44000000 24888420 84222480 04lel400 044v4400
    00000448 000v0000 00000cc0 11248gg0 ehjlphe0 4c4444e0 eh1248v0 v2421he0 26aiv220 vgu11he0 68guhhe0 v1248880
    ehhehhe0 ehhf12c0 0cc0cc00 04404480 248g8420 00v0v000 84212480 eh124040 eh1dlle0 ehhvhhh0 uhhuhhu0 ehggghe0
    sihhhis0 vgguggv0 vgguggg0 ehgnhhf0 hhhvhhh0 e44444e0 72222ic0 hikokih0 ggggggv0 hrllhhh0 hhpljhh0 ehhhhhe0
    uhhuggg0 ehhhlid0 uhhukih0 fgge11u0 v4444440 hhhhhhe0 hhhhha40 hhhllla0 hha4ahh0 hhha4440 v1248gv0 e88888e0
    gg842110 e22222e0 4ah00000 0000000v 84200000 00e1fhf0 ggmphhu0 00egghe0 11djhhf0 00ehvge0 698s8880 00fhhf1e
    ggmphhh0 40c444e0 206222ic ggikoki0 c44444e0 00qllhh0 00mphhh0 00ehhhe0 00uhhugg 00fhhf11 00mpggg0 00ege1u0
    88s88960 00hhhjd0 00hhha40 00hhlla0 00ha4ah0 00hhhf1e 00v248v0 24484420 44444440 84424480 008l2000
    """
    .split(whereSeparator: \.isWhitespace).map { glyph in glyph.compactMap { Int(String($0), radix: 32) } }

  /// The rows of each letter of a text; accents are left out, and other letters are question marks.
  static func rows(of text: String) -> [[Int]] {
    let plain = text.folding(options: .diacriticInsensitive, locale: nil)
    return plain.unicodeScalars.map { scalar in
      let index = Int(scalar.value) - 32
      return glyphs[glyphs.indices.contains(index) ? index : 31]
    }
  }

  /// The pixels that a text is wide.
  static func width(of text: String, scale: Int) -> Int { rows(of: text).count * advance * scale }
}
