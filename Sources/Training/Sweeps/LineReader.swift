import Foundation

/// Cuts what comes through a pipe, in pieces of any size, into lines.
struct LineReader {
  private var unread: [UInt8] = []

  /// The lines that are whole now, without their ends.
  mutating func lines(with bytes: some Sequence<UInt8>) -> [Data] {
    unread += bytes
    var lines: [Data] = []
    while let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(Data(unread[..<end]))
      unread.removeSubrange(...end)
    }
    return lines
  }
}
