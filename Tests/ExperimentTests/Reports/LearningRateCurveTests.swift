import Experiment
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("The learning-rate range test")
struct LearningRateCurveTests {
  /// A test in which the loss is a function of the logarithm of the learning rate to base 10.
  private func curve(_ loss: (Double) -> Double) -> LearningRateCurve {
    var curve = LearningRateCurve()
    while !curve.isComplete { curve.add(loss: loss(log10(curve.nextLearningRate))) }
    return curve
  }

  /// Flat, then down around 1e-3, flat, then up from 1e-1 on.
  private let usual = { (rate: Double) in 1.1 - 0.8 / (1 + exp(-4 * (rate + 3))) + exp(8 * (rate + 0.7)) }

  @Test("rises by the same factor from 1e-7 to 1 in 100 steps")
  func ramp() throws {
    let rates = curve { _ in 1 }.points.map(\.learningRate)
    #expect(rates.count == 100)
    #expect(rates.first == 1e-7)
    #expect(abs(try #require(rates.last) - 1) < 1e-9)
    let factors = zip(rates, rates.dropFirst()).map { $1 / $0 }
    #expect(factors.allSatisfy { abs($0 - pow(1e7, 1.0 / 99)) < 1e-9 })
  }

  @Test("smooths by a mean that is right from the first step on")
  func smoothing() {
    var curve = LearningRateCurve()
    for loss in [2.0, 1, 4] { curve.add(loss: loss) }
    let weights = [0.81, 0.9, 1]
    let expected = [2.0, (0.9 * 2 + 1) / 1.9, (0.81 * 2 + 0.9 + 4) / weights.reduce(0, +)]
    for (point, value) in zip(curve.points, expected) { #expect(abs(point.smoothed - value) < 1e-12) }
  }

  @Test("suggests where the loss falls most steeply, without the delay of a mean")
  func steepest() throws {
    let rate = try #require(curve(usual).steepest)
    #expect((8e-4...1.25e-3).contains(rate), "\(rate)")
    #expect("\(rate)".count <= 7, "two digits: \(rate)")
  }

  @Test("does not take the fall after the loss has left its bounds for the way down")
  func afterwards() throws {
    let spike = { (rate: Double) in rate > -0.8 ? 3 + 40 * (-0.8 - rate) / 8 : self.usual(rate) }
    let rate = try #require(curve(spike).steepest)
    #expect((8e-4...1.25e-3).contains(rate), "\(rate)")
  }

  @Test("suggests the middle of the longest way down, too")
  func valley() throws {
    let straight = curve { $0 < -5 || $0 > -1 ? 5 : 5 - $0 - 5 }
    let rate = try #require(straight.valley)
    #expect((3e-4...3e-3).contains(rate), "\(rate)")
  }

  @Test("ends where the smoothed loss is above four times the best, or is no number")
  func divergence() throws {
    let ended = curve(usual)
    #expect(ended.hasDiverged)
    let losses = ended.points.map(\.smoothed)
    let best = try #require(losses.min())
    #expect(try #require(losses.last) > 4 * best)
    #expect(losses.dropLast().allSatisfy { $0 <= 4 * best })
    for loss in [Double.nan, .infinity] {
      var curve = LearningRateCurve()
      curve.add(loss: 1)
      curve.add(loss: loss)
      #expect(curve.isComplete && curve.points.count == 1)
    }
  }

  @Test("suggests nothing where the loss never falls", arguments: [0.0, 0.05])
  func nothing(slope: Double) {
    let rising = curve { 1 + slope * ($0 + 7) }
    #expect(rising.steepest == nil)
    #expect(rising.valley == nil)
    #expect(LearningRateCurve().steepest == nil && LearningRateCurve().valley == nil)
  }

  @Test("is a table of a row a step, and a short one with bars for a terminal")
  func tables() {
    let curve = curve { _ in 0.5 }
    let rows = curve.csv.split(separator: "\n")
    #expect(rows.count == 101)
    #expect(rows[0] == "learning_rate,loss,smoothed_loss")
    #expect(rows[1].hasPrefix("1e-07,0.5,0.5"))
    #expect(curve.table.count == 16)
    #expect(curve.table[1] == "      1.0e-07  0.5000  " + String(repeating: "█", count: 40))
    #expect(curve.table[15].hasPrefix("      9.3e-01") || curve.table[15].hasPrefix("      8.5e-01"))
    #expect(LearningRateCurve().table.count == 1)
  }

  @Test(
    "is drawn as well-formed XML, whatever the title and the curve",
    arguments: ["cells", "a < b & \"c\" \u{7}> d"])
  func plot(title: String) throws {
    let flat = curve { _ in 0 }
    for curve in [curve(usual), flat, LearningRateCurve(), curve { -$0 }] {
      let svg = LearningRatePlot(curve, title: title).svg
      #expect(XMLParser(data: Data(svg.utf8)).parse())
      #expect(!svg.contains("nan") && !svg.contains("inf"))
      #expect(svg.contains(">1e-7</text>") && svg.contains(">1e0</text>"))
    }
    let svg = LearningRatePlot(curve(usual), title: title).svg
    #expect(svg.contains("prefers-color-scheme: dark"))
    #expect(svg.contains(">steepest: \(try #require(curve(usual).steepest))</text>"))
    #expect(!LearningRatePlot(flat, title: title).svg.contains("steepest"))
  }
}
