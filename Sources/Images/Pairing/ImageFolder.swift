import Diagnostics
import Foundation

/// The image files below a folder, found by their extension, in natural order; or a single file.
struct ImageFolder {
  /// One file: its path below the folder, with and without its extension.
  struct File: Hashable {
    let relativePath: String
    let stem: String
    /// In lower case.
    let fileExtension: String
    /// Where the file is.
    let path: String

    init(_ relativePath: String, in folder: String) {
      self.relativePath = relativePath
      stem = (relativePath as NSString).deletingPathExtension
      fileExtension = (relativePath as NSString).pathExtension.lowercased()
      path = (folder as NSString).appendingPathComponent(relativePath)
    }
  }

  /// The folder.
  let path: String
  let files: [File]
  /// Whether a file was named, and not the folder that it is in.
  let isSingleFile: Bool

  /// Lists the folder at `path` and the folders in it, except `excluded` ones; or takes the file at `path`.
  ///
  /// Hidden files and files that are no images by their extension are overlooked.
  init(_ path: String, excluding excluded: String? = nil) throws(DiagnosticError) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw FileProblem.error(path, "no such folder or file")
    }
    isSingleFile = !isFolder.boolValue
    guard isFolder.boolValue else {
      self.path = (path as NSString).deletingLastPathComponent
      files = [File((path as NSString).lastPathComponent, in: self.path)]
      return
    }
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
    // A run's own pictures are no images of a data set that its folder lies in; nor are contact sheets.
    if !prefix.isEmpty, content.contains("provenance.json"), content.contains("config.yaml") { return }
    let barred = barred.union([resolved(folder)])
    for name in content where !name.hasPrefix(".") && name != "__MACOSX" && !name.hasSuffix("-inspect.png") {
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
