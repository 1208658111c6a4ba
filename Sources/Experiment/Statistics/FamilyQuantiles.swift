import Foundation

/// p values and critical values, in standard errors of a difference, that hold for a whole family of differences.
struct FamilyQuantiles {
  private enum Distribution {
    case range(groups: Int)
    case dunnett(loadings: [Double])
    case t(differences: Int)
  }

  private let distribution: Distribution
  private var criticals: [Double: Double] = [:]

  /// - Parameters:
  ///   - groups: How many configurations there are.
  ///   - loadings: Those of all differences from a baseline, for `dunnett`.
  init(_ family: Family, groups: Int, loadings: [Double]) {
    switch family {
    case .single: distribution = .t(differences: 1)
    case .sidak: distribution = .t(differences: groups - 1)
    case .tukeyKramer: distribution = .range(groups: groups)
    case .dunnett: distribution = .dunnett(loadings: loadings)
    }
  }

  /// How often a family of equal configurations has a difference of that many standard errors or more.
  func p(_ errors: Double, degreesOfFreedom: Double) -> Double {
    switch distribution {
    case .t(let count):
      -expm1(Double(count) * log1p(-StudentT.twoSided(errors, degreesOfFreedom: degreesOfFreedom)))
    case .range(let groups):
      StudentizedRange(groups: groups, degreesOfFreedom: degreesOfFreedom).upperTail(
        errors * 2.0.squareRoot())
    case .dunnett(let loadings):
      DunnettDistribution(loadings: loadings, degreesOfFreedom: degreesOfFreedom).upperTail(errors)
    }
  }

  /// The standard errors that a family of equal configurations exceeds 5 times in 100.
  mutating func critical(degreesOfFreedom: Double) -> Double {
    if let known = criticals[degreesOfFreedom] { return known }
    let value =
      switch distribution {
      case .t(let count):
        StudentT.critical(-expm1(log(0.95) / Double(count)), degreesOfFreedom: degreesOfFreedom)
      case .range(let groups):
        StudentizedRange(groups: groups, degreesOfFreedom: degreesOfFreedom).critical(0.05) * 0.5.squareRoot()
      case .dunnett(let loadings):
        DunnettDistribution(loadings: loadings, degreesOfFreedom: degreesOfFreedom).critical(0.05)
      }
    criticals[degreesOfFreedom] = value
    return value
  }
}
