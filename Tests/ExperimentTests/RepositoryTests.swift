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
    "ronneberger-2015", "mmseg-s5-d16",
  ]

  @Test("Each config is read without a mistake", arguments: configs)
  func config(name: String) throws {
    let file = Self.root.appending(path: "configs/\(name).yaml").path
    let loaded = try ExperimentConfig.load(file: file, environment: [:], currentFolder: "/")
    #expect(loaded.warnings.isEmpty)
  }

  @Test("No config is left out of these tests")
  func complete() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "configs").path)
    #expect(files.sorted() == Self.configs.map { "\($0).yaml" }.sorted())
  }

  @Test("Each experiment that the README shows is read without a mistake")
  func readme() throws {
    let text = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    let blocks = text.components(separatedBy: "```yaml\n").dropFirst().map { block in
      block.components(separatedBy: "```")[0]
    }
    #expect(blocks.count == 2)
    for block in blocks {
      let folder = try ConfigFolder()
      try folder.write(block)
      #expect(try folder.load().warnings.isEmpty)
    }
  }

  @Test("docs/config.md is what `unet describe` prints: run `make docs` where it is not")
  func reference() throws {
    let file = Self.root.appending(path: "docs/config.md")
    #expect(try String(contentsOf: file, encoding: .utf8) == Reference.markdown(for: ExperimentConfig.self))
  }

  @Test("docs/metrics.md is what `unet describe --format metrics` prints: run `make docs` where it is not")
  func metrics() throws {
    let file = Self.root.appending(path: "docs/metrics.md")
    #expect(try String(contentsOf: file, encoding: .utf8) == MetricReference.markdown)
  }
}
