import Foundation

/// How large a terminal is, in characters.
public struct TerminalSize: Equatable, Sendable {
  /// At least 1.
  let columns: Int
  /// At least 1.
  let rows: Int

  /// Makes a size; one that says nothing is that of a terminal of old, 80 by 24.
  init(columns: Int, rows: Int) {
    self.columns = columns > 0 ? columns : 80
    self.rows = rows > 0 ? rows : 24
  }

  /// The size of the terminal that standard output is, as it is now.
  static var ofStandardOutput: TerminalSize {
    let size = windowSize
    return TerminalSize(columns: Int(size?.ws_col ?? 0), rows: Int(size?.ws_row ?? 0))
  }

  /// The characters of a line to keep to on standard output; nil where it is no terminal, or one that doesn't say.
  public static var width: Int? {
    guard let columns = windowSize?.ws_col, columns > 0 else { return nil }
    return Int(columns)
  }

  /// What the system says of the terminal that standard output is; nil where it is none.
  private static var windowSize: winsize? {
    var size = winsize()
    return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 ? size : nil
  }
}
