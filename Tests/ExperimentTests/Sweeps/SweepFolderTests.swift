import Diagnostics
import Foundation
import Testing

@testable import Experiment

@Suite("The folder of a sweep")
struct SweepFolderTests {
  private let sweep: SampleSweep

  init() throws { sweep = try SampleSweep(seeds: 3) }

  @Test("A cell is found by the digits of its identity, whatever the rest of the name is")
  func found() throws {
    try inTemporaryFolder { folder in
      let place = SweepFolder(folder.path)
      try Folder.create("\(folder.path)/width=4~bbbbbbbb")
      try Folder.create("\(folder.path)/seed=9~cccccccc")
      try Folder.create("\(folder.path)/seed=2~cccccccc")
      let members = place.members(
        sweep.cells, identities: ["a", "b", "c"].map { String(repeating: $0, count: 64) })
      // One of the right name comes first.
      #expect(members.map(\.folder.name) == ["seed=0~aaaaaaaa", "width=4~bbbbbbbb", "seed=2~cccccccc"])
    }
  }

  @Test(
    "Of several folders of one cell, as copying makes them, the one that is done counts, or has most epochs")
  func copies() throws {
    try inTemporaryFolder { folder in
      let members = sweep.members(in: folder)
      for (member, status) in zip(members, [RunStatus.finished, .stopped]) {
        let copy = RunFolder("\(folder.path)/old~\(member.identity.prefix(8))")
        try Folder.create(member.folder.path)
        try sweep.leave(status, in: copy, identity: member.identity)
      }
      try sweep.leave(.running, in: members[0].folder, identity: members[0].identity, scores: [0.5, 0.6])
      #expect(
        sweep.members(in: folder).map(\.folder.name) == ["old~00000000", "old~11111111", "seed=2~22222222"])
      #expect(SweepFolder(folder.path).strangers(to: sweep.members(in: folder)) == 2)
    }
  }

  @Test("Cells whose first 8 digits are the same are told apart by 16, and a third keeps its 8")
  func collision() throws {
    try inTemporaryFolder { folder in
      let same = String(repeating: "a", count: 8)
      let identities = [
        same + String(repeating: "b", count: 56), String(repeating: "d", count: 64),
        same + String(repeating: "c", count: 56),
      ]
      let members = SweepFolder(folder.path).members(sweep.cells, identities: identities)
      #expect(
        members.map(\.folder.name) == [
          "seed=0~aaaaaaaabbbbbbbb", "seed=1~dddddddd", "seed=2~aaaaaaaacccccccc",
        ])
    }
  }

  @Test("holds the sweep as it was read, and which cells it has")
  func prepared() throws {
    try inTemporaryFolder { folder in
      let place = SweepFolder("\(folder.path)/runs/s")
      let members = sweep.members(in: URL(fileURLWithPath: place.path))
      try place.prepare(sweep.sweep, members)
      #expect(try Data(contentsOf: URL(fileURLWithPath: place.sweep)) == Data(sweep.sweep.text))
      let record = try JSONFormat.decode(
        SweepRecord.self, from: Data(contentsOf: URL(fileURLWithPath: place.record)))
      #expect(record == SweepRecord(of: members) && record.cells.count == 3)
      #expect(record.cells[1].label == "seed=1" && record.cells[1].settings == ["training.seed": "1"])
      #expect(record.cells[1].folder == members[1].folder.name)
    }
  }

  @Test("What stands where a cell would is never touched, and all of it is told at once")
  func obstacles() throws {
    try inTemporaryFolder { folder in
      let place = SweepFolder(folder.path)
      let members = sweep.members(in: URL(fileURLWithPath: place.path))
      try Folder.create(members[0].folder.path)
      try Data("notes".utf8).write(to: URL(fileURLWithPath: "\(members[0].folder.path)/notes.txt"))
      try sweep.leave(.finished, in: members[1].folder, identity: String(repeating: "f", count: 64))
      let error = #expect(throws: DiagnosticError.self) { try place.prepare(sweep.sweep, members) }
      #expect(
        error?.description == """
          error: \(members[0].folder.path) is in the way of the cell seed=0: it is no run folder
              = move it away, and give the same command again
          error: \(members[1].folder.path) is in the way of the cell seed=1: it holds another experiment, whose identity is ffffffff…
              = move it away, and give the same command again
          """)
      #expect(!FileManager.default.fileExists(atPath: place.sweep))
    }
  }

  @Test("is no file")
  func file() throws {
    try inTemporaryFolder { folder in
      let path = folder.appending(path: "file").path
      try Data().write(to: URL(fileURLWithPath: path))
      let error = #expect(throws: DiagnosticError.self) { try SweepFolder(path).prepare(sweep.sweep, []) }
      #expect(
        error?.description == """
          error: \(path) is in the way of the sweep: it is no folder
              = move it away, or give the sweep another name: --name NAME
          """)
    }
  }

  @Test("is not that of a run")
  func run() throws {
    try inTemporaryFolder { folder in
      let place = SweepFolder(folder.path)
      try Data().write(to: folder.appending(path: "config.yaml"))
      let error = #expect(throws: DiagnosticError.self) { try place.prepare(sweep.sweep, []) }
      #expect(
        error?.description == """
          error: \(place.path) is the folder of a run, not of a sweep
              = give the sweep another name: --name NAME
          """)
    }
  }
}
