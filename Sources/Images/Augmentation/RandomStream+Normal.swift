import Foundation

extension RandomStream {
  /// Two independent numbers of the standard normal distribution (Box and Muller 1958), each within ±8.6.
  mutating func normalPair() -> (Double, Double) {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    return (radius * cos(angle), radius * sin(angle))
  }
}
