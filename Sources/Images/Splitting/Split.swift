public import Diagnostics

/// Which samples train, validate and test.
///
/// What is named (by a list or positions) is taken first, then the test samples are drawn, then those that validate; all others train.
public struct Split: Hashable, Sendable {
  /// The text file that lists the samples that train; nil for all.
  ///
  /// What is drawn is drawn of them, and samples that nothing names are overlooked.
  public let training: String?
  /// The samples to score each epoch.
  public let validation: Part
  /// The samples to score once, with the best weights; nil for none.
  public let test: Part?

  /// Makes a rule.
  public init(training: String? = nil, validation: Part, test: Part? = nil) {
    self.training = training
    self.validation = validation
    self.test = test
  }

  /// Samples that don't train.
  public enum Part: Hashable, Sendable {
    /// The samples at these positions in the order of the dataset.
    case ranges([Positions])
    /// This share of the samples, above 0 and below 1, of an order by hash.
    ///
    /// It is rounded to a whole number of samples (of groups, where there are some), at least one here and one left over. Since a sample's
    /// place in the order depends on its own id, an image that is added moves at most one other.
    case fraction(Double, Draw)
    /// One of so many parts, counted from 0, of an order by hash: each sample is in exactly one, and their sizes differ by at most 1.
    case fold(Int, of: Int, Draw)
    /// The samples that the text file at `path` names.
    case list(path: String)
    /// Samples that are not among those that are divided.
    case others([Sample])
  }

  /// Positions from `first` to `last`, both included and from 0.
  public struct Positions: Hashable, Sendable, CustomStringConvertible {
    /// The lowest.
    public let first: Int
    /// The highest.
    public let last: Int

    /// Makes a range.
    public init(first: Int, last: Int) {
      self.first = first
      self.last = last
    }

    /// As in a config: "[24, 29]".
    public var description: String { "[\(first), \(last)]" }
  }

  /// How samples are drawn.
  public struct Draw: Hashable, Sendable {
    /// Another seed draws others.
    public let seed: UInt64
    /// What never stands on two sides; nil where each image stands for itself.
    public let grouping: Grouping?
    /// Whether the classes are spread evenly: see ``Stratification``.
    public let isStratified: Bool

    /// Makes a rule.
    public init(seed: UInt64 = 0, grouping: Grouping? = nil, isStratified: Bool = false) {
      self.seed = seed
      self.grouping = grouping
      self.isStratified = isStratified
    }
  }

  /// Samples that train, validate and test, each in the order of the dataset.
  public struct Division: Hashable, Sendable {
    /// The samples to learn from.
    public let training: [Sample]
    /// The samples to score each epoch.
    public let validation: [Sample]
    /// The samples to score once, with the best weights.
    public let test: [Sample]

    /// Makes a division.
    public init(training: [Sample], validation: [Sample], test: [Sample] = []) {
      self.training = training
      self.validation = validation
      self.test = test
    }
  }

  /// Divides `samples`, which stand in the order of the dataset.
  ///
  /// - Parameters:
  ///   - cache: Decodes the masks where classes are to be spread evenly; otherwise nothing is decoded.
  ///   - threads: How many files are read at once, at least 1; changes no result.
  /// - Throws: An error that names the numbers, the lines of lists, the images or the groups that don't fit.
  public func divide(
    _ samples: [Sample], decoding cache: DecodedCache, threads: Int
  ) throws(DiagnosticError) -> Division {
    try Divider(samples: samples, cache: cache, threads: threads).division(self)
  }

  /// A hash that is the same on every machine and in every run, unlike Swift's own.
  static func hash(_ seed: UInt64, _ id: String) -> UInt64 {
    var stream = RandomStream(seed: seed, purpose: .split)
    var hash = stream.next()
    for byte in id.utf8 { hash = RandomStream.mixed((hash ^ UInt64(byte)) &+ 0x9E37_79B9_7F4A_7C15) }
    return hash
  }
}
