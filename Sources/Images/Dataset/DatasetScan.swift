public import Diagnostics

/// What the headers of a dataset's files say, checked before anything is decoded.
public struct DatasetScan: Hashable, Sendable {
  /// The size of each image, in the order of the samples.
  public let sizes: [ImageSize]
  /// Values of one pixel, the same in all images.
  public let channels: Int
  /// How many bytes each value of an image takes when it is decoded: 1, 2 or 4; in the order of the samples.
  public let bytesPerValue: [Int]

  /// Reads the headers of all images and masks.
  ///
  /// - Parameters:
  ///   - samples: At least one.
  ///   - choice: Which channels of the images are used.
  ///   - threads: How many files are read at once, at least 1; changes no result.
  /// - Throws: All problems at once: files whose header doesn't decode, images and masks of different sizes,
  ///   images that lack a chosen channel, or whose channels differ in number from those of most images.
  public init(
    _ samples: [Sample], channels choice: ChannelChoice = .opaque, threads: Int
  ) throws(DiagnosticError) {
    let outcomes = Parallel.map(samples.count, threads: threads) { index in
      Result { () throws(DiagnosticError) in try Self.header(samples[index], choice) }
    }
    var problems = ProblemList()
    let scanned = outcomes.map { outcome in
      problems.collect { () throws(DiagnosticError) in try outcome.get() }
    }
    let counts = scanned.compactMap { $0?.channels }
    let channels = Self.usual(counts)
    let notes = Set(counts) == [1, 3] ? ["write channels: grey or channels: rgb, which make all alike"] : []
    for (sample, image) in zip(samples, scanned) {
      guard let image, image.channels != channels else { continue }
      let count = image.channels == 1 ? "1 channel" : "\(image.channels) channels"
      let message = "image '\(sample.image)' has \(count), but most images have \(channels)"
      problems.add(Diagnostic(message, notes: notes))
    }
    try problems.throwIfAny()
    sizes = scanned.compactMap { $0?.header.size }
    bytesPerValue = scanned.compactMap { $0?.header.bytesPerValue }
    self.channels = channels
  }

  /// The image's header, and how many channels are used of it.
  private static func header(
    _ sample: Sample, _ choice: ChannelChoice
  ) throws(DiagnosticError) -> (header: ImageFile.Header, channels: Int) {
    var problems = ProblemList()
    let image = problems.collect { () throws(DiagnosticError) in try ImageFile.header(of: sample.image) }
    for part in sample.masks {
      let mask = problems.collect { () throws(DiagnosticError) in try ImageFile.header(of: part.page) }
      guard let image, let mask else { continue }
      _ = problems.collect { () throws(DiagnosticError) in
        try SizeMismatch.check(sample, image: image.size, mask: mask.size, of: part.page)
      }
    }
    try problems.throwIfAny()
    guard let image else { throw problems.error }
    do {
      return (image, try choice.count(stored: image.bands, hasAlpha: image.hasAlpha))
    } catch {
      throw FileProblem.error(sample.image.description, error.problem, notes: error.notes)
    }
  }

  /// The most frequent of `counts`, the smallest of those that are; 1 if there is none.
  private static func usual(_ counts: [Int]) -> Int {
    let frequencies = Dictionary(grouping: counts, by: \.self).mapValues(\.count)
    return frequencies.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? 1
  }
}
