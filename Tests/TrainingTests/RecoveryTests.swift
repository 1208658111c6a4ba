import Experiment
import Foundation
import NeuralNets
import Testing
import Torch

@testable import Training

extension KeptWeightsTests {
  private func flip(_ path: String) throws {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[bytes.count - 1] ^= 1
    // Not in place: the bytes may have a second name.
    try AtomicFile.write(bytes, to: path)
  }

  /// What a resume finds and mends; the state to go on with, and what is told.
  private func resume(_ series: Series) throws -> (state: TrainingState, told: [String]) {
    let saved = try #require(try Checkpoint.saved(in: series.folder))
    try saved.restore(series.network)
    var state = saved.state
    let told = try series.checkpoint.recover(saved, &state, series.network, isFinished: false)
    try series.checkpoint.settle(state, status: .running)
    let folder = series.folder.path + "/checkpoints/"
    return (state, told.map { $0.replacingOccurrences(of: folder, with: "") })
  }

  private static let damaged =
    "its bytes are not those that were written: they do not have the checksum that stands in it"

  @Test("The checkpoint before a lost one takes its place, so that a kill in the next commit loses nothing")
  func promoted() throws {
    try inSeries(keeping: 1) { series in
      try series.commit([0.5, 0.6, 0.7])
      try flip(series.folder.last)
      let good = try Data(contentsOf: URL(fileURLWithPath: series.folder.previous))
      let saved = try #require(try Checkpoint.saved(in: series.folder))
      #expect(
        saved.warning == """
          \(series.folder.last) is lost: \(Self.damaged); going on from the checkpoint before it, after epoch 2, batch 0
          """)
      #expect(try resume(series).state.epochs == 2)
      #expect(try Data(contentsOf: URL(fileURLWithPath: series.folder.last)) == good)
      // The next commit is killed after its first step.
      try AtomicFile.link(series.folder.last, as: series.folder.previous)
      #expect(try Checkpoint.saved(in: series.folder)?.state.epochs == 2)
      try flip(series.folder.last)
      #expect(try Checkpoint.saved(in: series.folder)?.state.epochs == 2)
    }
  }

  @Test("The best weights that a lost commit wrote are not taken for those of the one before")
  func bestOfLostCommit() throws {
    try inSeries(keeping: 1) { series in
      try series.commit([0.5, 0.6])
      try flip(series.folder.last)
      let resumed = try resume(series)
      #expect(
        resumed.told == [
          """
          the weights of epoch 1 (mean_iou 0.5000) are lost: best.safetensors: it holds those of epoch 2; \
          they were written again, from the last checkpoint
          """
        ])
      #expect(resumed.state.best?.epoch == 1)
      #expect(try series.files() == ["best.safetensors": 1])
    }
    try inSeries(keeping: 1) { series in
      try series.commit([0.5, 0.4, 0.6])
      try flip(series.folder.last)
      let resumed = try resume(series)
      #expect(
        resumed.told == [
          """
          the weights of epoch 1 (mean_iou 0.5000) are lost: best.safetensors: it holds those of epoch 3, \
          and cannot be made again; the best is now epoch 2
          """
        ])
      #expect(try series.files() == ["best.safetensors": 2])
    }
  }

  @Test("Lost weights leave the place to the next best, or to the last commit's, or to the next validation's")
  func nextBest() throws {
    try inSeries(keeping: 3) { series in
      try series.commit([0.5, 0.4, 0.3, 0.2])
      try flip(series.folder.best)
      try AtomicFile.remove(series.folder.weights(ofEpoch: 3))
      let resumed = try resume(series)
      #expect(
        resumed.told == [
          """
          the weights of epoch 1 (mean_iou 0.5000) are lost: best.safetensors: \(Self.damaged), and cannot be made again; \
          the best is now epoch 2
          """,
          """
          the weights of epoch 3 (mean_iou 0.3000) are lost: epoch-0003.safetensors: it is not there, and cannot be made again; \
          the best is now epoch 2
          """,
        ])
      #expect(resumed.state.kept.map(\.epoch) == [2])
      #expect(try series.files() == ["best.safetensors": 2])
    }
    try inSeries(keeping: 1) { series in
      try series.commit([0.5, nil])
      try flip(series.folder.best)
      let resumed = try resume(series)
      #expect(resumed.told.first?.hasSuffix("; the next validation makes a new best") == true)
      #expect(resumed.state.best == nil)
      series.state = resumed.state
      try series.commit([0.1])
      #expect(try series.files() == ["best.safetensors": 3])
    }
  }

  @Test("A damaged file of an epoch that is the best again never takes the place of good weights")
  func damagedRunnerUp() throws {
    try inSeries(keeping: 2) { series in
      try series.commit([0.5, 0.4])
      try Data("damaged".utf8).write(to: URL(fileURLWithPath: series.folder.weights(ofEpoch: 1)))
      #expect(try resume(series).told.isEmpty)
      #expect(try series.files() == ["best.safetensors": 1, "epoch-0002.safetensors": 2])
    }
  }

  @Test(
    "A checkpoint of a newer version, or a state of another, is no lost one: it is told, and nothing is changed"
  )
  func otherVersions() throws {
    try inSeries(keeping: 1) { series in
      try series.commit([0.5, 0.6])
      let path = series.folder.last
      func refusal(_ texts: [String: String]) throws -> String {
        try series.checkpoint.write(["a": Tensor([1])], texts, to: path)
        let error = #expect(throws: TrainingFailure.self) { try Checkpoint.saved(in: series.folder) }
        #expect(error?.kind == .usage)
        return error?.description ?? ""
      }
      #expect(
        try refusal(["schema": "3", "state": "{}"]) == """
          \(path) is of schema 3, and this program reads up to 2: a newer version of unet wrote it
          nothing was changed; go on with that version, or start another run with --name NAME
          """)
      #expect(
        try refusal(["schema": "2", "state": "{}"]) == """
          the state in \(path) is not damaged, but this version of unet cannot read it
          nothing was changed; go on with the version that environment.json names, or start another run with --name NAME
          """)
    }
  }

  @Test(
    "A file of weights whose checksum lost its name is a lost one; files from before the checksums are not")
  func withoutChecksum() throws {
    try inSeries(keeping: 1) { series in
      try series.commit([0.5, 0.6])
      let url = URL(fileURLWithPath: series.folder.last)
      var bytes = try Data(contentsOf: url)
      let place = try #require(bytes.range(of: Data("\"checksum\"".utf8)))
      bytes[place.upperBound - 2] ^= 1
      try AtomicFile.write(bytes, to: url.path)
      let lost = try #require(try Checkpoint.saved(in: series.folder)?.lost)
      #expect(lost.reason == "its checksum is missing")
      let schema = try #require(bytes.range(of: Data(#""schema":"2""#.utf8)))
      bytes[schema.upperBound - 2] = UInt8(ascii: "1")
      try AtomicFile.write(bytes, to: url.path)
      #expect(try Checkpoint.saved(in: series.folder)?.state.epochs == 2)
    }
  }
}
