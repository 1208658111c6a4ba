import Foundation
import Testing

@testable import Experiment

@Suite("A claimed run folder")
struct ClaimedFolderTests {
  /// Two claims of a folder, of which the second has taken it from the first, whose process is taken for ended.
  private func inTakenFolder(
    _ body: (_ folder: URL, _ lost: ClaimedFolder, _ holder: ClaimedFolder) throws -> Void
  ) throws {
    try inTemporaryFolder { folder in
      let run = RunFolder(folder.path)
      let lost = ClaimedFolder(run, by: try claim(folder, as: .ended).lease)
      let holder = ClaimedFolder(run, by: try claim(folder).lease)
      try body(folder, lost, holder)
      holder.release()
    }
  }

  @Test(
    "Once another process has it, nothing is written, linked or removed, and each attempt says who has it")
  func lost() throws {
    try inTakenFolder { folder, lost, holder in
      let (last, previous) = (folder.appending(path: "last").path, folder.appending(path: "previous").path)
      try holder.write(Data("2".utf8), to: last)
      let attempts: [() throws -> Void] = [
        { try lost.write(Data("1".utf8), to: last) },
        { try lost.write([1, 2], to: previous) },
        { try lost.link(last, as: previous) },
        { try lost.remove(last) },
        { _ = try lost.grow(previous, from: Data()) },
        { try lost.check() },
      ]
      for attempt in attempts {
        let error = #expect(throws: ClaimFailure.self, performing: attempt)
        #expect(error?.description.hasPrefix("\(folder.path) was taken over by process ") == true)
      }
      #expect(try String(contentsOfFile: last, encoding: .utf8) == "2")
      #expect(leaseNames(folder) == [".lease-2", ".writing-2"])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)
      try holder.remove(last)
      #expect(!FileManager.default.fileExists(atPath: last))
    }
  }

  @Test("A write that was begun before the takeover doesn't end after it")
  func begun() throws {
    try inTemporaryFolder { folder in
      let run = RunFolder(folder.path)
      let path = folder.appending(path: "last").path
      let lost = ClaimedFolder(run, by: try claim(folder, as: .ended).lease)
      var holder: ClaimedFolder?
      let error = #expect(throws: ClaimFailure.self) {
        try lost.write(to: path) { sink in
          try sink.write(Data("half".utf8))
          holder = ClaimedFolder(run, by: try claim(folder).lease)
        }
      }
      #expect(error?.kind == .lost && !FileManager.default.fileExists(atPath: path))
      try holder?.write(Data("whole".utf8), to: path)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "whole")
    }
  }

  @Test("What a process appends that has lost the folder is not seen")
  func appended() throws {
    try inTemporaryFolder { folder in
      let run = RunFolder(folder.path)
      let path = folder.appending(path: "log").path
      let lost = ClaimedFolder(run, by: try claim(folder, as: .ended).lease)
      let old = try lost.grow(path, from: Data("ab".utf8))
      let holder = ClaimedFolder(run, by: try claim(folder).lease)
      try old.append(Data("late".utf8))
      let log = try holder.grow(path, from: Data("ab".utf8))
      try old.append(Data("later".utf8))
      try log.append(Data("c".utf8))
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "abc")
    }
  }

  @Test("A holder whose folder was replaced by another one neither writes into that nor takes its lease")
  func replaced() throws {
    try inTemporaryFolder { folder in
      let place = folder.appending(path: "run")
      let first = try ClaimedFolder(claiming: RunFolder(place.path))
      let late = try ClaimedFolder(claiming: RunFolder(folder.appending(path: "other").path))
      try FileManager.default.removeItem(at: place)
      let second = try ClaimedFolder(claiming: RunFolder(place.path))
      let path = place.appending(path: "a").path
      first.release()
      try second.write(Data("own".utf8), to: path)
      try FileManager.default.removeItem(at: folder.appending(path: "other"))
      try FileManager.default.moveItem(at: place, to: folder.appending(path: "other"))
      let error = #expect(throws: ClaimFailure.self) {
        try late.write(Data("late".utf8), to: folder.appending(path: "other/a").path)
      }
      #expect(error?.kind == .lost)
      #expect(try String(contentsOf: folder.appending(path: "other/a"), encoding: .utf8) == "own")
    }
  }

  @Test("A failure that has nothing to do with another process stays what it is")
  func ownFailure() throws {
    try inTemporaryFolder { folder in
      let claimed = try ClaimedFolder(claiming: RunFolder(folder.path))
      let path = folder.appending(path: "nowhere/a.json").path
      let error = #expect(throws: FileFailure.self) { try claimed.write(Data(), to: path) }
      #expect(error?.description == "cannot write \(path): No such file or directory")
      #expect(throws: ClaimFailure.self) { try ClaimedFolder(claiming: RunFolder(folder.path)) }
    }
  }
}
