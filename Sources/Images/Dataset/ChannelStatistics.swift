public import Diagnostics

/// Mean and standard deviation of each channel over the pixels of many images.
///
/// Values are scaled to 0...1 first: uint8 by 1/255, uint16 by 1/65535; float stays as it is.
public struct ChannelStatistics: Hashable, Sendable {
  /// The mean of each channel.
  public let mean: [Double]
  /// The standard deviation of each channel, over all pixels (divided by their number).
  public let standardDeviation: [Double]
}

extension DecodedCache {
  /// The statistics of the images of `samples`, equal to the bit whatever `threads` is.
  ///
  /// - Throws: What is wrong with the samples' files, or that their channels differ in number.
  public func channelStatistics(of samples: [Sample], threads: Int) throws(DiagnosticError)
    -> ChannelStatistics
  {
    let moments = Parallel.map(samples.count, threads: threads) { index in
      Result { () throws(DiagnosticError) in try Moments(of: self.sample(samples[index]).image) }
    }
    var total = Moments()
    for (sample, moments) in zip(samples, moments) {
      guard total.merge(try moments.get()) else {
        throw FileProblem.error(sample.imagePath, "has another number of channels than the images before it")
      }
    }
    return total.statistics
  }
}
