import Torch

/// What a stretch of a step would compute and keep at a size that was not run.
struct PlannedOperations {
  /// One operation.
  struct Operation {
    /// How often the map that it makes is halved.
    let level: Int
    /// Its convolutions and matrix products, by level.
    let flops: [(level: Int, count: Double)]
    /// What it leaves in memory that grows with the images.
    let kept: Double
    /// The most bytes of tensors that are in memory at any moment of it.
    let tensors: Double
    /// The most bytes that its kernels take for themselves.
    let scratch: Double

    /// The most that is in memory at any moment of it.
    var peak: Double { tensors + scratch }
  }

  let operations: [Operation]

  /// - Parameter traces: the same stretch, traced at each of the law's probes.
  /// - Returns: `nil` where the probes did not do the same.
  init?(_ traces: [[TracedOperation]], _ law: SizeLaw) {
    guard let first = traces.first, traces.allSatisfy({ $0.map(\.name) == first.map(\.name) }) else {
      return nil
    }
    var result: [Operation] = []
    for index in first.indices {
      let same = traces.map { $0[index] }
      guard Set(same.map(\.products.count)).count == 1 else { return nil }
      let level = law.level(same.map(\.height)) ?? result.last?.level ?? 0
      result.append(Operation(same, level: level, law))
    }
    operations = result
  }

  /// All convolutions and matrix products.
  var flops: Double { operations.flatMap(\.flops).reduce(0) { $0 + $1.count } }
  /// What all of them leave in memory that grows with the images.
  var kept: Double { operations.reduce(0) { $0 + $1.kept } }
  /// The most that is in memory at any moment.
  var peak: Double { operations.map(\.peak).max() ?? 0 }

  /// The convolutions and matrix products of a level.
  func flops(at level: Int) -> Double {
    operations.flatMap(\.flops).reduce(0) { $0 + ($1.level == level ? $1.count : 0) }
  }

  /// What a level's operations leave in memory that grows with the images.
  func kept(at level: Int) -> Double { operations.reduce(0) { $0 + ($1.level == level ? $1.kept : 0) } }
}

extension PlannedOperations.Operation {
  /// - Parameter same: one operation at each of the law's probes.
  init(_ same: [TracedOperation], level: Int, _ law: SizeLaw) {
    self.level = level
    flops = same[0].products.indices.map { index in
      let products = same.map { $0.products[index] }
      return (law.level(products.map(\.height)) ?? level, law.value(products.map(\.flops)))
    }
    kept = Self.growing(same.map(\.kept), law)
    tensors = law.value(same.map(\.peakBytes))
    // Scratch follows the threads and the kernel's choice of blocks rather than the size: what was seen is all that is known.
    scratch = Double(same.map(\.scratchBytes).max() ?? 0)
  }

  /// The blocks that grow with the images; narrower copies of weights, which autocast makes, don't.
  private static func growing(_ blocks: [[Int]], _ law: SizeLaw) -> Double {
    guard Set(blocks.map(\.count)).count == 1 else { return law.value(blocks.map { $0.reduce(0, +) }) }
    return blocks[0].indices.reduce(0) { sum, index in
      let sizes = blocks.map { $0[index] }
      return Set(sizes).count == 1 ? sum : sum + law.value(sizes)
    }
  }
}
