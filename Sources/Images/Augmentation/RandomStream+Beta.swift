import Foundation

extension RandomStream {
  /// A number of Beta(`alpha`, `alpha`), 0...1: below 1 near the ends, above near the middle, at 1 uniform.
  ///
  /// Always takes two numbers, for every `alpha` above 0: T √(2α) of Student's distribution of 2α degrees of freedom (Bailey 1994) makes
  /// 1/2 + T / 2√(1 + T²) of the symmetric Beta (Devroye 1996, "Random variate generation in one line of code").
  mutating func symmetricBeta(_ alpha: Double) -> Double {
    let spread = pow(uniform(), -1 / alpha) - 1
    let cosine = cos(2 * .pi * uniform())
    // With the root of the spread taken out of the fraction, an infinite one gives an end, and 0 the middle.
    return 0.5 + 0.5 * cosine / (1 / spread + cosine * cosine).squareRoot()
  }
}
