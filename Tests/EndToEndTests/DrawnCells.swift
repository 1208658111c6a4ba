import Foundation
import Synchronization

/// The images of cells that tests train on: a set is drawn once and then copied, since an unoptimised program takes a second to draw it.
enum DrawnCells {
  /// The folders that were drawn, by what was asked for.
  private static let folders = Mutex<[[String]: URL]>([:])

  /// A folder with what `unet sample-images` draws with these arguments, for nobody to change.
  static func folder(_ arguments: [String]) throws -> URL {
    try folders.withLock { folders in
      if let folder = folders[arguments] { return folder }
      if folders.isEmpty { atexit { DrawnCells.remove() } }
      let folder = FileManager.default.temporaryDirectory.appending(path: "unet-cells-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      folders[arguments] = folder
      _ = try Program(folder: folder).unet(["sample-images", "cells"] + arguments)
      return folder
    }
  }

  private static func remove() {
    folders.withLock { folders in
      for folder in folders.values { try? FileManager.default.removeItem(at: folder) }
    }
  }
}

/// A finished run of the smoke config, which is trained once and then copied.
enum FinishedRun {
  private static let program = Result {
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "unet-finished-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    atexit {
      let folder = FileManager.default.temporaryDirectory.appending(path: "unet-finished-\(getpid())")
      try? FileManager.default.removeItem(at: folder)
    }
    let program = Program(folder: folder)
    try program.prepareSmoke()
    let result = try program.unet("run", "smoke.yaml")
    guard result.status == 0 else { throw Failure(errors: result.errors) }
    return program
  }

  private struct Failure: Error {
    let errors: String
  }

  /// The run folder, for nobody to change, and the folder of its config.
  static func folders() throws -> (run: URL, config: String) {
    let folder = try program.get().folder
    return (folder.appending(path: "runs/smoke"), folder.path)
  }
}

extension Program {
  /// Prepares `smoke.yaml` with its images, and `runs/smoke` as if it had been trained here.
  func prepareFinishedSmoke() throws {
    try prepareSmoke()
    let finished = try FinishedRun.folders()
    try FileManager.default.createDirectory(
      at: folder.appending(path: "runs"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: finished.run, to: folder.appending(path: "runs/smoke"))
    let config = try read("runs/smoke/config.yaml")
    try write(config.replacing(finished.config, with: folder.path), to: "runs/smoke/config.yaml")
  }
}

extension Program {
  /// Draws images of cells into a folder of that name, in place of what is there.
  func drawCells(_ name: String = "cells", count: Int, arguments: [String] = []) throws {
    let drawn = try DrawnCells.folder(["--count", "\(count)", "--size", "64"] + arguments)
    let target = folder.appending(path: name)
    if exists(name) { try FileManager.default.removeItem(at: target) }
    try FileManager.default.copyItem(at: drawn.appending(path: "cells"), to: target)
  }
}
