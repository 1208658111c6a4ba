/// How texts fill a terminal.
extension String {
  /// How many columns it takes: letters of East Asia and pictures take two, accents of their own none.
  public var terminalColumns: Int { unicodeScalars.reduce(0) { $0 + Self.columns(of: $1) } }

  /// One line of at most that many columns without what would move the cursor; an ellipsis stands for what is cut.
  public func asTerminalLine(of columns: Int) -> String {
    let line = Excerpt.printable(unicodeScalars)
    guard line.terminalColumns > columns else { return line }
    return columns > 0 ? line.prefix(columns: columns - 1) + "…" : ""
  }

  /// The same, cut in its middle: beginning and end of a name say most.
  public func shortened(to columns: Int) -> String {
    guard terminalColumns > columns else { return self }
    guard columns > 2 else { return asTerminalLine(of: columns) }
    let end = String(reversed()).prefix(columns: (columns - 1) / 2)
    return prefix(columns: columns - 1 - end.terminalColumns) + "…" + String(end.reversed())
  }

  /// Filled up with spaces.
  public func padded(to columns: Int) -> String {
    self + String(repeating: " ", count: max(0, columns - terminalColumns))
  }

  /// Its first line: what follows is advice, for which there is no room in a line.
  public var firstLine: String { split(whereSeparator: \.isNewline).first.map(String.init) ?? self }

  private func prefix(columns: Int) -> String {
    var room = columns
    let kept = prefix { character in
      room -= String(character).terminalColumns
      return room >= 0
    }
    return String(kept)
  }

  /// Those of Unicode's East Asian Width (UAX 11) that are wide, in blocks.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
    0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD,
  ]

  private static func columns(of scalar: Unicode.Scalar) -> Int {
    if scalar.isASCII { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }
  }
}
