import Diagnostics
import Foundation

/// What can be known about a file before anything decodes it.
enum FileProblem {
  /// Why the file at `path` cannot be an image, in words that follow its name; nil if it may be one.
  static func of(_ path: String) -> String? {
    var info = stat()
    guard stat(path, &info) == 0 else { return missing(path, errno) }
    switch info.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: return "is a folder, not an image file"
    default: return "is not a regular file"
    }
    if info.st_size == 0 { return "the file is empty" }
    return access(path, R_OK) == 0 ? nil : "the file may not be read by this user"
  }

  /// The error of one file.
  static func error(_ path: String, _ problem: String, notes: [String] = []) -> DiagnosticError {
    DiagnosticError(Diagnostic("\(path): \(problem)", notes: notes))
  }

  private static func missing(_ path: String, _ code: Int32) -> String {
    var link = stat()
    if code == ENOENT, lstat(path, &link) == 0 { return "is a link to a file that does not exist" }
    if code == ENOENT || code == ENOTDIR { return "no such file" }
    return "cannot be opened: \(String(cString: strerror(code)))"
  }
}
