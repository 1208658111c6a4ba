/// How well a mean or a difference is known.
struct Uncertainty: Equatable, Sendable {
  /// A term of a variance, as a mean square gives it.
  struct Term: Equatable, Sendable {
    /// The variance of the mean or the difference that the mean square alone would give it.
    let variance: Double
    /// Those of the mean square, at least 1.
    let degreesOfFreedom: Double
  }

  let standardError: Double
  let degreesOfFreedom: Double
  let basis: Interval.Basis

  /// One source of variance alone.
  init(_ term: Term, basis: Interval.Basis) {
    standardError = term.variance.squareRoot()
    degreesOfFreedom = term.degreesOfFreedom
    self.basis = basis
  }

  /// Seeds crossed with images: seeds + images − rest, because the rest (seed × image) is in the other two, too.
  ///
  /// A mean square that comes out smaller than the rest counts as the rest: its own variance is estimated as 0, not below. The degrees of
  /// freedom are Satterthwaite's, of the two that are added: taking the one that is subtracted into account, too, makes them worse (Gaylor and Hopper
  /// 1969; Hillis, Berbaum and Metz 2008 leave it out likewise). Where one source has few degrees of freedom and came out small, those are too many. So
  /// t is never below the root of the mean of both t², weighted by their variances (Cochran 1964, Howe 1974): the degrees of freedom are those that go
  /// with the wider of the two ranges.
  init(seeds: Term, images: Term, rest: Double) {
    let ofSeeds = max(seeds.variance - rest, 0)
    let variance = ofSeeds + max(images.variance, rest)
    standardError = variance.squareRoot()
    basis = .seedsAndImages
    let least = min(seeds.degreesOfFreedom, images.degreesOfFreedom)
    let most = max(seeds.degreesOfFreedom, images.degreesOfFreedom)
    guard variance > 0 else {
      degreesOfFreedom = least
      return
    }
    let (a, b) = (seeds.variance / variance, images.variance / variance)
    let parts = a * a / seeds.degreesOfFreedom + b * b / images.degreesOfFreedom
    let satterthwaite = max(least, min(1 / parts, most + least))
    let share = ofSeeds / variance
    func square(_ degreesOfFreedom: Double) -> Double {
      let t = StudentT.critical(0.05, degreesOfFreedom: degreesOfFreedom)
      return t * t
    }
    let weighted = share * square(seeds.degreesOfFreedom) + (1 - share) * square(images.degreesOfFreedom)
    guard weighted > square(satterthwaite) else {
      degreesOfFreedom = satterthwaite
      return
    }
    let t = weighted.squareRoot()
    degreesOfFreedom = Root.between(least, satterthwaite) {
      StudentT.twoSided(t, degreesOfFreedom: $0) - 0.05
    }
  }
}
