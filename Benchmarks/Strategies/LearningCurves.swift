/// The learning curves of one sweep: 27 configurations with 3 seeds each, 40 epochs.
///
/// A configuration draws two qualities from 0.6 to 0.8: q, and with crossing χ an early one, e = (1 − χ)·q + χ·p with another draw p. Between the first
/// epoch and the last its quality moves from e to q in a straight line. The score of an epoch rises from 0.3 to that
/// quality as t / (t + 5) does. So with χ = 0 curves never cross, and with χ = 0.7 the order at the beginning says little
/// (a correlation of 0.4) of that at the end. Noise σ moves the whole curve of a seed by a near-normal number of deviation σ, and each epoch of it by another.
struct LearningCurves {
  static let configurations = 27
  static let seeds = 3
  static let epochs = 40
  static let allEpochs = configurations * seeds * epochs
  private static let start = 0.3
  private static let halfTime = 5.0

  private let noise: Double
  private let draws: Draws
  private let early, late: [Double]

  init(sweep: Int, noise: Double, crossing: Double) {
    let draws = Draws(sweep)
    late = (0..<Self.configurations).map { 0.6 + 0.2 * draws.uniform(0, $0) }
    early = late.enumerated().map { number, late in
      (1 - crossing) * late + crossing * (0.6 + 0.2 * draws.uniform(1, number))
    }
    self.noise = noise
    self.draws = draws
  }

  /// What a configuration is worth: the best that its curve without noise comes to.
  func worth(of configuration: Int) -> Double {
    var best = 0.0
    for epoch in 1...Self.epochs { best = max(best, expected(configuration, epoch)) }
    return best
  }

  /// The score of an epoch, which counts from 1.
  func score(of configuration: Int, seed: Int, epoch: Int) -> Double {
    let expected = expected(configuration, epoch)
    if noise == 0 { return expected }
    let luck = draws.normal(2, configuration, seed) + draws.normal(3, configuration, seed, epoch)
    return expected + noise * luck
  }

  /// How many times as long as the fastest one a configuration takes for an epoch, 1 to 4.
  func slowness(of configuration: Int) -> Double { 1 + 3 * draws.uniform(4, configuration) }

  /// The same for a worker, 1 to 2.
  func slowness(ofWorker worker: Int) -> Double { 1 + draws.uniform(5, worker) }

  private func expected(_ configuration: Int, _ epoch: Int) -> Double {
    let (time, end) = (Double(epoch), Double(Self.epochs))
    let quality = early[configuration] + (late[configuration] - early[configuration]) * time / end
    let rise = time / (time + Self.halfTime) * (end + Self.halfTime) / end
    return Self.start + (quality - Self.start) * rise
  }
}

/// Numbers that are the same for the same seed and names on every machine.
struct Draws {
  private let seed: UInt64

  init(_ seed: Int) { self.seed = Self.mixed(UInt64(seed)) }

  /// From 0 to below 1.
  func uniform(_ names: Int...) -> Double { Double(bits(names) >> 11) / 0x20_0000_0000_0000 }

  /// Of mean 0 and deviation 1, near a normal one: the sum of four uniform ones.
  func normal(_ names: Int...) -> Double {
    let bits = bits(names)
    let sum = stride(from: 0, to: 64, by: 16).reduce(0.0) { sum, shift in
      sum + (Double(bits >> UInt64(shift) & 0xFFFF) + 0.5) / 0x1_0000 - 0.5
    }
    return sum * 3.0.squareRoot()
  }

  private func bits(_ names: [Int]) -> UInt64 {
    names.reduce(seed) { Self.mixed($0 ^ UInt64($1 + 1)) }
  }

  /// A step of SplitMix64.
  private static func mixed(_ state: UInt64) -> UInt64 {
    var bits = state &+ 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
