import Experiment
import Testing

@Suite("Distributions beside SciPy")
struct DistributionTests {
  private let fixture: StatisticsFixture

  init() throws { fixture = try StatisticsFixture.load() }

  @Test("Student's t has its tails and critical values to nine digits, with broken degrees of freedom too")
  func student() {
    #expect(fixture.student.count == 40)
    for row in fixture.student {
      let found = StudentT.twoSided(row.t, degreesOfFreedom: row.df)
      #expect(abs(found - row.twoSided) <= 1e-9 * row.twoSided + 1e-15, "t \(row.t), df \(row.df): \(found)")
      let critical = StudentT.quantile(0.975, degreesOfFreedom: row.df)
      #expect(abs(critical - row.critical) <= 1e-9 * row.critical, "df \(row.df): \(critical)")
    }
    #expect(abs(StudentT.critical(0.05, degreesOfFreedom: .infinity) - 1.959963984540054) < 1e-12)
    #expect(StudentT.upperTail(-2, degreesOfFreedom: 5) == 1 - StudentT.upperTail(2, degreesOfFreedom: 5))
    #expect(StudentT.quantile(0.1, degreesOfFreedom: 5) == -StudentT.quantile(0.9, degreesOfFreedom: 5))
  }

  @Test("Fisher's F has its tails and critical values to ten digits")
  func fisher() {
    #expect(fixture.fisher.count == 24)
    for row in fixture.fisher {
      let found = FisherF.upperTail(row.f, row.df1, row.df2)
      #expect(
        abs(found - row.tail) <= 1e-10 * row.tail + 1e-15, "F \(row.f) of \(row.df1), \(row.df2): \(found)")
      let critical = FisherF.quantile(0.95, row.df1, row.df2)
      #expect(abs(critical - row.critical) <= 1e-9 * row.critical, "F of \(row.df1), \(row.df2): \(critical)")
    }
  }

  @Test(
    "The studentised range has its tails and critical values, up to 60 groups and infinite degrees of freedom"
  )
  func studentizedRange() {
    #expect(fixture.range.count == 108)
    for row in fixture.range {
      let distribution = StudentizedRange(groups: row.groups, degreesOfFreedom: row.df ?? .infinity)
      let found = distribution.upperTail(row.q)
      #expect(
        abs(found - row.tail) < 1e-6, "q \(row.q) of \(row.groups), df \(row.df ?? .infinity): \(found)")
    }
    for row in fixture.rangeCriticals {
      let found = StudentizedRange(groups: row.groups, degreesOfFreedom: row.df).critical(0.05)
      #expect(abs(found - row.critical) < 1e-6, "\(row.groups) groups, df \(row.df): \(found)")
    }
  }

  @Test("Dunnett's distribution is what adaptive quadrature makes of it, with sizes that differ too")
  func dunnett() {
    #expect(fixture.dunnett.count == 12)
    for row in fixture.dunnett {
      let distribution = DunnettDistribution(loadings: row.loadings, degreesOfFreedom: row.df)
      let found = distribution.upperTail(row.d)
      #expect(abs(found - row.tail) < 1e-7, "d \(row.d) of \(row.loadings), df \(row.df): \(found)")
      #expect(abs(distribution.critical(max(found, 1e-9)) - row.d) < 1e-6)
    }
  }

  @Test("One difference of Dunnett, and the range of two, are Student's t")
  func single() {
    for df in [1.5, 4, 30] {
      let t = StudentT.twoSided(2.2, degreesOfFreedom: df)
      #expect(abs(DunnettDistribution(loadings: [0.6], degreesOfFreedom: df).upperTail(2.2) - t) < 1e-9)
      #expect(
        abs(StudentizedRange(groups: 2, degreesOfFreedom: df).upperTail(2.2 * 2.0.squareRoot()) - t) < 1e-9)
    }
  }

  @Test(
    "Bartlett's test is SciPy's, leaves groups of one out, and objects to groups that do not vary beside such as do"
  )
  func bartlett() throws {
    #expect(fixture.bartlett.count == 5)
    for row in fixture.bartlett {
      #expect(try agree(#require(Bartlett.p(row.groups)), row.p))
      #expect(Bartlett.p(row.groups + [[1]]) == Bartlett.p(row.groups))
    }
    #expect(Bartlett.p([[1, 2], [3]]) == nil)
    #expect(Bartlett.p([[1, 1, 1], [2, 2, 2]]) == 1)
    #expect(Bartlett.p([[1, 1, 1], [2, 3, 2]]) == 0)
  }
}
