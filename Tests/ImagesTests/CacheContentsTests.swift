import Foundation
import Images
import Testing

@Suite("What is in the cache folder")
struct CacheContentsTests {
  @Test("Only files of the program's own names count, and no link is followed")
  func own() throws {
    let (folder, outside) = (try TemporaryFolder(), try TemporaryFolder())
    for name in ["aa.pixels", "facts.lines"] { try outside.write([1], to: name) }
    let own = [
      "decoded/0f/abc.pixels", "decoded/0f/abc.12.part", "decoded/e0/x.pixels", "facts/one.lines",
    ]
    let foreign = [
      "decoded/abc.pixels", "decoded/0F/x.pixels", "decoded/012/x.pixels", "decoded/0f/notes.txt",
      "facts/a.txt",
      "facts/sub/one.lines", "one.lines", "0f/x.pixels",
    ]
    for name in own + foreign { try folder.write([1, 2, 3], to: name) }
    let files = FileManager.default
    try files.createSymbolicLink(
      atPath: "\(folder.path)/decoded/0f/link.pixels", withDestinationPath: "\(outside.path)/aa.pixels")
    try files.createSymbolicLink(atPath: "\(folder.path)/decoded/aa", withDestinationPath: outside.path)
    try files.createDirectory(
      atPath: "\(folder.path)/decoded/0f/folder.pixels", withIntermediateDirectories: true)
    let contents = CacheContents(in: folder.path)
    #expect(contents.all.map(\.path).sorted() == own.map { "\(folder.path)/\($0)" }.sorted())
    #expect(contents.all.allSatisfy { $0.bytes == 3 })
    #expect(contents.decoded.count == 3 && contents.facts.count == 1)
    #expect(contents.all.allSatisfy { abs($0.used.timeIntervalSinceNow) < 3600 })
  }

  @Test(
    "A folder that is not there is empty; parts that are links are followed, as runs do, and links within them not"
  )
  func links() throws {
    let (folder, outside) = (try TemporaryFolder(), try TemporaryFolder())
    #expect(CacheContents(in: "\(folder.path)/nowhere").all.isEmpty)
    try outside.write([1], to: "one.lines")
    try outside.write([1], to: "0f/one.pixels")
    for name in ["facts", "decoded"] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder.path)/\(name)", withDestinationPath: outside.path)
    }
    try FileManager.default.createSymbolicLink(
      atPath: "\(outside.path)/0e", withDestinationPath: "\(outside.path)/0f")
    let contents = CacheContents(in: folder.path)
    #expect((contents.decoded.count, contents.facts.count) == (1, 1))
  }
}
