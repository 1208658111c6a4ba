import Foundation
import Testing

/// A terminal that is none: what a program writes to it can be read.
struct PseudoTerminal {
  /// What the program takes for its terminal.
  let program: FileHandle
  private let reader: FileHandle

  /// Opens one of that size; `nil` where the system has none.
  init?(columns: UInt16, rows: UInt16) {
    let end = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (number, lock) = (CUnsignedInt(0), CInt(0))
    // What the C library's unlockpt and ptsname ask the kernel for (TIOCSPTLCK and TIOCGPTN): Swift doesn't see those.
    guard end >= 0, ioctl(end, 0x4004_5431, &lock) == 0, ioctl(end, 0x8004_5430, &number) == 0 else {
      return nil
    }
    let other = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    guard other >= 0 else { return nil }
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(other, UInt(TIOCSWINSZ), &size)
    reader = FileHandle(fileDescriptor: end, closeOnDealloc: true)
    program = FileHandle(fileDescriptor: other, closeOnDealloc: true)
  }

  /// All that was written, once the program has ended and `program` is closed.
  func text() -> String {
    var (bytes, piece) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 12))
    while true {
      // The system calls the end of a terminal an input/output error.
      let count = read(reader.fileDescriptor, &piece, piece.count)
      guard count > 0 else { break }
      bytes += piece.prefix(count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Program {
  /// What `unet` writes to a terminal of that size, and how it ended.
  func unetOnTerminal(
    _ arguments: [String], columns: UInt16 = 80, rows: UInt16 = 24, environment: [String: String] = [:]
  ) throws -> (status: Int32, text: String) {
    let terminal = try #require(PseudoTerminal(columns: columns, rows: rows))
    let process = process(
      arguments, environment: ["TERM": "xterm"].merging(environment) { _, given in given })
    process.standardOutput = terminal.program
    process.standardError = FileHandle.nullDevice
    try process.run()
    try terminal.program.close()
    let text = terminal.text()
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }
}
