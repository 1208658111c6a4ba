import Experiment
import Testing

@Suite("Scores from counts")
struct ScoringTests {
  /// Truth in rows: 50 pixels of a (40 found), 30 of b (24 found), none of c, of which 4 are claimed.
  let matrix = ConfusionMatrix(side: 3, counts: [40, 8, 2, 4, 24, 2, 0, 0, 0])
  let nothing = LossRecord(total: nil, parts: [:])

  @Test("Intersection over union and Dice are those of the counts, and a class that is only claimed scores 0")
  func classScores() throws {
    let matrix = try #require(matrix)
    let record = Scoring(classes: ["a", "b", "c"]).record(of: [matrix], loss: nothing)
    #expect(record.classScores[.iou] == ["a": 40.0 / 54, "b": 24.0 / 38, "c": 0])
    #expect(record.classScores[.dice] == ["a": 80.0 / 94, "b": 48.0 / 62, "c": 0])
    #expect(record[.meanIoU] == (40.0 / 54 + 24.0 / 38 + 0) / 3)
    #expect(record[.pixelAccuracy] == 64.0 / 80)
  }

  @Test("A class that is neither there nor predicted has no score and is left out of the mean")
  func absentClass() throws {
    let matrix = try #require(ConfusionMatrix(side: 3, counts: [3, 1, 0, 0, 4, 0, 0, 0, 0]))
    let record = Scoring(classes: ["a", "b", "c"]).record(of: [matrix], loss: nothing)
    #expect(record.classScores[.iou] == ["a": 0.75, "b": 0.8, "c": nil])
    #expect(record[.meanIoU] == (0.75 + 0.8) / 2)
  }

  @Test("Without a valid pixel there is no score at all, and never NaN")
  func noPixels() {
    let record = Scoring(classes: ["a", "b"]).record(of: [ConfusionMatrix(side: 2)], loss: nothing)
    for metric in Metric.allCases { #expect(record[metric] == nil) }
  }

  /// A class that is there and missed, one that is claimed and not there, one that is neither.
  @Test("Each score is 0/0 for a class of its own kind, which is null and left out of the mean")
  func undefined() throws {
    let matrix = try #require(
      ConfusionMatrix(side: 4, counts: [6, 0, 1, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]))
    let record = Scoring(classes: ["found", "missed", "claimed", "absent"]).record(
      of: [matrix], loss: nothing)
    let expected: [CountScore: [Double?]] = [
      .iou: [0.6, 0, 0, nil], .dice: [0.75, 0, 0, nil], .precision: [6.0 / 9, nil, 0, nil],
      .recall: [6.0 / 7, 0, nil, nil], .specificity: [0, 1, 0.9, 1], .accuracy: [0.6, 0.7, 0.9, 1],
    ]
    for (score, values) in expected {
      let table = try #require(record.classScores[.counts(score, .dataset)])
      #expect(["found", "missed", "claimed", "absent"].map { table[$0] ?? nil } == values, "\(score)")
      let known = values.compactMap { $0 }
      #expect(record[.macro(score, .dataset)] == known.reduce(0, +) / Double(known.count), "\(score)")
    }
  }

  @Test("Where every pixel is of one class, no pixel can be left alone, and specificity is null")
  func noNegatives() throws {
    let matrix = try #require(ConfusionMatrix(side: 2, counts: [0, 0, 2, 3]))
    let record = Scoring(classes: ["cell"]).record(of: [matrix], loss: nothing)
    #expect(record[.macro(.specificity, .dataset)] == nil)
    #expect(record.scores[.macro(.specificity, .dataset)] == .some(nil))
    #expect(record[.macro(.recall, .dataset)] == 0.6)
  }

  @Test("With several classes, micro precision, recall and Dice are the pixel accuracy")
  func micro() throws {
    let matrix = try #require(matrix)
    let record = Scoring(classes: ["a", "b", "c"]).record(of: [matrix], loss: nothing)
    for score in [CountScore.precision, .recall, .dice] {
      #expect(record[.micro(score, .dataset)] == record[.pixelAccuracy])
    }
    #expect(record[.micro(.iou, .dataset)] == 64.0 / 96)
    #expect(record[.micro(.accuracy, .dataset)] == 208.0 / 240)
  }

  @Test("A class's score per image is the mean over the images where it has one")
  func classesPerImage() throws {
    let both = try #require(ConfusionMatrix(side: 2, counts: [3, 1, 0, 4]))
    let one = try #require(ConfusionMatrix(side: 2, counts: [8, 0, 0, 0]))
    let record = Scoring(classes: ["a", "b"]).record(of: [both, one], loss: nothing)
    #expect(record.classScores[.counts(.recall, .perImage)] == ["a": 0.875, "b": 1])
    #expect(record[.macro(.recall, .perImage)] == 0.9375)
    #expect(record[.macro(.precision, .perImage)] == 0.95)
  }

  @Test(
    "Scores of outlines are averaged over the classes of an image, then over images; without them there is none"
  )
  func surfaces() throws {
    let matrices = Array(repeating: ConfusionMatrix(side: 2), count: 3)
    let scoring = Scoring(classes: ["a", "b"])
    let values = [[0.5, nil], [0.25, 0.75], [nil, nil]].map { distances in
      SurfaceValues(boundaryF1: [1, 1], surfaceDice: [nil, nil], hausdorff95: distances)
    }
    let record = scoring.record(of: matrices, surfaces: values, loss: nothing)
    #expect(record[.surface(.hausdorff95)] == 0.5)
    #expect(record.classScores[.surface(.hausdorff95)] == ["a": 0.375, "b": 0.75])
    #expect(record[.surface(.boundaryF1)] == 1)
    #expect(record.scores[.surface(.surfaceDice)] == .some(nil))
    #expect(record.classScores[.surface(.surfaceDice)] == ["a": nil, "b": nil])
    let without = scoring.record(of: matrices, loss: nothing)
    #expect(!without.scores.keys.contains { $0.isSurface })
  }

  @Test("With one class the background is not scored")
  func oneClass() throws {
    let matrix = try #require(ConfusionMatrix(side: 2, counts: [90, 2, 3, 5]))
    let scoring = Scoring(classes: ["cell"])
    #expect(scoring.side == 2)
    #expect(scoring.record(of: [matrix], loss: nothing)[.meanIoU] == 0.5)
  }

  @Test("The score of the data set is from the summed counts, the one per image is a mean of scores")
  func reductions() throws {
    let large = try #require(ConfusionMatrix(side: 2, counts: [0, 0, 0, 99]))
    let small = try #require(ConfusionMatrix(side: 2, counts: [0, 0, 1, 0]))
    let record = Scoring(classes: ["cell"]).record(of: [large, small], loss: nothing)
    #expect(record[.meanIoU] == 0.99)
    #expect(record[.meanIoUPerImage] == 0.5)
  }

  @Test("The best epoch is the first of equals, and an epoch without a score is never the best")
  func best() {
    let epochs = [0.5, nil, 0.7, 0.7, 0.6].enumerated().map { epoch($0 + 1, meanIoU: $1) }
    func best(_ count: Int) -> [BestRecord] {
      epochs.reduce([]) { BestRecord.ranked($0, and: $1, by: .meanIoU, keeping: count) }
    }
    #expect(best(1) == [BestRecord(epoch: 3, metric: .meanIoU, value: 0.7)])
    #expect(best(3).map(\.epoch) == [3, 4, 5])
    #expect(best(9).map(\.epoch) == [3, 4, 5, 1])
    #expect(!Metric.loss.isBetter(0.5, than: 0.4))
    #expect(Metric.loss.isBetter(0.3, than: 0.4))
  }

  @Test("The best epoch has the smallest Hausdorff distance, and the highest of every other score")
  func bestByDistance() {
    let lower = Metric.allCases.filter { $0.direction == .lower }
    #expect(lower == [.surface(.hausdorff95), .loss])
    let epochs = [9.5, nil, 4.5, 4.5, 7].enumerated().map { epoch($0 + 1, $1, of: .surface(.hausdorff95)) }
    let metric = Metric.surface(.hausdorff95)
    let best = epochs.reduce([]) { BestRecord.ranked($0, and: $1, by: metric, keeping: 1) }
    #expect(best == [BestRecord(epoch: 3, metric: metric, value: 4.5)])
  }

  @Test("Every metric and every class score has a name of its own, which leads back to it")
  func names() {
    #expect(Set(Metric.allCases.map(\.rawValue)).count == 29)
    for metric in Metric.allCases { #expect(Metric(rawValue: metric.rawValue) == metric) }
    #expect(Set(ClassScore.allCases.map(\.rawValue)).count == 15)
    for score in ClassScore.allCases { #expect(ClassScore(rawValue: score.rawValue) == score) }
    // One flat JSON object holds both.
    #expect(Set(Metric.allCases.map(\.rawValue)).isDisjoint(with: ClassScore.allCases.map(\.rawValue)))
    #expect(Metric(rawValue: "iou") == nil)
  }

  private func epoch(_ number: Int, meanIoU: Double?) -> EpochRecord { epoch(number, meanIoU, of: .meanIoU) }

  private func epoch(_ number: Int, _ value: Double?, of metric: Metric) -> EpochRecord {
    let validation = ValidationRecord(
      loss: LossRecord(total: 1, parts: [:]), scores: [metric: value], classScores: [:])
    return EpochRecord(
      epoch: number, learningRate: 0.1, seconds: 1, imagesPerSecond: 1, train: nothing, val: validation)
  }
}
