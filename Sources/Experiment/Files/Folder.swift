import Foundation

/// Making folders.
public enum Folder {
  /// Makes a folder and those around it that are missing, and waits until the disk has them; one that is there stays as it is.
  ///
  /// Foundation's own hides the system's reason.
  public static func create(_ path: String) throws(FileFailure) { _ = try createNew(path) }

  /// The same; `false` where the folder was there, so that of two processes at the same time one made it.
  public static func createNew(_ path: String) throws(FileFailure) -> Bool {
    if mkdir(path, 0o755) != 0 {
      if errno == EEXIST { return false }
      guard errno == ENOENT, path != "/", !path.isEmpty else {
        throw FileFailure(errnoOf: "create the folder", path: path)
      }
      try create(parent(of: path))
      guard mkdir(path, 0o755) == 0 else {
        if errno == EEXIST { return false }
        throw FileFailure(errnoOf: "create the folder", path: path)
      }
    }
    try flush(parent(of: path))
    return true
  }

  /// Makes a folder for as long as `body` runs.
  public static func withTemporary<Result>(_ body: (_ path: String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.path + "/unet-\(UUID().uuidString)"
    try create(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
  }

  /// Waits until the disk has the names that were given and taken in a folder.
  static func flush(_ path: String) throws(FileFailure) {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw FileFailure(errnoOf: "open the folder", path: path) }
    defer { close(folder) }
    guard fsync(folder) == 0 else { throw FileFailure(errnoOf: "flush the folder", path: path) }
  }

  /// The folder in which something is.
  static func parent(of path: String) -> String {
    // Foundation's own ends the program for a path of one letter.
    let bare =
      path.last == "/"
      ? path[..<(path.lastIndex { $0 != "/" }.map(path.index(after:)) ?? path.startIndex)] : path[...]
    guard let slash = bare.lastIndex(of: "/") else { return bare.isEmpty && !path.isEmpty ? "/" : "." }
    return slash == bare.startIndex ? "/" : String(bare[..<slash])
  }
}
