/// What is wrong with a file's content, in words that follow the file's name.
struct FileDefect: Error {
  let problem: String
  let notes: [String]

  init(_ problem: String, notes: [String] = []) {
    self.problem = problem
    self.notes = notes
  }

  /// A file that ends before its header says.
  static func truncated(_ format: ImageFormat, after count: Int) -> FileDefect {
    FileDefect("the \(format.rawValue) file is truncated: it ends after \(count) bytes")
  }

  /// A file that contradicts itself or its format.
  static func corrupt(_ format: ImageFormat, _ detail: String) -> FileDefect {
    FileDefect("the \(format.rawValue) file is corrupt: \(detail)")
  }

  /// A file that may be as its format allows, of a kind that is not read.
  static func unread(_ format: ImageFormat, _ detail: String, _ next: String) -> FileDefect {
    FileDefect("the \(format.rawValue) file \(detail), which is not read", notes: [next])
  }
}
