public import Diagnostics
import Foundation

/// The folder of a sweep: its own files, and a run folder for each cell.
///
/// Nothing in it is claimed as a whole: several sweeps may work on it, each cell is claimed by the process that trains it, and what is known of a cell
/// stands in its own folder.
public struct SweepFolder: Hashable, Sendable {
  /// The folder itself, an absolute path.
  public let path: String

  /// The sweep folder at a path, which need not exist yet.
  public init(_ path: String) {
    self.path = URL(fileURLWithPath: path).standardizedFileURL.path
  }

  /// The last part of the path: how the sweep is called.
  public var name: String { (path as NSString).lastPathComponent }

  /// The sweep file as it was read last.
  public var sweep: String { "\(path)/sweep.yaml" }
  /// Which cells there are.
  public var record: String { "\(path)/sweep.json" }
  /// How many cells are trained at once on which machine.
  public var jobs: String { "\(path)/jobs.json" }

  /// The cells with their run folders: those that are there already, whatever they are called, or else new ones.
  ///
  /// A cell is found by the first digits of its identity, at the end of the name; there are 8 of them, or 16 where two cells of the sweep have the
  /// same 8.
  ///
  /// - Parameter identities: the identity of each cell.
  public func members(_ cells: [SweepCell], identities: [String]) -> [SweepMember] {
    let short = Dictionary(grouping: identities) { $0.prefix(Self.digits) }.filter { Set($0.value).count > 1 }
    let found = Dictionary(grouping: names) { $0.split(separator: "~").last.map(String.init) ?? "" }
    return zip(cells, identities).map { cell, identity in
      let isAmbiguous = short[identity.prefix(Self.digits)] != nil
      let digits = String(identity.prefix(isAmbiguous ? 2 * Self.digits : Self.digits))
      let name = "\(cell.folderLabel)~\(digits)"
      let there = found[digits]?.sorted() ?? []
      let chosen = mostTrained(there) ?? (there.contains(name) ? name : there.first ?? name)
      return SweepMember(cell: cell, identity: identity, folder: RunFolder("\(path)/\(chosen)"))
    }
  }

  /// Of several folders of one cell, as copying makes them, that which is done, or else has the most epochs.
  private func mostTrained(_ names: [String]) -> String? {
    guard names.count > 1 else { return nil }
    let epochs = names.map { name -> (name: String, epochs: Int) in
      let folder = RunFolder("\(path)/\(name)")
      let summary = try? folder.read(SummaryRecord.self, from: folder.summary)
      return (name, summary.map { $0.status == .finished ? .max : $0.cost.epochs } ?? 0)
    }
    let most = epochs.map(\.epochs).max() ?? 0
    return most > 0 ? epochs.first { $0.epochs == most }?.name : nil
  }

  /// How many run folders of cells are there that are none of these.
  public func strangers(to members: [SweepMember]) -> Int {
    Set(names).subtracting(members.map(\.folder.name)).count
  }

  private static let digits = 8

  /// The names of what could be cells.
  private var names: [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return all.filter { $0.contains("~") }
  }

  /// Makes the folder, and writes what the sweep is into it.
  ///
  /// - Throws: `FileFailure`; `DiagnosticError` where something else is in the way.
  public func prepare(_ sweep: Sweep, _ members: [SweepMember]) throws {
    try requireRoom(for: members)
    try Folder.create(path)
    try Self.write(Data(sweep.text), to: self.sweep)
    try Self.write(JSONFormat.encode(SweepRecord(of: members)), to: record)
  }

  /// A file that says so already is left alone: another sweep's process may be reading it.
  private static func write(_ data: Data, to path: String) throws {
    if (try? Data(contentsOf: URL(fileURLWithPath: path))) == data { return }
    try AtomicFile.write(data, to: path)
  }

  /// Refuses what stands where the sweep or a cell would.
  ///
  /// - Throws: `DiagnosticError` with all of it.
  public func requireRoom(for members: [SweepMember]) throws(DiagnosticError) {
    var isFolder: ObjCBool = false
    guard !FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) || isFolder.boolValue else {
      throw DiagnosticError(
        Diagnostic(
          "\(path) is in the way of the sweep: it is no folder",
          notes: ["move it away, or give the sweep another name: --name NAME"]))
    }
    guard !FileManager.default.fileExists(atPath: RunFolder(path).config) else {
      throw DiagnosticError(
        Diagnostic(
          "\(path) is the folder of a run, not of a sweep",
          notes: ["give the sweep another name: --name NAME"]))
    }
    let problems = members.compactMap(Self.obstacle)
    if !problems.isEmpty { throw DiagnosticError(Array(problems.prefix(DiagnosticError.most))) }
  }

  /// What is wrong with the folder of a cell that is there.
  private static func obstacle(_ member: SweepMember) -> Diagnostic? {
    let folder = member.folder
    guard folder.exists else { return nil }
    let advice = ["move it away, and give the same command again"]
    if let summary = try? folder.read(SummaryRecord.self, from: folder.summary) {
      guard summary.identity != member.identity else { return nil }
      let reason =
        summary.restarts == nil
        ? "it holds another experiment, whose identity is \(summary.identity.prefix(8))…"
        : "its run went on inexactly, so that it is no longer the cell's experiment"
      return Diagnostic(
        "\(folder.path) is in the way of the cell \(member.cell.label): \(reason)", notes: advice)
    }
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    let isOurs = names?.allSatisfy { $0.hasPrefix(".") } ?? false || names?.contains("config.yaml") ?? false
    guard !isOurs else { return nil }
    return Diagnostic(
      "\(folder.path) is in the way of the cell \(member.cell.label): it is no run folder", notes: advice)
  }
}

extension RunFolder {
  /// What the processes say that a sweep starts for it, one after the other.
  public var output: String { "\(path)/output.log" }
}
