@testable import Experiment
import Foundation
import Testing

@Suite("Files that are replaced whole or not at all")
struct FileTests {
  struct Interrupted: Error {}

  @Test("A write that fails midway leaves the old content and no other file")
  func failedWrite() throws {
    try inTemporaryFolder { folder in
      let path = folder.appending(path: "a.json").path
      try AtomicFile.write(Data("old".utf8), to: path)
      #expect(throws: Interrupted.self) {
        try AtomicFile.write(to: path) { sink in
          try sink.write(Data("ne".utf8))
          throw Interrupted()
        }
      }
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.json"])
    }
  }

  @Test("A second name keeps the content that the next write replaces")
  func link() throws {
    try inTemporaryFolder { folder in
      let (last, previous) = (folder.appending(path: "last").path, folder.appending(path: "previous").path)
      try AtomicFile.link(last, as: previous)
      #expect(!FileManager.default.fileExists(atPath: previous))
      for content in ["1", "2", "3"] {
        try AtomicFile.link(last, as: previous)
        try AtomicFile.write(Data(content.utf8), to: last)
      }
      #expect(try String(contentsOfFile: previous, encoding: .utf8) == "2")
      #expect(try String(contentsOfFile: last, encoding: .utf8) == "3")
    }
  }

  @Test("A folder that is not there is an error that names the file and the reason")
  func missingFolder() throws {
    try inTemporaryFolder { folder in
      let path = folder.appending(path: "nowhere/a.json").path
      let error = #expect(throws: FileFailure.self) { try AtomicFile.write(Data(), to: path) }
      #expect(error?.reason == "No such file or directory")
      #expect(error?.path == path)
    }
  }

  @Test(
    "A growing file begins with what was committed, and what a process appends that was left behind is not seen"
  )
  func growing() throws {
    try inTemporaryFolder { folder in
      let claimed = try ClaimedFolder(claiming: RunFolder(folder.path))
      let path = folder.appending(path: "log").path
      let first = try claimed.grow(path, from: Data("ab".utf8))
      try first.append(Data("c".utf8))
      #expect(first.length == 3)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "abc")
      let second = try claimed.grow(path, from: Data("ab".utf8))
      try first.append(Data("lost".utf8))
      try second.append(Data("d".utf8))
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "abd")
      claimed.release()
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [".lease-1", "log"])
    }
  }

  @Test("A run folder cannot be made where a file is in the way")
  func fileInTheWay() throws {
    try inTemporaryFolder { folder in
      let path = folder.appending(path: "runs").path
      try AtomicFile.write(Data(), to: path)
      let error = #expect(throws: FileFailure.self) {
        try ClaimedFolder(claiming: RunFolder("\(path)/first"))
      }
      #expect(error?.description == "cannot create the folder \(path)/first: Not a directory")
    }
  }

  @Test("The folder in which something is, is told of every path")
  func parents() {
    let parents = [
      "a": ".", "a/": ".", "a/b": "a", "a/b/": "a", "/a": "/", "/": "/", "/a/b": "/a", "": ".", "//": "/",
    ]
    for (path, parent) in parents { #expect(Folder.parent(of: path) == parent, "\(path)") }
  }

  @Test("A damaged JSON file is an error that names it")
  func damaged() throws {
    try inTemporaryFolder { folder in
      let run = RunFolder(folder.path)
      try AtomicFile.write(Data("{\"schema\": 1".utf8), to: run.metrics)
      let error = #expect(throws: FileFailure.self) { try run.read(MetricsRecord.self, from: run.metrics) }
      #expect(error?.description == "cannot read \(run.metrics): it is damaged or of another version")
    }
  }
}

/// Runs `body` with a folder of its own, which is removed afterwards.
func inTemporaryFolder(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "unet-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}
