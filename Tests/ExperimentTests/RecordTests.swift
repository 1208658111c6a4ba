import Experiment
import Foundation
import Testing

@Suite("The JSON files of a run")
struct RecordTests {
  let epoch = EpochRecord(
    epoch: 3, learningRate: 0.00098, seconds: 4.5, imagesPerSecond: 58.5,
    train: LossRecord(total: 0.5, parts: ["ce": 0.25, "dice": 0.25]),
    val: ValidationRecord(
      loss: LossRecord(total: 0.75, parts: ["ce": 0.5, "dice": 0.25]),
      scores: [.meanIoU: 0.5, .meanDice: nil],
      classScores: [.iou: ["fooBar": 0.5, "snake_case": nil]]))

  @Test("An epoch is written flat, with null for a score that does not exist")
  func epochText() throws {
    let text = try #require(String(bytes: JSONFormat.encode(epoch), encoding: .utf8))
    #expect(
      text == """
        {
          "epoch" : 3,
          "images_per_second" : 58.5,
          "learning_rate" : 0.00098,
          "seconds" : 4.5,
          "train" : {
            "ce" : 0.25,
            "dice" : 0.25,
            "loss" : 0.5
          },
          "val" : {
            "iou" : {
              "fooBar" : 0.5,
              "snake_case" : null
            },
            "loss" : 0.75,
            "losses" : {
              "ce" : 0.5,
              "dice" : 0.25
            },
            "mean_dice" : null,
            "mean_iou" : 0.5
          }
        }

        """)
  }

  @Test("What was written is read back equal")
  func roundTrip() throws {
    let best = BestRecord(epoch: 3, metric: .meanIoU, value: 0.5)
    let metrics = MetricsRecord(status: .running, epochs: [epoch], best: best)
    #expect(try JSONFormat.decode(MetricsRecord.self, from: JSONFormat.encode(metrics)) == metrics)
  }

  @Test("A summary stays under 2 KB however many keys differ")
  func summarySize() throws {
    let differing = Dictionary(
      uniqueKeysWithValues: (0..<200).map { ("section.key_number_\($0)", "value \($0)") })
    let metrics = MetricsRecord(
      status: .finished, epochs: [epoch],
      best: BestRecord(epoch: 3, metric: .meanIoUPerImage, value: 0.123456789012345))
    let summary = SummaryRecord(
      of: metrics, identity: String(repeating: "f", count: 64), differing: differing, parameters: 31_037_698)
    #expect(try JSONFormat.encode(summary).count <= 2048)
    #expect(!summary.differing.isEmpty)
  }

  @Test("The identity depends on what changes a result and on nothing else")
  func identity() throws {
    let base = try Identity.hash(differing: ["model.depth": "3"], dataFingerprint: "d")
    let moved = ["model.depth": "3", "training.device": "cpu", "data.images": "/elsewhere"]
    #expect(try Identity.hash(differing: moved, dataFingerprint: "d") == base)
    #expect(try Identity.hash(differing: ["model.depth": "4"], dataFingerprint: "d") != base)
    #expect(try Identity.hash(differing: ["model.depth": "3"], dataFingerprint: "e") != base)
    // printf '{"data":"d","model.depth":"3","results_version":"1"}' | sha256sum
    #expect(base == "ef912fa9e9b8474450610234a5dd06ca18046e7c8ac299ecebfdd0dab4fc598f")
  }
}
