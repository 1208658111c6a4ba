import Foundation

/// The average of a function of s, where s² is a χ² divided by its degrees of freedom: what an estimated standard deviation is to the true one.
///
/// Over log s the density is smooth and dies out quickly on both sides, so that equal steps converge exponentially.
struct ScaleAverage {
  private let nodes: [(scale: Double, weight: Double)]

  /// - Parameter degreesOfFreedom: Above 0; infinite ones make s 1.
  init(degreesOfFreedom: Double) {
    guard degreesOfFreedom < 1e9 else {
      nodes = [(1, 1)]
      return
    }
    let step = min(0.15, 0.6 / (2 * degreesOfFreedom).squareRoot())
    func exponent(_ u: Double) -> Double { degreesOfFreedom * (u - exp(2 * u) / 2 + 0.5) }
    var found: [(scale: Double, weight: Double)] = []
    for direction in [-1.0, 1] {
      var place = direction < 0 ? 0.0 : step
      while exponent(place) > -38 {
        found.append((exp(place), exp(exponent(place))))
        place += direction * step
      }
    }
    let whole = found.reduce(0) { $0 + $1.weight }
    nodes = found.map { ($0.scale, $0.weight / whole) }
  }

  /// The average of a function from 0 to 1 that goes to 0 with s at least as fast as `steepness`·s.
  func of(steepness: Double, _ function: (Double) -> Double) -> Double {
    nodes.reduce(0) { sum, node in
      node.weight * min(1, steepness * node.scale) < 1e-18 ? sum : sum + node.weight * function(node.scale)
    }
  }
}

/// The standard normal distribution on a grid that averages smooth functions of a normal number.
enum NormalGrid {
  /// The probability of less than z.
  static func below(_ z: Double) -> Double { erfc(-z * 0.5.squareRoot()) / 2 }

  /// Places from −8.5 to 8.5 in equal steps, and their shares of the distribution.
  static func nodes(step: Double) -> [(place: Double, weight: Double)] {
    let count = Int((8.5 / step).rounded(.up))
    let scale = step / (2 * Double.pi).squareRoot()
    return (-count...count).map { number in
      let place = Double(number) * step
      return (place, scale * exp(-place * place / 2))
    }
  }
}
