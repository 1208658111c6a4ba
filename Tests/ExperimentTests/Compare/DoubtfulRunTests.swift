import Diagnostics
import Experiment
import Foundation
import Testing

@Suite("Runs that are not as they should be, and what compares with what")
struct DoubtfulRunTests {
  @Test("Each run is marked by how far it is; only finished ones count where there are some")
  func statuses() throws {
    try withRunTree { tree in
      try tree.write(.init(name: "a0"))
      try tree.write(.init(name: "a1", seed: 1, status: .failed, failure: "it diverged"))
      try tree.write(.init(name: "a2", seed: 2, status: .running))
      try tree.write(.init(name: "a3", seed: 3, status: .stopped))
      try tree.write(.init(name: "a4", seed: 4, status: .paused))
      let comparison = try tree.compare()
      let row = try #require(comparison.configurations.first)
      #expect(row.statuses == [.finished: 1, .failed: 1, .killed: 1, .stopped: 1, .paused: 1])
      #expect(row.seeds == 1)
      #expect(comparison.runs.compactMap(\.failure) == ["it diverged"])
      #expect(
        comparison.warnings == ["4 runs not finished: left out of the means of a configuration"])
    }
  }

  @Test("A run that somebody trains is running, not killed")
  func running() throws {
    try withRunTree { tree in
      let folder = try tree.write(.init(name: "a", status: .running))
      let claim = try ClaimedFolder(claiming: folder)
      #expect(try tree.compare().runs.map(\.status) == [.running])
      claim.release()
      #expect(try tree.compare().runs.map(\.status) == [.killed])
    }
  }

  @Test("A damaged folder is one warning that names it; the others are compared")
  func damaged() throws {
    try withRunTree { tree in
      try tree.write(.init(name: "a"))
      let folder = try tree.write(.init(name: "b", seed: 1))
      try Data("{\"schema\": 1, ".utf8).write(to: URL(fileURLWithPath: folder.summary))
      let comparison = try tree.compare()
      #expect(comparison.warnings == ["b is left out: its summary.json is damaged or of another version"])
      #expect(comparison.runs.map(\.name) == ["a"])
      let alone = #expect(throws: DiagnosticError.self) { try tree.compare(["b"]) }
      #expect(alone?.description.contains("b is left out") == true)
    }
  }

  @Test("Damaged counts leave the score of the summary, and say so")
  func damagedCounts() throws {
    try withRunTree { tree in
      for seed in 0..<2 { try tree.write(.init(name: "a\(seed)", seed: seed)) }
      let folder = try tree.write(.init(name: "b0", settings: ["model.depth": "2"]))
      try tree.write(.init(name: "b1", settings: ["model.depth": "2"], seed: 1))
      try Data("{".utf8).write(to: URL(fileURLWithPath: folder.perImage))
      let comparison = try tree.compare()
      #expect(comparison.configurations.count == 2)
      #expect(comparison.configurations.allSatisfy { $0.scores[.meanIoU] != nil && $0.seeds == 2 })
      #expect(comparison.warnings.contains { $0.contains("per_image.json") || $0.contains("different sets") })
    }
  }

  @Test("Links, patterns and paths that lead to a run twice find it once")
  func once() throws {
    try withRunTree { tree in
      try tree.write(.init(name: "deep/runs/a"))
      try tree.write(.init(name: "deep/runs/b", settings: ["model.depth": "2"]))
      let link = tree.folder.appending(path: "link").path
      try FileManager.default.createSymbolicLink(
        atPath: link, withDestinationPath: tree.folder.path + "/deep/runs/a")
      #expect(
        try tree.compare(["deep", "link", "deep/runs/*", "deep/runs/a/summary.json", "."]).runs.count == 2)
      #expect(try tree.compare(["deep/r*/[b]"]).runs.map(\.name) == ["b"])
    }
  }

  @Test("A path that leads nowhere, or to no run, is told with what was looked for")
  func missing() throws {
    try withRunTree { tree in
      try tree.write(.init(name: "cells"))
      try Folder.create(tree.folder.path + "/empty")
      let missing = #expect(throws: DiagnosticError.self) { try tree.compare(["cell"]) }
      #expect(
        missing?.description == """
          error: there is no 'cell'; did you mean 'cells'?
              = name folders of runs or sweeps, such as runs/NAME; without any, all of runs is compared
          """)
      let empty = #expect(throws: DiagnosticError.self) { try tree.compare(["empty"]) }
      #expect(empty?.description.hasPrefix("error: there is no run in 'empty'\n") == true)
      #expect(throws: DiagnosticError.self) { try tree.compare(["none*"]) }
    }
  }

  @Test("Other validation images are never mixed: rows stand by them, and no difference is told")
  func otherData() throws {
    try withRunTree { tree in
      for seed in 0..<2 {
        try tree.write(.init(name: "a\(seed)", seed: seed))
        try tree.write(
          .init(
            name: "b\(seed)", settings: ["model.depth": "2"], seed: seed, errors: [10, 20, 30, 40],
            hashes: ["w", "x", "y", "z"]))
      }
      let comparison = try tree.compare()
      #expect(comparison.reference == nil && comparison.configurations.allSatisfy { $0.difference == nil })
      #expect(comparison.configurations.map(\.group) == ["data 1", "data 2"])
      #expect(
        comparison.warnings == [
          "the configurations were scored on 2 different sets of validation images or classes: rows stand by set, and no difference is told"
        ])
      #expect(comparison.verdict.first?.contains("2 different sets") == true)
    }
  }

  @Test("Mixed versions and one experiment that was trained twice are flagged")
  func mixed() throws {
    try withRunTree { tree in
      try tree.write(.init(name: "a0"))
      try tree.write(.init(name: "a1", seed: 1, libtorch: "2.12.0"))
      let copy = try tree.write(.init(name: "copy"))
      let text = try String(contentsOfFile: copy.summary, encoding: .utf8)
      try text.replacing("\"identity\" : \"copy\"", with: "\"identity\" : \"a0\"").write(
        toFile: copy.summary, atomically: true, encoding: .utf8)
      let comparison = try tree.compare()
      #expect(comparison.configurations.map(\.seeds) == [2])
      #expect(comparison.warnings.contains("mixed libtorch: 2.12.0, 2.13.0"))
      #expect(comparison.warnings.contains { $0.contains("1 run of an experiment that is there already") })
    }
  }

  @Test("With a test of every run its images are scored, and the note says so")
  func test() throws {
    try withRunTree { tree in
      for seed in 0..<2 { try tree.write(.init(name: "a\(seed)", seed: seed, hasTest: true)) }
      let test = try tree.compare()
      #expect(test.split == .test && test.epoch == .best)
      #expect(test.notes.first == "Scores are those of the test images with the weights of the best epoch.")
      let last = try tree.compare { $0.epoch = .final }
      #expect(last.split == .validation && last.epoch == .final)
      #expect(
        (last.configurations[0].scores[.meanIoU]?.mean ?? 0)
          > (test.configurations[0].scores[.meanIoU]?.mean ?? 1))
      let best = try tree.compare { $0.epoch = .best }
      #expect(best.notes.first?.contains("optimistic") == true)
    }
  }

  @Test("Folds of a cross-validation are one configuration, whose seeds have all folds")
  func folds() throws {
    try withRunTree { tree in
      for seed in 0..<2 {
        for fold in 0..<2 where !(seed == 1 && fold == 1) {
          try tree.write(
            .init(
              name: "s\(seed)f\(fold)",
              settings: [
                "data.validation": "{fold: \(fold), folds: 2, seed: 0, stratified: false, group: null}"
              ],
              seed: seed, hashes: (0..<4).map { "fold\(fold)-\($0)" }))
        }
      }
      let comparison = try tree.compare()
      let row = try #require(comparison.configurations.first)
      #expect(comparison.configurations.count == 1 && comparison.keys == [])
      #expect(row.seeds == 1 && row.runs.count == 3)
      #expect(comparison.runs.map(\.fold) == [0, 1, 0])
      #expect(comparison.warnings.contains { $0.contains("seed 1 lacks folds") })
    }
  }

  @Test("A sweep's folder has its keys, its labels and the cells that have not begun")
  func sweep() throws {
    try withRunTree { tree in
      let cells = [("2", 0), ("2", 1), ("3", 0), ("3", 1)].map { depth, seed in
        let name = "depth=\(depth),seed=\(seed)"
        return """
          {"label": "\(name)", "configuration": 0, "identity": "\(name)", "folder": "\(name)~1",
           "settings": {"model.depth": "\(depth)", "training.seed": "\(seed)"}}
          """
      }
      try Folder.create(tree.folder.path + "/s")
      try Data("{\"schema\": 1, \"cells\": [\(cells.joined(separator: ","))]}".utf8)
        .write(to: tree.folder.appending(path: "s/sweep.json"))
      for seed in 0..<2 {
        try tree.write(.init(name: "s/depth=2,seed=\(seed)~1", settings: ["model.depth": "2"], seed: seed))
      }
      try tree.write(.init(name: "s/depth=9,seed=0~2", settings: ["model.depth": "9"]))
      let comparison = try tree.compare(["s"])
      #expect(comparison.configurations.map(\.label) == ["depth=2", "depth=3"])
      #expect(comparison.configurations.map(\.statuses) == [[.finished: 2], [.new: 2]])
      #expect(comparison.title == "s")
      #expect(
        comparison.warnings == [
          "1 run in s belong to earlier versions of the sweep and are left out; name their folders to see them"
        ])
    }
  }
}
