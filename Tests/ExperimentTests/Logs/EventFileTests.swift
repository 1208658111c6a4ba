import Foundation
import Testing

@testable import Experiment

@Suite("TensorBoard's event file")
struct EventFileTests {
  /// A red and a blue pixel, as in Scripts/make_event_fixture.py.
  private let png = Data(
    base64Encoded:
      "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGP4z8DAwPAfAAcAAf9+CLHQAAAAAElFTkSuQmCC")

  private func events() throws -> [LogEvent] {
    let scalars = [
      LogEvent.Scalar("learning_rate", 1e-3), LogEvent.Scalar("val/iou/Zellkörper", 0),
      LogEvent.Scalar("train/loss", -2.5),
    ]
    return [
      LogEvent(.version, at: 1_700_000_000.25),
      LogEvent(.scalars(scalars), step: 300, at: 1_700_000_001.5),
      LogEvent(.picture(name: "samples/006", png: try #require(png)), step: 300, at: 1_700_000_002),
    ]
  }

  @Test("Versions, numbers and pictures have the bytes that TensorBoard's own writer gives them")
  func golden() throws {
    let folder = try #require(Bundle.module.resourceURL).appending(path: "Fixtures")
    let bytes = try events().reduce(into: Data()) { $0 += TFRecord.framed($1.encoded) }
    #expect(try Data(contentsOf: folder.appending(path: "events.tfevents")) == bytes)
  }

  @Test("The checksums are those of RFC 3720, appendix B.4")
  func checksums() {
    #expect(CRC32C.of(Data(repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(CRC32C.of(Data(repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(CRC32C.of(Data(0..<32)) == 0x46DD_794E)
    #expect(CRC32C.of(Data("123456789".utf8)) == 0xE306_9283)
  }

  @Test("Records are read back from a file that is whole, and from no other")
  func framing() throws {
    let records = [Data("one".utf8), Data(), Data(repeating: 7, count: 300)]
    let file = records.reduce(into: Data()) { $0 += TFRecord.framed($1) }
    let ends = [0, 19, 35, 351]
    #expect(file.count == 351)
    for length in 0...352 {
      let found = TFRecord.records(in: file, length: length)
      #expect(found == ends.firstIndex(of: length).map { Array(records.prefix($0)) }, "\(length) bytes")
    }
    for position in file.indices {
      var damaged = file
      damaged[position] ^= 1
      #expect(TFRecord.records(in: damaged, length: 351) == nil, "byte \(position)")
    }
  }

  @Test("Only whole records that were committed are found again, so that no step stands in a file twice")
  func committed() throws {
    try inTemporaryFolder { folder in
      let path = folder.appending(path: "events.out.tfevents.unet").path
      func scalar(_ step: Int) -> LogEvent { LogEvent(.scalars([.init("a", 1)]), step: step, at: 1) }
      let committed = EventFile.beginning(with: [scalar(1), scalar(2)])
      try (committed + EventFile.bytes([scalar(3)])).write(to: URL(fileURLWithPath: path))
      #expect(try EventFile.committed(path, length: committed.count) == committed)
      #expect(try EventFile.committed(path, length: committed.count - 1) == nil, "within a record")
      // A process that is killed while it writes leaves a part of a record.
      try committed.prefix(committed.count - 1).write(to: URL(fileURLWithPath: path))
      #expect(try EventFile.committed(path, length: committed.count) == nil)
      #expect(try EventFile.committed(folder.appending(path: "nothing").path, length: 0) == nil)
    }
  }
}
