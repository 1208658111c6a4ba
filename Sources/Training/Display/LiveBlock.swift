import Diagnostics

/// Lines on a terminal that are drawn over in place, the cursor behind the last one.
///
/// It only says what to write, so that it can be tested without a terminal.
struct LiveBlock: Equatable, Sendable {
  /// What stands on the terminal.
  private var lines: [String] = []

  /// What to write so that these lines stand in place of those before; what doesn't fit the terminal is cut.
  mutating func redraw(_ new: [String], on size: TerminalSize) -> String {
    let start = toStart(on: size)
    // A line that reached the last column would make the terminal begin another.
    lines = new.prefix(size.rows).map { $0.asTerminalLine(of: size.columns - 1) }
    guard !lines.isEmpty else { return start.isEmpty ? "" : start + Self.eraseBelow }
    // Each line is drawn over, then the rest of it erased: erasing first would flicker.
    return start + lines.map { $0 + Self.eraseRight }.joined(separator: "\n") + Self.eraseBelow
  }

  /// What to write so that none of the block is left, and the next text stands in its place.
  mutating func erase(on size: TerminalSize) -> String { redraw([], on: size) }

  /// Moves the cursor to the block's beginning; nothing where there is none.
  ///
  /// A terminal that has become narrower has broken lines in two.
  private func toStart(on size: TerminalSize) -> String {
    guard !lines.isEmpty else { return "" }
    let rows = lines.reduce(0) { $0 + max(1, ($1.terminalColumns + size.columns - 1) / size.columns) }
    let above = min(rows, size.rows) - 1
    return "\r" + (above > 0 ? "\u{1B}[\(above)A" : "")
  }

  private static let eraseRight = "\u{1B}[K"
  private static let eraseBelow = "\u{1B}[J"
}
