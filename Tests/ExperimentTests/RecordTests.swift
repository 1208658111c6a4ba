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

  @Test("Confusion matrices of the best and the last epoch stand beside the history, with their classes")
  func confusion() throws {
    let matrix = try #require(ConfusionMatrix(side: 2, counts: [5, 1, 2, 3]))
    let best = PerImageRecord.Epoch(epoch: 1, images: [], confusion: matrix)
    let scoring = Scoring(classes: ["cell"])
    let record = try #require(ConfusionRecord(scoring: scoring, best: best, final: nil))
    #expect(record.classes == ["background", "cell"])
    #expect(record.best == [[5, 1], [2, 3]])
    let metrics = MetricsRecord(status: .running, epochs: [epoch], best: nil, confusion: record)
    #expect(try JSONFormat.decode(MetricsRecord.self, from: JSONFormat.encode(metrics)).confusion == record)
    let old = PerImageRecord.Epoch(epoch: 1, images: [])
    #expect(ConfusionRecord(scoring: scoring, best: old, final: old) == nil)
  }

  @Test("Scores of outlines are kept of each image where they were computed, and are absent otherwise")
  func surfaceOfImages() throws {
    let matrix = try #require(ConfusionMatrix(side: 2, counts: [5, 1, 2, 3]))
    let scoring = Scoring(classes: ["cell"])
    let surface = SurfaceValues(boundaryF1: [0.5], surfaceDice: [nil], hausdorff95: [3.25])
    let images = [surface, nil].map {
      PerImageRecord.Image(id: "a", contentHash: "h", matrix: matrix, surface: $0, scoring: scoring)
    }
    let data = try JSONFormat.encode(images)
    #expect(try JSONFormat.decode([PerImageRecord.Image].self, from: data) == images)
    let text = try #require(String(bytes: data, encoding: .utf8))
    #expect(text.components(separatedBy: "\"surface\"").count == 2)
    #expect(text.contains("\"hausdorff_95\" : [\n        3.25\n      ]"))
  }

  @Test("Counts of images that were written before there were scores of outlines are still read")
  func oldImages() throws {
    let text = """
      {"schema": 1, "classes": ["cell"], "resolution": "original mask", "final": {"epoch": 2, "images": [
        {"id": "a", "content_hash": "h", "tp": [3], "fp": [1], "fn": [2], "valid_pixels": 11}]}}
      """
    let final = try #require(try JSONFormat.decode(PerImageRecord.self, from: Data(text.utf8)).final)
    #expect(final.images.map(\.truePositives) == [[3]])
    #expect(final.images[0].surface == nil)
    #expect(final.confusion == nil)
  }

  @Test("A metric stands in JSON by its name")
  func metricNames() throws {
    let best = BestRecord(epoch: 3, metric: .micro(.dice, .perImage), value: 0.5)
    let text = try #require(String(bytes: JSONFormat.encode(best), encoding: .utf8))
    #expect(text.contains("\"metric\" : \"micro_dice_per_image\""))
    #expect(try JSONFormat.decode(BestRecord.self, from: Data(text.utf8)) == best)
    #expect(throws: DecodingError.self) {
      try JSONFormat.decode(BestRecord.self, from: Data(text.replacing("micro_dice", with: "dice").utf8))
    }
  }

  @Test("A full summary has the scores that tables show and the one that chose the best epoch, in 2 KB")
  func fullSummary() throws {
    let value = -1.2345678901234567e-100
    let scores = Metric.allCases.map { ($0, Double?.some(value)) }
    let val = ValidationRecord(
      loss: LossRecord(total: value, parts: [:]), scores: Dictionary(uniqueKeysWithValues: scores),
      classScores: [:])
    let last = EpochRecord(
      epoch: 999_999, learningRate: value, seconds: value, imagesPerSecond: value,
      train: LossRecord(total: value, parts: [:]), val: val)
    let differing = Dictionary(uniqueKeysWithValues: (0..<90).map { ("k\($0)", "v") })
    let summary = SummaryRecord(
      of: MetricsRecord(
        status: .finished, epochs: [last],
        best: BestRecord(epoch: 999_999, metric: .micro(.specificity, .perImage), value: value),
        test: TestRecord(epoch: 999_999, scores: val)),
      identity: String(repeating: "f", count: 64), differing: differing, parameters: 31_037_698,
      flops: 1.2345678901234567e123)
    #expect(try JSONFormat.encode(summary).count <= 2048)
    #expect(summary.differing.count > 3)
    let shown = try #require(summary.final?.keys)
    #expect(shown.contains("micro_specificity_per_image"))
    #expect(shown.contains("mean_hausdorff_95"))
    #expect(!shown.contains("micro_iou"))
    #expect(
      summary.test?.keys.sorted() == [
        "epoch", "loss", "mean_dice", "mean_iou", "micro_specificity_per_image", "pixel_accuracy",
      ])
    let plain = SummaryRecord(
      of: MetricsRecord(status: .finished, epochs: [epoch], best: nil), identity: "", differing: [:],
      parameters: 1)
    #expect(plain.final?.keys.contains("mean_hausdorff_95") == false)
    #expect(plain.final?.keys.contains("mean_recall") == true)
  }

  @Test("A summary has the FLOPs of an image where they are known, and one without them is read")
  func flops() throws {
    let metrics = MetricsRecord(status: .finished, epochs: [epoch], best: nil)
    let summary = SummaryRecord(of: metrics, identity: "", differing: [:], parameters: 1, flops: 2.5e9)
    #expect(try JSONFormat.decode(SummaryRecord.self, from: JSONFormat.encode(summary)).cost.flops == 2.5e9)
    let older = SummaryRecord(of: metrics, identity: "", differing: [:], parameters: 1)
    let text = try #require(String(bytes: JSONFormat.encode(older), encoding: .utf8))
    #expect(!text.contains("flops"))
    #expect(try JSONFormat.decode(SummaryRecord.self, from: Data(text.utf8)) == older)
  }

  @Test("The share of waiting for data stands beside the times; entries without it are read")
  func dataWait() throws {
    var waiting = epoch
    waiting.dataWait = 0.125
    let text = try #require(String(bytes: JSONFormat.encode(waiting), encoding: .utf8))
    #expect(text.hasPrefix("{\n  \"data_wait\" : 0.125,\n  \"epoch\" : 3,\n"))
    #expect(try JSONFormat.decode(EpochRecord.self, from: Data(text.utf8)) == waiting)
    #expect(try JSONFormat.decode(EpochRecord.self, from: JSONFormat.encode(epoch)).dataWait == nil)
    #expect(try waiting.values()["data_wait"] == 0.125)
    let table = try #require(String(bytes: MetricsTable().csv([epoch, waiting]), encoding: .utf8))
    #expect(table.hasPrefix("epoch,data_wait,images_per_second,learning_rate,seconds,"))
    #expect(table.contains("\n3,,58.5,") && table.contains("\n3,0.125,58.5,"))
  }

  @Test("Skipped updates stand in the entry and in the table where there were some, and nowhere else")
  func skippedUpdates() throws {
    func entry(_ count: Int?) -> EpochRecord {
      EpochRecord(
        epoch: 4, learningRate: 0.1, seconds: 2, imagesPerSecond: 3, skippedUpdates: count,
        train: epoch.train,
        val: nil)
    }
    let text = try #require(String(bytes: JSONFormat.encode(entry(2)), encoding: .utf8))
    #expect(text.contains("\n  \"skipped_updates\" : 2,\n"))
    #expect(try JSONFormat.decode(EpochRecord.self, from: Data(text.utf8)) == entry(2))
    #expect(try JSONFormat.encode(entry(0)) == JSONFormat.encode(entry(nil)))
    #expect(try entry(2).values()["skipped_updates"] == 2)
    #expect(try entry(0).values().keys.contains("skipped_updates") == false)
  }

  @Test(
    "An epoch whose validation has no finite loss is neither the best nor an improvement, whatever its scores"
  )
  func withoutLoss() throws {
    let val = try #require(epoch.val)
    let unknown = ValidationRecord(
      loss: LossRecord(total: nil, parts: [:]), scores: val.scores, classScores: val.classScores)
    #expect(unknown[.meanIoU] != nil && unknown[.meanIoU] == val[.meanIoU])
    #expect(unknown.rank(by: .meanIoU) == nil && val.rank(by: .meanIoU) == val[.meanIoU])
    let bad = EpochRecord(
      epoch: 1, learningRate: 0.1, seconds: 2, imagesPerSecond: 3, train: epoch.train, val: unknown)
    #expect(BestRecord.ranked([], and: bad, by: .meanIoU, keeping: 1).isEmpty)
    #expect(BestRecord.ranked([], and: epoch, by: .meanIoU, keeping: 1).map(\.epoch) == [3])
  }

  @Test("What was written is read back equal")
  func roundTrip() throws {
    let best = BestRecord(epoch: 3, metric: .meanIoU, value: 0.5)
    let metrics = MetricsRecord(status: .running, epochs: [epoch], best: best)
    #expect(try JSONFormat.decode(MetricsRecord.self, from: JSONFormat.encode(metrics)) == metrics)
  }

  @Test("An epoch that was not validated has no 'val', and the final scores are those of the last that was")
  func withoutValidation() throws {
    let unvalidated = EpochRecord(
      epoch: 4, learningRate: 0.00098, seconds: 4.5, imagesPerSecond: 58.5, train: epoch.train, val: nil)
    let metrics = MetricsRecord(status: .running, epochs: [epoch, unvalidated], best: nil)
    let text = try #require(String(bytes: JSONFormat.encode(metrics), encoding: .utf8))
    #expect(text.ranges(of: "\"val\"").count == 1)
    #expect(metrics.final == epoch.val)
    #expect(try JSONFormat.decode(MetricsRecord.self, from: JSONFormat.encode(metrics)) == metrics)
    let best = BestRecord(epoch: 3, metric: .meanIoU, value: 0.5)
    #expect(BestRecord.ranked([best], and: unvalidated, by: .meanIoU, keeping: 2) == [best])
  }

  @Test("What a run was cut short by stands in its summary, and nothing where it was not")
  func cutShort() throws {
    func text(_ metrics: MetricsRecord, _ limits: SummaryRecord.Limits?) throws -> String {
      let summary = SummaryRecord(
        of: metrics, identity: "f", differing: [:], parameters: 1, limited: limits)
      return try #require(String(bytes: JSONFormat.encode(summary), encoding: .utf8))
    }
    let early = MetricsRecord(status: .finished, stoppedEarly: true, epochs: [epoch], best: nil)
    let limited = try text(early, .init(training: 2, validation: nil))
    #expect(limited.contains("\"limited\" : {\n    \"training\" : 2\n  }"))
    #expect(limited.contains("\"stopped_early\" : true"))
    let whole = try text(MetricsRecord(status: .finished, epochs: [epoch], best: nil), nil)
    #expect(!whole.contains("limited") && !whole.contains("stopped_early"))
  }

  @Test("Every score of a validation is read back equal")
  func everyScore() throws {
    let matrix = try #require(ConfusionMatrix(side: 3, counts: [5, 1, 0, 2, 3, 0, 0, 0, 0]))
    let surface = SurfaceValues(
      boundaryF1: [0.5, 1, nil], surfaceDice: [0.25, 1, nil], hausdorff95: [3.25, 0, nil])
    let record = Scoring(classes: ["a", "b", "c"]).record(
      of: [matrix], surfaces: [surface], loss: LossRecord(total: 0.5, parts: ["ce": 0.5]))
    #expect(record.scores.count == Metric.allCases.count - 1)
    #expect(record.classScores.count == ClassScore.allCases.count)
    #expect(try JSONFormat.decode(ValidationRecord.self, from: JSONFormat.encode(record)) == record)
  }

  @Test("Weights that don't fit are told one by one where they are few, else by part of the network")
  func misfits() throws {
    func record(_ names: [String]) -> WeightsRecord {
      WeightsRecord(
        file: "/a", contentHash: "", loaded: 1, missing: names, unexpected: [], misshapen: [], frozen: [])
    }
    #expect(record(["a.b", "a.c"]).misfits == ["missing in the file (2): a.b, a.c"])
    let names = (0..<9).flatMap { ["p\($0).weight", "p\($0).bias"] }
    #expect(
      record(names).misfits == [
        "missing in the file (18): p0 (2), p1 (2), p2 (2), p3 (2), p4 (2), p5 (2), and 3 other parts"
      ])
    #expect(record([]).fitsWhole && !record(["a"]).fitsWhole)
    #expect(
      try JSONFormat.decode(WeightsRecord.self, from: JSONFormat.encode(record(names))) == record(names))
  }

  @Test("A summary stays under 2 KB however many keys differ")
  func summarySize() throws {
    let differing = Dictionary(
      uniqueKeysWithValues: (0..<200).map { ("section.key_number_\($0)", "value \($0)") })
    let metrics = MetricsRecord(
      status: .finished, stoppedEarly: true, epochs: [epoch],
      best: BestRecord(epoch: 3, metric: .meanIoUPerImage, value: 0.123456789012345))
    let summary = SummaryRecord(
      of: metrics, identity: String(repeating: "f", count: 64), differing: differing, parameters: 31_037_698,
      limited: .init(training: 1_000_000, validation: 1_000_000))
    #expect(try JSONFormat.encode(summary).count <= 2048)
    #expect(!summary.differing.isEmpty)
  }

  @Test(
    "One key too long for a summary leaves the others in it, and what JSON escapes counts as it is written")
  func summaryOfLongValues() throws {
    func differing(_ keys: [String: String]) throws -> [String: String] {
      let summary = SummaryRecord(
        of: MetricsRecord(status: .finished, epochs: [epoch], best: nil),
        identity: String(repeating: "f", count: 64), differing: keys, parameters: 31_037_698)
      #expect(try JSONFormat.encode(summary).count <= 2048)
      return summary.differing
    }
    let colours = String(repeating: "#", count: 3000)
    #expect(try differing(["data.classes": colours, "model.depth": "3"]) == ["model.depth": "3"])
    for escaped in ["\"", "\\", "\u{1}"] {
      let value = String(repeating: escaped, count: 90)
      #expect(try differing(Dictionary(uniqueKeysWithValues: (0..<9).map { ("k\($0)", value) })).count < 9)
    }
  }

  @Test("The identity depends on what changes a result and on nothing else")
  func identity() throws {
    let base = try Identity.hash(differing: ["model.depth": "3"], dataFingerprint: "d")
    let moved = [
      "model.depth": "3", "training.device": "cpu", "data.images": "/elsewhere", "validation.keep_best": "3",
      "training.tensorboard": "false", "training.checkpoint_minutes": "1",
      "training.on_nan": "skip", "training.deterministic": "true",
      "data.training": "{list: /a}", "data.test": "{range: [1, 2]}",
      "data.validation": "{fold: 3}",
    ]
    #expect(try Identity.hash(differing: moved, dataFingerprint: "d") == base)
    for key in [
      "training.accumulation_steps", "training.ema", "training.early_stopping", "validation.every_epochs",
    ] {
      #expect(try Identity.hash(differing: ["model.depth": "3", key: "2"], dataFingerprint: "d") != base)
    }
    #expect(try Identity.hash(differing: ["model.depth": "4"], dataFingerprint: "d") != base)
    #expect(try Identity.hash(differing: ["model.depth": "3"], dataFingerprint: "e") != base)
    let restart = RestartRecord(epoch: 2, step: 6, changes: ["a"], optimizer: .kept, scores: .kept)
    let restarted = try Identity.hash(
      differing: ["model.depth": "3"], dataFingerprint: "d", restarts: [restart])
    #expect(restarted != base)
    // printf '{"data":"d","model.depth":"3","results_version":"3"}' | sha256sum
    #expect(base == "2d110b57bffb8d8cd72e8131d3979e71cc4389f813b8e3a18d3ef4cf65ea0b9a")
  }
}
