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

extension Program {
  /// Draws images of cells into a folder of that name, in place of what is there.
  func drawCells(_ name: String = "cells", count: Int, arguments: [String] = []) throws {
    let drawn = try DrawnCells.folder(["--count", "\(count)", "--size", "64"] + arguments)
    let target = folder.appending(path: name)
    if exists(name) { try FileManager.default.removeItem(at: target) }
    try FileManager.default.copyItem(at: drawn.appending(path: "cells"), to: target)
  }
}
