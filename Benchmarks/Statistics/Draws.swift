import Foundation

/// Random numbers that are the same for the same seed on every machine.
struct Draws {
  private var state: UInt64
  private var spare: Double?

  init(_ seed: Int) { state = UInt64(bitPattern: Int64(seed)) &* 0xD134_2543_DE82_EF95 }

  /// Of mean 0 and deviation 1: normal, or with a long tail on the low side.
  mutating func next(_ shape: Shape) -> Double {
    switch shape {
    case .normal: normal()
    case .skewed: skewed()
    }
  }

  private mutating func normal() -> Double {
    if let ready = spare {
      spare = nil
      return ready
    }
    let radius = (-2 * log(uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    spare = radius * sin(angle)
    return radius * cos(angle)
  }

  /// A gamma of shape 4, mirrored: skewness −1, as scores that have a ceiling.
  private mutating func skewed() -> Double {
    let product = uniform() * uniform() * uniform() * uniform()
    return (log(product) + 4) / 2
  }

  /// Above 0 and up to 1; a step of SplitMix64.
  private mutating func uniform() -> Double {
    state = state &+ 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    bits ^= bits >> 31
    return (Double(bits >> 11) + 1) / 0x20_0000_0000_0000
  }
}

/// How random numbers are spread.
enum Shape: String, CaseIterable {
  case normal, skewed
}
