import Testing

@testable import Experiment

@Suite("The report on two")
struct PairTests {
  /// An image of two classes, by what was found and missed of the first one.
  private func image(_ key: String, _ id: String, found: Int, missed: Int) -> RunDetails.Image {
    let rest = 100 - found - missed
    return RunDetails.Image(
      key: key, id: id,
      counts: [
        ClassCounts(truePositives: found, falsePositives: 0, falseNegatives: missed, trueNegatives: rest),
        ClassCounts(truePositives: rest, falsePositives: missed, falseNegatives: 0, trueNegatives: found),
      ], surface: nil)
  }

  private let classes = [["cell", "rest"], ["cell", "rest"]]

  @Test("Images are matched by content, whatever they are called, and those that differ most come first")
  func images() {
    let first = [image("a", "1.png", found: 40, missed: 0), image("b", "2.png", found: 40, missed: 0)]
    let second = [
      image("a", "renamed.png", found: 40, missed: 0), image("b", "2.png", found: 20, missed: 20),
      image("c", "3.png", found: 1, missed: 0),
    ]
    let scores = PairScores([first], [second], classes: classes, .macro(.iou, .dataset))
    #expect(scores.imageScore == .meanIoUPerImage)
    #expect(scores.images.map(\.id) == ["2.png", "1.png"])
    #expect(scores.images[0].first == 1)
    #expect(abs((scores.images[0].second ?? 0) - (0.5 + 60.0 / 80) / 2) < 1e-12)
    #expect(scores.images[1].difference == 0)
    #expect(scores.otherImages == 1)
    #expect(scores.notes == ["1 image that not every run of both has scored is left out"])
  }

  @Test(
    "A class has its score over the common images, with the range of the difference over seeds and images")
  func classScores() throws {
    func run(_ missed: [Int]) -> [RunDetails.Image] {
      missed.enumerated().map { image("\($0)", "\($0).png", found: 40 - $1, missed: $1) }
    }
    let scores = PairScores(
      [run([1, 2, 3]), run([2, 2, 2])], [run([9, 8, 10]), run([8, 9, 9])], classes: classes, .meanIoU)
    #expect(scores.classScore == .iou)
    #expect(scores.classes.map(\.id) == ["cell", "rest"])
    let cell = scores.classes[0]
    #expect(abs((cell.first ?? 0) - 114.0 / 120) < 1e-12)
    #expect(abs((cell.difference ?? 0) - ((93.0 + 94) / 240 - 114.0 / 120)) < 1e-12)
    let interval = try #require(cell.interval)
    #expect(interval.basis == .seedsAndImages)
    #expect((interval.high ?? 1) < 0)
    #expect(abs(interval.mean - (cell.difference ?? 0)) < 1e-9)
  }

  @Test("Different classes, and a side without images, are refused in words")
  func refused() {
    let images = [image("a", "1.png", found: 40, missed: 0)]
    let other = PairScores([images], [images], classes: [["cell", "rest"], ["cell", "wall"]], .meanIoU)
    #expect(other.classes.isEmpty)
    #expect(other.notes == ["the two have different classes, so that no class and no image compares"])
    let none = PairScores([images], [], classes: classes, .meanIoU)
    #expect(none.images.isEmpty)
    #expect(none.notes == ["a side without per_image.json has no scores by class and by image"])
  }

  @Test(
    "Each metric has its own score by class and by image",
    arguments: [
      (Metric.macro(.dice, .dataset), "dice", "mean_dice_per_image"),
      (.micro(.recall, .perImage), "recall_per_image", "micro_recall_per_image"),
      (.pixelAccuracy, "iou", "pixel_accuracy"), (.loss, "iou", "mean_iou_per_image"),
      (.surface(.hausdorff95), "hausdorff_95", "mean_hausdorff_95"),
    ])
  func metrics(metric: Metric, byClass: String, byImage: String) {
    let images = [image("a", "1.png", found: 40, missed: 0)]
    let scores = PairScores([images], [images], classes: classes, metric)
    #expect(scores.classScore.rawValue == byClass)
    #expect(scores.imageScore.rawValue == byImage)
  }
}
