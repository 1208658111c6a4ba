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
    let best = epochs.reduce(nil) { BestRecord.better(of: $0, and: $1, by: .meanIoU) }
    #expect(best == BestRecord(epoch: 3, metric: .meanIoU, value: 0.7))
    #expect(!Metric.loss.isBetter(0.5, than: 0.4))
    #expect(Metric.loss.isBetter(0.3, than: 0.4))
  }

  private func epoch(_ number: Int, meanIoU: Double?) -> EpochRecord {
    let validation = ValidationRecord(loss: nothing, scores: [.meanIoU: meanIoU], classScores: [:])
    return EpochRecord(
      epoch: number, learningRate: 0.1, seconds: 1, imagesPerSecond: 1, train: nothing, val: validation)
  }
}
