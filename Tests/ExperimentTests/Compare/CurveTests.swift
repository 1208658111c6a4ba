import Testing

@testable import Experiment

@Suite("Curves over seeds")
struct CurveTests {
  @Test(
    "Seeds of different length, and scores of every second epoch, have the mean and the reach of those that are there"
  )
  func bands() throws {
    let curves = try #require(
      Comparison.Curves(of: [
        RunCurve(
          epochs: [1, 2, 3], lines: ["train_loss": [3, 2, 1], "mean_iou": [nil, 0.5, nil]]),
        RunCurve(
          epochs: [1, 2, 3, 4],
          lines: ["train_loss": [5, 4, .nan, 2], "mean_iou": [nil, 0.7, nil, 0.8]]),
      ]))
    #expect(curves.epoch == [1, 2, 3, 4])
    #expect(curves.bands["train_loss"]?.mean == [4, 3, 1, 2])
    #expect(curves.bands["mean_iou"]?.mean == [nil, 0.6, nil, 0.8])
    #expect(curves.bands["mean_iou"]?.low == [nil, 0.5, nil, 0.8])
    #expect(curves.bands["mean_iou"]?.high == [nil, 0.7, nil, 0.8])
  }

  @Test("Of many epochs those with a score are kept, evenly, the last one too")
  func thinned() throws {
    let epochs = Array(1...1000)
    let curves = try #require(
      Comparison.Curves(
        of: [
          RunCurve(
            epochs: epochs,
            lines: [
              "train_loss": epochs.map { 1 / Double($0) },
              "mean_iou": epochs.map { $0 % 5 == 0 ? 0.123456789 : nil },
            ])
        ], limit: 50))
    #expect(curves.epoch.count == 50)
    #expect(curves.epoch.first == 5)
    #expect(curves.epoch.last == 1000)
    #expect(curves.bands["mean_iou"]?.mean.allSatisfy { $0 == 0.123457 } == true)
  }

  @Test("Without an epoch there is no curve")
  func none() {
    #expect(Comparison.Curves(of: []) == nil)
    #expect(Comparison.Curves(of: [RunCurve(epochs: [], lines: [:])]) == nil)
  }

  @Test("A sparkline rises with its values, has a blank for none, and is ASCII where the locale is")
  func sparkline() {
    let values: [Double?] = [0, 1, nil, 3, 4, 5, 6, 7]
    #expect(Sparkline(environment: ["LANG": "en_GB.UTF-8"]).lines([values], width: 20) == ["▁▂ ▄▅▆▇█"])
    #expect(
      Sparkline(environment: ["LC_ALL": "C", "LANG": "en_GB.UTF-8"]).lines([values], width: 20) == [
        "_. -=+*#"
      ])
    #expect(Sparkline(environment: [:]).lines([[nil, 2, 2]], width: 20) == [" =="])
  }

  @Test("Sparklines share a scale, and neighbours are averaged where there is no room")
  func scale() {
    let sparkline = Sparkline(isUnicode: true)
    #expect(sparkline.lines([[0, 0], [1, 1]], width: 5) == ["▁▁", "██"])
    #expect(sparkline.lines([[0, 0, 1, 1], [nil, nil, .infinity, nil]], width: 2) == ["▁█", "  "])
    #expect(sparkline.lines([[]], width: 5) == [""])
  }
}
