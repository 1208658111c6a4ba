import Foundation

/// Where a function of one number is 0.
enum Root {
  /// The zero of a continuous function between two places where it has different signs, by Ridders' method (1979): it always stays between them and
  /// doubles the number of right digits with each two calls.
  ///
  /// - Returns: The place, once a step is below a billionth of it, which the next would square; the nearer end where the signs are the same.
  static func between(_ low: Double, _ high: Double, of function: (Double) -> Double) -> Double {
    var (a, b) = (low, high)
    var (fa, fb) = (function(a), function(b))
    if fa == 0 { return a }
    if fb == 0 { return b }
    guard (fa < 0) != (fb < 0) else { return abs(fa) < abs(fb) ? a : b }
    var last = Double.infinity
    for _ in 0..<100 {
      let middle = a + (b - a) / 2
      let fm = function(middle)
      let root = (fm * fm - fa * fb).squareRoot()
      guard root > 0, fm != 0 else { return middle }
      let next = middle + (middle - a) * (fa < fb ? -fm : fm) / root
      let fn = function(next)
      if fn == 0 || abs(next - last) <= 1e-9 * abs(next) { return next }
      last = next
      if (fm < 0) != (fn < 0) {
        (a, fa, b, fb) = (middle, fm, next, fn)
      } else if (fa < 0) != (fn < 0) {
        (b, fb) = (next, fn)
      } else {
        (a, fa) = (next, fn)
      }
      if abs(b - a) <= 1e-14 * abs(b) { return next }
    }
    return a + (b - a) / 2
  }

  /// Where a function of numbers above 0 that falls from 1 to 0 has a value: the quantile that belongs to an upper tail.
  ///
  /// - Parameter range: Where it must be, if that is known.
  static func ofTail(
    _ tail: Double, in range: ClosedRange<Double>? = nil, _ function: (Double) -> Double
  ) -> Double {
    guard tail > 0 else { return .infinity }
    guard tail < 1 else { return 0 }
    var (low, high) = (range?.lowerBound ?? 0, range?.upperBound ?? 4)
    while range == nil, high < 1e300, function(high) > tail { (low, high) = (high, 2 * high) }
    // In logarithms a tail is nearly straight, however thin it is.
    return between(low, high) { Foundation.log(max(function($0), 1e-300) / tail) }
  }
}
