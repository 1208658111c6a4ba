import Foundation
import Testing

@Suite("unet run on a terminal")
struct TerminalTests {
  @Test("draws over one line that is never wider than the terminal, with the lines of epochs above it")
  func liveLine() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let (status, text) = try program.unetOnTerminal(["run", "smoke.yaml"], columns: 30)
      #expect(status == 0)
      // A live line ends with what erases the rest of the line and all below.
      let live = text.components(separatedBy: "\u{1B}[K\u{1B}[J").dropLast().compactMap {
        $0.split(omittingEmptySubsequences: false, whereSeparator: { $0.isNewline || $0 == "\r" }).last
      }
      #expect(!live.isEmpty && live.allSatisfy { $0.count <= 29 }, "\(live)")
      #expect(live.contains { $0.hasPrefix("epoch 1/2  batch ") || $0.hasPrefix("validation ") }, "\(live)")
      for epoch in 1...2 {
        #expect(
          text.contains("\(epoch == 1 ? "\r\u{1B}[J" : "")epoch \(epoch)/2  loss "),
          "\(text.debugDescription)")
      }
    }
  }

  @Test("writes no escape code where the terminal is dumb")
  func dumb() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let (status, text) = try program.unetOnTerminal(
        ["run", "smoke.yaml"], environment: ["TERM": "dumb"])
      #expect(status == 0)
      #expect(text.contains("epoch 2/2  loss ") && !text.contains("\u{1B}"))
    }
  }
}
