import Foundation

/// What a run left, less what a clock says: equal for a run that was killed and one that was not.
struct Outcome: Sendable {
  /// A text or the bytes of each file by its path in the run folder.
  private let files: [String: Data]

  /// What stands in a run folder.
  ///
  /// The environment says how the run was started last. A lease says who holds it.
  init(of folder: URL) throws {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    var files: [String: Data] = [:]
    for name in names where name != "environment.json" && !name.hasPrefix(".lease") {
      var isFolder: ObjCBool = false
      let file = folder.appending(path: name)
      _ = FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder)
      files[name] = isFolder.boolValue ? Data() : try Self.withoutClocks(Data(contentsOf: file), of: name)
    }
    self.files = files
  }

  /// The files that differ, are missing, or are too many.
  func differences(from other: Outcome) -> [String] {
    Set(files.keys).union(other.files.keys).filter { files[$0] != other.files[$0] }.sorted()
  }

  private static func withoutClocks(_ bytes: Data, of name: String) throws -> Data {
    if name.hasPrefix("checkpoints/last") { return Program.tensors(bytes) }
    if name.hasPrefix("events") {
      return Data(
        try EventRecord.read(bytes).map { record in
          let values = record.values.sorted { $0.key < $1.key }.map { "\($0) \($1.base64EncodedString())" }
          return "\(record.step)\n" + values.joined(separator: "\n")
        }.joined(separator: "\n").utf8)
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    switch (name as NSString).pathExtension {
    case "json":
      let rest = lines.filter { line in !Program.clocks.contains { line.contains("\"\($0)\"") } }
      return Data(rest.joined(separator: "\n").utf8)
    case "csv":
      let columns = lines.first?.split(separator: ",", omittingEmptySubsequences: false) ?? []
      let kept = columns.indices.filter { index in !Program.clocks.contains { columns[index] == $0 } }
      let rest = lines.map { line in
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        return kept.map { $0 < fields.count ? fields[$0] : "" }.joined(separator: ",")
      }
      return Data(rest.joined(separator: "\n").utf8)
    default: return bytes
    }
  }
}
