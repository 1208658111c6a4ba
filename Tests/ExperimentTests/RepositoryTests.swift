import Config
import Diagnostics
import Experiment
import Foundation
import Testing

@Suite("What the repository ships")
struct RepositoryTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static let configs = [
    "quickstart", "membranes", "camvid", "tutorial_bce", "tutorial_ce_dice", "milesial", "nnunet-2d",
    "ronneberger-2015", "mmseg-s5-d16", "layouts/oxford_pet", "layouts/carvana", "layouts/camvid",
    "layouts/camvid_color", "layouts/pascal_voc", "layouts/cityscapes", "layouts/isbi", "layouts/dsb2018",
    "layouts/per_class",
  ]

  @Test("Each config is read without a mistake", arguments: configs)
  func config(name: String) throws {
    let file = Self.root.appending(path: "configs/\(name).yaml").path
    let loaded = try ExperimentConfig.load(file: file, environment: [:], currentFolder: "/")
    #expect(loaded.warnings.isEmpty)
  }

  /// Each with its number of cells.
  static let sweeps = ["sweeps/depth_width": 27, "sweeps/membranes": 18]

  @Test("Each sweep is read without a mistake", arguments: sweeps)
  func sweep(name: String, cells: Int) throws {
    let file = Self.root.appending(path: "configs/\(name).yaml").path
    let sweep = try Sweep.load(file: file, environment: [:], currentFolder: "/")
    #expect(sweep.warnings.isEmpty)
    #expect(sweep.cells.count == cells)
  }

  @Test("No config is left out of these tests")
  func complete() throws {
    let files = try FileManager.default.subpathsOfDirectory(atPath: Self.root.appending(path: "configs").path)
    let known = (Self.configs + Self.sweeps.keys).map { "\($0).yaml" }.sorted()
    #expect(files.filter { $0.hasSuffix(".yaml") }.sorted() == known)
  }

  @Test("The table of scores in the README is that of the report on membranes, whose pictures are there")
  func report() throws {
    func text(_ name: String) throws -> String {
      try String(contentsOf: Self.root.appending(path: name), encoding: .utf8)
    }
    let page = try text("docs/membranes.md")
    let rows = try text("README.md").split(separator: "\n").filter {
      $0.hasPrefix("| ") && $0.contains(" ± ")
    }
    #expect(rows.count == 6)
    for row in rows { #expect(page.contains("\n\(row)\n"), "\(row)") }
    let pictures = page.matches(of: #/\((membranes/[a-z]+\.png)\)/#).map { String($0.output.1) }
    #expect(pictures.count == 4)
    for picture in pictures {
      #expect(FileManager.default.fileExists(atPath: Self.root.appending(path: "docs/\(picture)").path))
    }
  }

  @Test("Each layout has a config")
  func layouts() {
    for name in LayoutName.allCases where name != .folders {
      #expect(Self.configs.contains("layouts/\(name.rawValue)"))
    }
  }

  @Test(
    "Each experiment that the README shows is read without a mistake, and its sweep over the first of them")
  func readme() throws {
    let text = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    let blocks = text.components(separatedBy: "```yaml\n").dropFirst().map { block in
      block.components(separatedBy: "```")[0]
    }
    let (sweeps, experiments) = (
      blocks.filter { $0.contains("\nbase:") }, blocks.filter { !$0.contains("\nbase:") }
    )
    #expect(sweeps.count == 1 && experiments.count == 2)
    for block in experiments {
      let folder = try ConfigFolder()
      try folder.write(block)
      #expect(try folder.load().warnings.isEmpty)
    }
    try inTemporaryFolder { folder in
      try Data(experiments[0].utf8).write(to: folder.appending(path: "cells.yaml"))
      try Data(sweeps[0].utf8).write(to: folder.appending(path: "sweep.yaml"))
      let sweep = try Sweep.load(file: "sweep.yaml", environment: [:], currentFolder: folder.path)
      #expect(sweep.cells.count == 18 && sweep.warnings.isEmpty)
    }
  }

  @Test("docs/config.md is what `unet describe` prints: run `make docs` where it is not")
  func reference() throws {
    let file = Self.root.appending(path: "docs/config.md")
    #expect(try String(contentsOf: file, encoding: .utf8) == SchemaReference.markdown)
  }

  @Test(
    "docs/config.md has a row for every key that a config has",
    arguments: [
      "layouts/pascal_voc", "layouts/carvana", "layouts/camvid", "layouts/oxford_pet", "quickstart",
      "nnunet-2d",
    ])
  func everyKey(name: String) throws {
    let text = try String(contentsOf: Self.root.appending(path: "docs/config.md"), encoding: .utf8)
    let file = Self.root.appending(path: "configs/\(name).yaml").path
    let loaded = try ExperimentConfig.load(file: file, environment: [:], currentFolder: "/")
    for section in ["data", "model", "optimizer", "schedule", "training", "validation"] {
      for key in try loaded.keys(under: section) {
        #expect(text.contains("\n| `\(key.dropFirst(section.count + 1))` |"), "\(key)")
      }
    }
  }

  @Test("docs/metrics.md is what `unet describe --format metrics` prints: run `make docs` where it is not")
  func metrics() throws {
    let file = Self.root.appending(path: "docs/metrics.md")
    #expect(try String(contentsOf: file, encoding: .utf8) == MetricReference.markdown)
  }
}
