import Diagnostics
import Foundation

/// The image files below a folder, found by their extension, in natural order.
struct ImageFolder {
  /// One file: its path below the folder, with and without its extension.
  struct File: Hashable {
    let relativePath: String
    let stem: String
    /// Where the file is.
    let path: String

    init(_ relativePath: String, in folder: String) {
      self.relativePath = relativePath
      stem = (relativePath as NSString).deletingPathExtension
      path = (folder as NSString).appendingPathComponent(relativePath)
    }
  }

  let path: String
  let files: [File]

  /// Lists the folder at `path` and the folders in it, except `excluded` ones.
  ///
  /// Hidden files and files that are no images by their extension are overlooked.
  init(_ path: String, excluding excluded: String? = nil) throws(DiagnosticError) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw FileProblem.error(path, "no such folder")
    }
    guard isFolder.boolValue else { throw FileProblem.error(path, "is a file, not a folder") }
    self.path = path
    let barred = excluded.map(Self.resolved)
    var names: [String] = []
    try Self.list(path, below: "", barred: Set([barred].compactMap(\.self)), into: &names)
    files = names.map { (NaturalOrder($0), $0) }.sorted { $0.0 < $1.0 }.map { File($0.1, in: path) }
  }

  static func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }

  /// `barred` grows by each folder on the way down, so that a link to a parent ends.
  private static func list(
    _ folder: String, below prefix: String, barred: Set<String>, into names: inout [String]
  ) throws(DiagnosticError) {
    let content: [String]
    do {
      content = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw FileProblem.error(folder, "cannot be listed: \(error.localizedDescription)")
    }
    let barred = barred.union([resolved(folder)])
    for name in content where !name.hasPrefix(".") && name != "__MACOSX" {
      let path = (folder as NSString).appendingPathComponent(name)
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      if isFolder.boolValue {
        if barred.contains(resolved(path)) { continue }
        try list(path, below: prefix + name + "/", barred: barred, into: &names)
      } else if ImageFile.extensions.contains((name as NSString).pathExtension.lowercased()) {
        names.append(prefix + name)
      }
    }
  }
}
