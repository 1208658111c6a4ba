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

extension ChannelStatistics {
  /// The statistics of all pixels of `images`, which have one number of channels; equal to the bit whatever `threads` is.
  public init(of images: [PixelImage], threads: Int) {
    let moments = Parallel.map(images.count, threads: threads) { Moments(of: images[$0]) }
    self = moments.reduce(into: Moments()) { $0.merge($1) }.statistics
  }
}

extension DecodedCache {
  /// The images of `samples`, in their order.
  ///
  /// - Throws: What is wrong with the samples' files, or that their channels differ in number.
  public func images(of samples: [Sample]) throws(DiagnosticError) -> [PixelImage] {
    var images: [PixelImage] = []
    for sample in samples {
      let image = try self.sample(sample).image
      guard image.channels == images.first?.channels ?? image.channels else {
        throw FileProblem.error(
          sample.image.description, "has another number of channels than the images before it")
      }
      images.append(image)
    }
    return images
  }
}
