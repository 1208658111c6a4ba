import Experiment
import Testing

@Suite("Means and differences beside SciPy and statsmodels")
struct ContrastTests {
  private let fixture: StatisticsFixture

  init() throws { fixture = try StatisticsFixture.load() }

  @Test("The range of a mean comes of the mean squares of statsmodels")
  func means() throws {
    #expect(fixture.means.count == 6)
    for row in fixture.means {
      let interval = Interval(try #require(ScoreTable(row.values)))
      #expect(interval.basis == .seedsAndImages)
      #expect(agree(interval.mean, row.mean))
      #expect(try agree(#require(interval.standardError), row.standardError))
      #expect(try agree(#require(interval.degreesOfFreedom), row.degreesOfFreedom))
      #expect(try agree(#require(interval.halfWidth), row.half))
    }
  }

  @Test("Differences from a baseline have the seeds of all, the images of the pair, and Dunnett's p")
  func differences() throws {
    for row in fixture.differences {
      let contrast = Contrast(try row.tables.map { try #require(ScoreTable($0)) }, reference: .baseline(0))
      #expect(contrast.family == (row.tables.count == 2 ? .single : .dunnett))
      #expect(!contrast.variancesDiffer)
      for (found, expected) in zip(contrast.differences, row.differences) {
        #expect(agree(found.interval.mean, expected.mean))
        #expect(try agree(#require(found.interval.standardError), expected.standardError))
        #expect(try agree(#require(found.interval.degreesOfFreedom), expected.degreesOfFreedom))
        #expect(try abs(#require(found.p) - expected.p) < 1e-6)
        #expect(found.isDifferent == (expected.p < 0.05))
      }
    }
  }

  @Test(
    "Without images two are Student's or Welch's, and more are Tukey and Kramer's of moderated variances, or Games and Howell's"
  )
  func oneWay() throws {
    #expect(fixture.oneWay.count == 5)
    for row in fixture.oneWay {
      let tables = try row.groups.map { try #require(ScoreTable(scores: $0)) }
      let contrast = Contrast(tables, reference: .best(higherIsBetter: true))
      #expect(contrast.variancesDiffer == (row.bartlett < 0.05))
      #expect(contrast.differences.count == row.tukey.count)
      for (found, expected) in zip(contrast.differences, row.tukey) {
        #expect(found.index == expected.index && found.reference == row.best)
        #expect(found.interval.basis == .seedsOnly)
        #expect(try abs(#require(found.p) - expected.p) < 1e-6, "\(row.name)")
        #expect(try agree(#require(found.interval.low), expected.low), "\(row.name)")
        #expect(try agree(#require(found.interval.high), expected.high), "\(row.name)")
      }
      let family = Contrast(tables, reference: .baseline(0)).family
      #expect(family == (tables.count == 2 ? .single : contrast.variancesDiffer ? .sidak : .dunnett))
    }
  }
}
