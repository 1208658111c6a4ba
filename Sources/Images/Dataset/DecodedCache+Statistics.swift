public import Diagnostics

extension DecodedCache {
  /// Mean and standard deviation over all images of `samples`; equal to the bit whatever `threads` is, and wherever they are kept.
  ///
  /// - Throws: What is wrong with the samples' files, or that their channels differ in number.
  public func statistics(of samples: [Sample]) throws(DiagnosticError) -> ChannelStatistics {
    try requireEqualChannels(samples)
    var moments = Moments()
    for sample in samples { moments.merge(try summary(of: sample).moments) }
    return moments.statistics
  }

  /// Two percentiles over all images of `samples`, of which `threads` are in memory at once; equal to the bit whatever that is.
  ///
  /// - Parameters:
  ///   - samples: At least one.
  ///   - low: How many percent of the pixels are below the lower value, 0 to 100.
  ///   - high: Likewise of the higher value.
  ///   - threads: How many images are looked at at once, at least 1.
  /// - Throws: What is wrong with the samples' files, or that their channels differ in number; `DiagnosticError.interrupted`.
  public func percentiles(
    of samples: [Sample], low: Double, high: Double, threads: Int
  ) throws(DiagnosticError) -> ChannelPercentiles {
    try requireEqualChannels(samples)
    var sizes: [ImageSize] = []
    for sample in samples { sizes.append(try summary(of: sample).size) }
    return try ChannelPercentiles(
      sizes: sizes,
      channels: samples.first.map { sample throws(DiagnosticError) in try summary(of: sample).facts.channels }
        ?? 0,
      low: low, high: high, threads: threads
    ) { index throws(DiagnosticError) in
      try self.requireUninterrupted()
      return try self.image(of: samples[index])
    }
  }

  /// What is in each of `samples`, in their order.
  ///
  /// - Throws: What is wrong with a sample's files.
  public func facts(of samples: [Sample]) throws(DiagnosticError) -> [SampleFacts] {
    var facts: [SampleFacts] = []
    for sample in samples { facts.append(try summary(of: sample).facts) }
    return facts
  }

  private func requireEqualChannels(_ samples: [Sample]) throws(DiagnosticError) {
    var channels: Int?
    for sample in samples {
      let own = try summary(of: sample).facts.channels
      guard own == channels ?? own else {
        throw FileProblem.error(
          sample.image.description, "has another number of channels than the images before it")
      }
      channels = own
    }
  }
}
