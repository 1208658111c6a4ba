import Experiment
import Testing

@testable import Training

@Suite("What a sweep says in the end")
struct SweepSummaryTests {
  private func finished(_ label: String, _ configuration: Int, _ score: Double, metric: Metric = .meanIoU)
    -> CellStanding
  {
    cell(label, configuration, .finished, epochs: 10, score: score, metric: metric, seconds: 1)
  }

  private func summary(_ cells: [CellStanding]) -> [String] {
    SweepStanding(name: "s", cells: cells).summary(of: "unet sweep s.yaml", in: "/somewhere")
  }

  @Test("The best configuration by its mean, a table, the failures, and what to do next")
  func whole() {
    let cells = [
      finished("depth=2,seed=0", 0, 0.91), finished("depth=2,seed=1", 0, 0.93),
      finished("depth=10,seed=0", 1, 0.97), finished("depth=10,seed=1", 1, 0.96),
      finished("depth=3,seed=0", 2, 0.99),
      cell("depth=3,seed=1", 2, .failed(reason: "killed by signal 9\n  next: less")),
      cell("depth=4,seed=0", 3, .paused, epochs: 3, score: 0.999),
    ]
    #expect(
      summary(cells) == [
        "best      depth=10: mean_iou 0.9650, mean of 2",
        "configuration  mean_iou  lowest  highest   cells",
        "depth=10         0.9650  0.9600   0.9700       2",
        "depth=2          0.9200  0.9100   0.9300       2",
        "depth=3          0.9900  0.9900   0.9900  1 of 2",
        "failed    depth=3,seed=1: killed by signal 9",
        "          runs/sweep/depth=3,seed=1~0123abcd/output.log",
        "next      put right what failed, then: unet sweep s.yaml --retry-failed",
        "          look at the pictures of the best in runs/sweep/depth=10,seed=0~0123abcd/samples",
      ])
  }

  @Test("Of many configurations the best five, by a metric that is better where it is lower too")
  func five() {
    let lines = summary((0..<7).map { finished("depth=\($0),seed=0", $0, Double($0), metric: .loss) })
    #expect(lines.first == "best      depth=0,seed=0: loss 0.0000, mean of 1")
    #expect(
      lines.dropFirst(2).prefix(6).map { $0.prefix(7) } == [
        "depth=0", "depth=1", "depth=2", "depth=3", "depth=4", "and 2 m",
      ])
  }

  @Test("Without a score, and with cells that are judged differently, nothing is called best")
  func none() {
    #expect(
      summary([cell("a", 0, .finished, epochs: 3)]) == ["best      none: no cell is finished with a score"])
    #expect(
      summary([finished("a", 0, 1), finished("b", 1, 2, metric: .loss)]) == [
        "best      cells are judged by different metrics; see the summary.json of each"
      ])
  }
}
