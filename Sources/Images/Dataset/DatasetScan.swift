public import Diagnostics

/// What the headers of a dataset's files say, checked before anything is decoded.
public struct DatasetScan: Hashable, Sendable {
  /// The size of each image, in the order of the samples.
  public let sizes: [ImageSize]
  /// Values of one pixel, the same in all images.
  public let channels: Int

  /// Reads the headers of all images and masks.
  ///
  /// - Parameters:
  ///   - samples: At least one.
  ///   - threads: How many files are read at once, at least 1; changes no result.
  /// - Throws: All problems at once: files whose header doesn't decode, images and masks of different sizes,
  ///   images whose channels differ in number from those of most images.
  public init(_ samples: [Sample], threads: Int) throws(DiagnosticError) {
    let outcomes = Parallel.map(samples.count, threads: threads) { index in
      Result { () throws(DiagnosticError) in try Self.header(samples[index]) }
    }
    var problems = ProblemList()
    let headers = outcomes.map { outcome in
      problems.collect { () throws(DiagnosticError) in try outcome.get() }
    }
    let channels = Self.usual(headers.compactMap { $0?.channels })
    for (sample, header) in zip(samples, headers) {
      guard let header, header.channels != channels else { continue }
      let count = header.channels == 1 ? "1 channel" : "\(header.channels) channels"
      problems.add(Diagnostic("image '\(sample.imagePath)' has \(count), but most images have \(channels)"))
    }
    try problems.throwIfAny()
    sizes = headers.compactMap { $0?.size }
    self.channels = channels
  }

  private static func header(_ sample: Sample) throws(DiagnosticError) -> ImageFile.Header {
    var problems = ProblemList()
    let image = problems.collect { () throws(DiagnosticError) in try ImageFile.header(of: sample.imagePath) }
    let mask = problems.collect { () throws(DiagnosticError) in try ImageFile.header(of: sample.maskPath) }
    guard let image, let mask else { throw problems.error }
    try SizeMismatch.check(sample, image: image.size, mask: mask.size)
    return image
  }

  /// The most frequent of `counts`, the smallest of those that are; 1 if there is none.
  private static func usual(_ counts: [Int]) -> Int {
    let frequencies = Dictionary(grouping: counts, by: \.self).mapValues(\.count)
    return frequencies.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? 1
  }
}
