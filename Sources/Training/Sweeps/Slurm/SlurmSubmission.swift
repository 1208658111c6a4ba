import Experiment
import Foundation

/// An array of jobs that was handed to Slurm: a folder `slurm/3` in that of the sweep.
///
/// All that has to be known to follow it stands there, so that another process can. Its files: `cells.txt`, a line for each task with the cell's
/// folder and the epoch after which it pauses; `script.sh`; `name`, by which Slurm's queue is searched, since whoever wrote it may have been killed
/// before `job`, its number, was there; `task-0.log`, what Slurm says; `0.exit`, the exit code of a task; `ended`, once nothing of it is queued.
struct SlurmSubmission {
  /// A task of it.
  struct Cell: Equatable {
    /// The name of the cell's folder.
    let folder: String
    /// The epoch after which it pauses.
    let until: Int?
  }

  /// The folder of the sweep.
  let sweep: String
  /// Its number, from 1.
  let number: Int
  /// How Slurm calls it.
  let name: String
  /// Its tasks in order.
  let cells: [Cell]
  /// Slurm's number of it, once that is known.
  var job: String?

  /// Its folder.
  var path: String { Self.path(number, in: sweep) }
  /// The script that its tasks run.
  var script: String { "\(path)/script.sh" }

  /// Makes one with a folder of its own, in which the cells and the name are written.
  init(_ cells: [Cell], in sweep: String) throws {
    var number = (Self.numbers(in: sweep).max() ?? 0) + 1
    while try !Folder.createNew(Self.path(number, in: sweep)) { number += 1 }
    let label = String((sweep as NSString).lastPathComponent.filter(Self.isPlain).prefix(40))
    (self.sweep, self.number, self.cells) = (sweep, number, cells)
    name = "\(label)-\(UUID().uuidString.prefix(8).lowercased())"
    let lines = cells.map { "\($0.folder)\t\($0.until.map(String.init) ?? "-")\n" }
    try write(lines.joined(), to: "cells.txt")
    try write("\(name)\n", to: "name")
  }

  /// One that another process made; nil where it is none, or has ended.
  init?(_ number: Int, in sweep: String) {
    (self.sweep, self.number) = (sweep, number)
    let path = Self.path(number, in: sweep)
    guard !FileManager.default.fileExists(atPath: "\(path)/ended"),
      let name = Self.read("\(path)/name")?.split(separator: "\n").first,
      let lines = Self.read("\(path)/cells.txt")
    else { return nil }
    self.name = String(name)
    cells = lines.split(separator: "\n").map { line in
      let columns = line.split(separator: "\t")
      return Cell(folder: columns.first.map(String.init) ?? "", until: columns.last.flatMap { Int($0) })
    }
    job = Self.read("\(path)/job")?.split(separator: "\n").first.map(String.init)
  }

  /// Those of a sweep that have not ended, in order.
  static func open(in sweep: String) -> [SlurmSubmission] {
    numbers(in: sweep).sorted().compactMap { SlurmSubmission($0, in: sweep) }
  }

  /// Writes one of its files.
  func write(_ text: String, to file: String) throws {
    try AtomicFile.write(Data(text.utf8), to: "\(path)/\(file)")
  }

  /// The exit codes of the tasks that have left one.
  var exitCodes: [Int: Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let pairs = names.compactMap { name -> (Int, Int32)? in
      guard name.hasSuffix(".exit"), let task = Int(name.dropLast(5)),
        let code = Self.read("\(path)/\(name)")?.split(separator: "\n").first.flatMap({ Int32($0) })
      else { return nil }
      return (task, code)
    }
    return Dictionary(pairs) { first, _ in first }
  }

  private static func numbers(in sweep: String) -> [Int] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(sweep)/slurm")) ?? []
    return names.compactMap { Int($0) }
  }

  private static func path(_ number: Int, in sweep: String) -> String { "\(sweep)/slurm/\(number)" }

  private static func read(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

  /// Slurm separates names by commas.
  private static func isPlain(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
  }
}
