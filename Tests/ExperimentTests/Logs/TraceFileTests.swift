import Foundation
import Testing

@testable import Experiment

@Suite("The file trace.csv")
struct TraceFileTests {
  private let hash = String(repeating: "0123456789abcdef", count: 4)

  private func rows(_ steps: ClosedRange<Int>) -> [TraceRow] {
    steps.map { step in
      TraceRow(
        step: step, epoch: (step + 2) / 3, loss: Float(1) / Float(step),
        weights: step % 3 == 0 ? hash : nil)
    }
  }

  private func beginning(_ bytes: Data?, length: Int?, step: Int) throws -> Data {
    var found = Data()
    try inTemporaryFolder { folder in
      let file = folder.appending(path: "trace.csv")
      try bytes?.write(to: file)
      found = try TraceFile.beginning(from: file.path, length: length, step: step)
    }
    return found
  }

  @Test("has a line of names and a row an update, with the loss as a decimal and its bits")
  func text() {
    let rows = [
      TraceRow(step: 1, epoch: 1, loss: 0.1, weights: nil),
      TraceRow(step: 2, epoch: 1, loss: nil, weights: nil),
      TraceRow(step: 3, epoch: 1, loss: .leastNonzeroMagnitude, weights: hash),
      TraceRow(step: 4, epoch: 2, loss: -0.0, weights: nil),
      TraceRow(step: 5, epoch: 2, loss: .infinity, weights: nil),
    ]
    let text = String(decoding: TraceFile.header + TraceFile.bytes(rows), as: UTF8.self)
    #expect(
      text == """
        step,epoch,loss,loss_bits,weights
        1,1,0.1,3dcccccd,
        2,1,,,
        3,1,1e-45,00000001,\(hash)
        4,2,-0.0,80000000,
        5,2,inf,7f800000,

        """)
    #expect(TraceFile.contents(of: Data(text.utf8)) == .init(rows: rows, damagedLine: nil))
  }

  @Test("Losses are told apart by their bits: NaN equals itself, and 0 is not -0")
  func bits() {
    func row(_ loss: Float?) -> TraceRow { TraceRow(step: 1, epoch: 1, loss: loss, weights: nil) }
    #expect(row(.nan) == row(.nan))
    #expect(row(0) != row(-0.0))
    #expect(row(nil) != row(0))
    let bytes = TraceFile.header + TraceFile.bytes([row(.nan)])
    #expect(TraceFile.contents(of: bytes).rows == [row(.nan)])
  }

  @Test("is read up to the part of a line at its end, which a process may be writing")
  func partialLine() {
    let whole = TraceFile.header + TraceFile.bytes(rows(1...4))
    let three = TraceFile.header + TraceFile.bytes(rows(1...3))
    for length in three.count..<whole.count {
      #expect(
        TraceFile.contents(of: whole.prefix(length)) == .init(rows: rows(1...3), damagedLine: nil),
        "\(length) bytes")
    }
    #expect(TraceFile.contents(of: Data()) == .init(rows: [], damagedLine: nil))
  }

  @Test(
    "says from which line on it is damaged",
    arguments: [
      (1, "step;epoch"), (2, "0,1,1.0,3f800000,"), (3, "1,1,0.5,3f000000,"), (3, "2,1,0.5,3f00000,"),
      (3, "2,1,0.5,3F000000,"), (3, "2,1,,3f000000,"), (3, "2,1,0.5,3f000000"), (3, "2,0,0.5,3f000000,"),
      (2, "9223372036854775807,1,1.0,3f800000,"), (2, "1,-1,1.0,3f800000,"),
      (4, "3,1,0.33333334,3eaaaaab,0123"), (5, "x"), (5, ""),
    ])
  func damaged(line: Int, text: String) {
    let whole = String(decoding: TraceFile.header + TraceFile.bytes(rows(1...5)), as: UTF8.self)
    var lines = whole.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines[line - 1] = text
    let contents = TraceFile.contents(of: Data(lines.joined(separator: "\n").utf8))
    #expect(contents == .init(rows: Array(rows(1...5).prefix(max(0, line - 2))), damagedLine: line))
  }

  @Test("A run that goes on keeps what was committed, and no row of what was not")
  func committed() throws {
    let committed = TraceFile.header + TraceFile.bytes(rows(1...4))
    let more = committed + TraceFile.bytes(rows(5...6)) + Data("7,3,0.1".utf8)
    #expect(try beginning(more, length: committed.count, step: 4) == committed)
    #expect(try beginning(TraceFile.header, length: TraceFile.header.count, step: 0) == TraceFile.header)
    // An epoch that begins anew, after an inexact restart.
    let epoch = TraceFile.header + TraceFile.bytes(rows(1...3))
    #expect(try beginning(more, length: committed.count, step: 3) == epoch)
    let later = TraceFile.header + TraceFile.bytes(rows(3...4))
    #expect(try beginning(later, length: later.count, step: 4) == later, "the rows before were lost once")
  }

  @Test("begins anew where it was removed, is damaged, or belongs to another state")
  func anew() throws {
    let committed = TraceFile.header + TraceFile.bytes(rows(1...4))
    let length = committed.count
    var damaged = committed
    damaged[TraceFile.header.count] = UInt8(ascii: "x")
    let cases: [(String, Data?, Int?, Int)] = [
      ("removed", nil, length, 4), ("of an older version", committed, nil, 4),
      ("damaged", damaged, length, 4),
      ("shorter", committed.dropLast(1), length, 4), ("within a row", committed, length - 1, 4),
      ("of fewer steps", committed, length, 5),
      (
        "begun anew since, by a process that was killed", TraceFile.header + TraceFile.bytes(rows(5...9)),
        length, 4
      ),
    ]
    for (what, bytes, length, step) in cases {
      #expect(try beginning(bytes, length: length, step: step) == TraceFile.header, "\(what)")
    }
  }
}

@Suite("What an environment says of a result")
struct EnvironmentDifferenceTests {
  private func environment(_ change: (inout [String: Any]) -> Void = { _ in }) throws -> EnvironmentRecord {
    var object: [String: Any] = [
      "schema": 1, "unet": "1", "libtorch": "2.13.0", "results_version": 3, "system": "Debian",
      "processor": "P", "capability": "AVX2", "device": "cpu", "precision": "fp32", "threads": 1, "seed": 0,
      "data_fingerprint": String(repeating: "a", count: 64), "parameters": 9, "training_images": 6,
      "validation_images": 2, "command": ["unet"],
    ]
    change(&object)
    return try JSONFormat.decode(EnvironmentRecord.self, from: JSONSerialization.data(withJSONObject: object))
  }

  @Test("names each condition that differs with both values, the data first")
  func differences() throws {
    let before = try environment()
    let now = try environment {
      $0["threads"] = 2
      $0["capability"] = "AVX512"
      $0["processor"] = "Q"
      $0["system"] = "Ubuntu"
      $0["libtorch"] = "2.14.0"
      $0["unet"] = "2"
      $0["device"] = "cuda:0"
      $0["precision"] = "bf16"
      $0["training_images"] = 5
      $0["validation_images"] = 3
      $0["data_fingerprint"] = String(repeating: "b", count: 64)
      $0["results_version"] = nil
      $0["command"] = ["other"]
    }
    #expect(
      before.differences(to: now) == [
        "the fingerprint of the data was aaaaaaaaaaaa and is bbbbbbbbbbbb",
        "the number of training images was 6 and is 5", "the number of validation images was 2 and is 3",
        "the version of our results was 3 and is unknown", "unet was 1 and is 2",
        "libtorch was 2.13.0 and is 2.14.0", "the device was cpu and is cuda:0",
        "the precision was fp32 and is bf16", "the number of threads was 1 and is 2",
        "the processor's capability was AVX2 and is AVX512", "the processor was P and is Q",
        "the operating system was Debian and is Ubuntu",
      ])
    #expect(
      before.dataDifference(to: now) == "the fingerprint of the data was aaaaaaaaaaaa and is bbbbbbbbbbbb")
  }

  @Test("finds nothing in another command, and says what it looked at")
  func alike() throws {
    let (before, now) = (try environment(), try environment { $0["command"] = ["other"] })
    #expect(before.differences(to: now).isEmpty && before.dataDifference(to: now) == nil)
    #expect(now.conditionWords.first == "the fingerprint of the data aaaaaaaaaaaa")
    #expect(now.conditionWords.contains("the number of threads 1"))
  }
}
