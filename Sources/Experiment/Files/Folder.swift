import Foundation

/// Making folders.
public enum Folder {
  /// Makes a folder and those around it that are missing; one that is there stays as it is.
  ///
  /// Foundation's own hides the system's reason.
  public static func create(_ path: String) throws(FileFailure) {
    if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, path != "/", !path.isEmpty else {
      throw FileFailure(errnoOf: "create the folder", path: path)
    }
    let parent = (path as NSString).deletingLastPathComponent
    try create(parent.isEmpty ? "." : parent)
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw FileFailure(errnoOf: "create the folder", path: path)
    }
  }
}
