import Diagnostics
import Testing

@testable import Training

@Suite("A block that is drawn in place")
struct LiveBlockTests {
  private let size = TerminalSize(columns: 20, rows: 6)

  @Test("One line is drawn over itself, in these bytes")
  func oneLine() {
    var block = LiveBlock()
    #expect(block.redraw(["epoch 1"], on: size) == "epoch 1\u{1B}[K\u{1B}[J")
    #expect(block.redraw(["epoch 2"], on: size) == "\repoch 2\u{1B}[K\u{1B}[J")
    #expect(block.erase(on: size) == "\r\u{1B}[J")
    #expect(block.erase(on: size) == "")
  }

  @Test("Several lines are drawn over each other, in these bytes")
  func severalLines() {
    var block = LiveBlock()
    #expect(block.redraw(["a", "b", "c"], on: size) == "a\u{1B}[K\nb\u{1B}[K\nc\u{1B}[K\u{1B}[J")
    #expect(block.redraw(["d"], on: size) == "\r\u{1B}[2Ad\u{1B}[K\u{1B}[J")
  }

  @Test("Lines that stay scroll above it, and nothing of it is left when it grows, shrinks or goes")
  func scrolling() {
    var terminal = Terminal(columns: 20, rows: 6)
    var block = LiveBlock()
    for step in 1...20 {
      let live = (0...step % 4).map { "live \(step).\($0)" + String(repeating: "x", count: step % 7) }
      terminal.write(block.redraw(live, on: size))
      #expect(terminal.text.suffix(live.count) == live[...])
      terminal.write(block.erase(on: size) + "stays \(step)\n")
      #expect(terminal.text == (1...step).map { "stays \($0)" } + [""])
    }
  }

  @Test("A line that is wider than the terminal is cut, and more lines than it is high are left out")
  func tooMuch() {
    var terminal = Terminal(columns: 20, rows: 6)
    var block = LiveBlock()
    for _ in 0..<3 {
      let wide = (1...9).map { "\($0) " + String(repeating: "w", count: 30) }
      terminal.write(block.redraw(wide, on: size))
      #expect(terminal.text == (1...6).map { "\($0) wwwwwwwwwwwwwwww…" })
    }
  }

  @Test("Nothing is left behind when the terminal becomes narrower or wider, and nothing above is lost")
  func resizing() {
    var terminal = Terminal(columns: 20, rows: 12)
    var block = LiveBlock()
    terminal.write("stays\n")
    let lines = ["first line of all", "second", "third one is long"]
    for columns in [20, 9, 14, 7, 20] {
      terminal.narrow(to: columns)
      let size = TerminalSize(columns: columns, rows: 12)
      terminal.write(block.redraw(lines, on: size))
      #expect(terminal.text == ["stays"] + lines.map { $0.asTerminalLine(of: columns - 1) })
    }
  }

  @Test("What would move the cursor is shown, not obeyed")
  func control() {
    var block = LiveBlock()
    let drawn = block.redraw(["a\u{1B}[2Jb\nc\td"], on: size)
    #expect(drawn == "a\u{FFFD}[2Jb\u{FFFD}c d\u{1B}[K\u{1B}[J")
  }

  @Test("A terminal that doesn't tell its size is 80 by 24")
  func unknownSize() {
    #expect(TerminalSize(columns: 0, rows: 0) == TerminalSize(columns: 80, rows: 24))
  }
}

@Suite("Texts on a terminal")
struct TerminalTextTests {
  @Test(
    "Letters of East Asia take two columns, accents of their own none",
    arguments: [("abc", 3), ("zellkörper", 10), ("e\u{301}", 1), ("細胞", 4), ("", 0)])
  func columns(text: String, columns: Int) {
    #expect(text.terminalColumns == columns)
  }

  @Test(
    "A line is cut where it would be too wide",
    arguments: [
      ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("細胞核", 5, "細胞…"), ("細胞核", 4, "細…"), ("ab", 0, ""),
    ])
  func cut(text: String, columns: Int, cut: String) {
    #expect(text.asTerminalLine(of: columns) == cut)
  }

  @Test(
    "A name is cut in its middle",
    arguments: [
      ("depth=3,seed=0", 14, "depth=3,seed=0"), ("depth=3,seed=0", 9, "dept…ed=0"), ("abc", 2, "a…"),
    ])
  func middle(text: String, columns: Int, cut: String) {
    #expect(text.shortened(to: columns) == cut)
  }
}
