import Foundation

/// How large a terminal is, in characters.
struct TerminalSize: Equatable, Sendable {
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
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else { return TerminalSize(columns: 0, rows: 0) }
    return TerminalSize(columns: Int(size.ws_col), rows: Int(size.ws_row))
  }
}
