public import Diagnostics
import Foundation

/// Finds the runs that some paths lead to: run folders, sweep folders, folders of these, and patterns of a shell that it didn't expand.
///
/// A run that several paths lead to, by links too, is found once.
public struct RunSearch: Sendable {
  /// A run that was found.
  public struct Found: Equatable, Sendable {
    /// Its folder, which is not there yet where its sweep has not begun it.
    public let folder: RunFolder
    /// What its sweep says of it; nil for a run of no sweep.
    public let cell: SweepRecord.Cell?
    /// The folder of its sweep.
    public let sweep: String?
  }

  /// The runs, in the order of the paths, within a folder by name, within a sweep as it declares them.
  public private(set) var found: [Found] = []
  /// What is doubtful, a sentence each.
  public private(set) var warnings: [String] = []
  private var known: Set<Place> = []
  /// How often a run was come across.
  private var hits = 0
  private let current: String

  /// What two paths of one folder have alike.
  private enum Place: Hashable {
    case folder(device: UInt64, file: UInt64)
    case missing(String)
  }

  /// Looks for runs.
  ///
  /// - Parameters:
  ///   - paths: from the current folder.
  ///   - currentFolder: an absolute path.
  /// - Throws: Where a path leads to no run, what was looked for.
  public init(_ paths: [String], in currentFolder: String) throws(DiagnosticError) {
    current = currentFolder
    var mistakes: [Diagnostic] = []
    for path in paths {
      let matches = Self.matches(path, in: currentFolder)
      if matches.isEmpty { mistakes.append(missing(path)) }
      let before = hits
      for match in matches { look(at: match, depth: 3) }
      if !matches.isEmpty, hits == before { mistakes.append(empty(path)) }
    }
    if !mistakes.isEmpty { throw DiagnosticError(mistakes) }
  }

  /// The folder is looked through as deep as a folder of folders of sweeps.
  private mutating func look(at path: String, depth: Int) {
    let record = SweepFolder(path).record
    let run = RunFolder(path)
    if FileManager.default.fileExists(atPath: record) {
      lookAtSweep(path, record)
    } else if Self.isRun(run) {
      add(Found(folder: run, cell: nil, sweep: nil))
    } else if depth > 0 {
      for name in Self.names(in: path) where Self.isFolder("\(path)/\(name)") {
        look(at: "\(path)/\(name)", depth: depth - 1)
      }
    }
  }

  private mutating func lookAtSweep(_ path: String, _ file: String) {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: file)),
      let record = try? JSONFormat.decode(SweepRecord.self, from: data)
    else {
      warnings.append(
        "\(told(file)) is damaged or of another version: its runs are taken for runs of no sweep")
      for name in Self.names(in: path) where Self.isRun(RunFolder("\(path)/\(name)")) {
        add(Found(folder: RunFolder("\(path)/\(name)"), cell: nil, sweep: nil))
      }
      return
    }
    for cell in record.cells where !cell.folder.contains("/") {
      add(Found(folder: RunFolder(path: "\(path)/\(cell.folder)"), cell: cell, sweep: path))
    }
    let others = Set(Self.names(in: path).filter { $0.contains("~") }).subtracting(record.cells.map(\.folder))
    if !others.isEmpty {
      let count = others.count == 1 ? "1 run" : "\(others.count) runs"
      warnings.append(
        "\(count) in \(told(path)) belong to earlier versions of the sweep and are left out; name their folders to see them"
      )
    }
  }

  private mutating func add(_ run: Found) {
    hits += 1
    let place = Self.place(of: run.folder.path)
    if known.insert(place).inserted { found.append(run) }
  }

  private static func place(of path: String) -> Place {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return .missing(path) }
    return .folder(device: UInt64(facts.st_dev), file: UInt64(facts.st_ino))
  }

  private static func isRun(_ folder: RunFolder) -> Bool {
    [folder.summary, folder.config].contains(where: { (file: String) in access(file, F_OK) == 0 })
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  private static func names(in path: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  /// The folders that a path, or the pattern that it is, leads to; a file of a run leads to the run.
  private static func matches(_ path: String, in current: String) -> [String] {
    let absolute = RunFolder(path.hasPrefix("/") ? path : "\(current)/\(path)").path
    if access(absolute, F_OK) == 0 { return [isFolder(absolute) ? absolute : Folder.parent(of: absolute)] }
    guard path.contains(where: { "*?[".contains($0) }) else { return [] }
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(absolute, 0, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
      .filter { isFolder($0) }
  }

  private func told(_ path: String) -> String { Wording.path(path, in: current) }

  private func missing(_ path: String) -> Diagnostic {
    let absolute = path.hasPrefix("/") ? path : "\(current)/\(path)"
    let parent = Folder.parent(of: absolute)
    let name = (absolute as NSString).lastPathComponent
    let near = Spelling.suggestion(for: name, in: Self.names(in: parent))
    return Diagnostic(
      "there is no '\(path)'\(near)",
      notes: ["name folders of runs or sweeps, such as runs/NAME; without any, all of runs is compared"])
  }

  private func empty(_ path: String) -> Diagnostic {
    Diagnostic(
      "there is no run in '\(path)'",
      notes: [
        "a run folder has a summary.json or a config.yaml, a sweep's folder a sweep.json; both were looked for in it and in the folders below"
      ])
  }
}
