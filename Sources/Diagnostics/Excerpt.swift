/// The line of source that a diagnostic shows, with the width of its underline.
public struct Excerpt: Hashable, Sendable {
  /// The whole line, without its line break.
  public let line: String
  /// How many Unicode scalars are underlined, at least 1.
  public let width: Int

  /// Makes an excerpt of `line` whose underline is `width` scalars wide.
  public init(line: String, width: Int = 1) {
    self.line = line
    self.width = max(1, width)
  }

  /// The longest piece of a line that is shown; a minified file would otherwise fill the screen.
  private static let longest = 100

  /// The source line and the underline below it, for a caret at `column` (from 1).
  func rendered(column: Int) -> (source: String, underline: String) {
    let scalars = Array(line.unicodeScalars)
    let caret = min(max(column - 1, 0), scalars.count)
    let first = scalars.count <= Self.longest ? 0 : max(0, caret - Self.longest / 2)
    let last = min(scalars.count, first + Self.longest)
    let cutLeft = first > 0 ? "…" : ""
    let cutRight = last < scalars.count ? "…" : ""
    let visible = Self.printable(scalars[first..<last])
    let indent = String(repeating: " ", count: caret - first + cutLeft.count)
    let tail = String(repeating: "~", count: max(0, min(width, last - caret) - 1))
    return (cutLeft + visible + cutRight, indent + "^" + tail)
  }

  /// The text without what would move the cursor or change the terminal; as many scalars.
  public static func printable(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars.map(printable)))
  }

  /// Keeps columns aligned under tabs, and escape codes in a file away from the terminal.
  private static func printable(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.properties.generalCategory {
    case .control: scalar == "\t" ? " " : "\u{FFFD}"
    case .format, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
    default: scalar
    }
  }
}
