/// What is known of all samples that could be read.
public struct DatasetFacts: Sendable {
  /// What samples are for.
  public enum Part: String, CaseIterable, Sendable, Codable {
    /// To learn from.
    case training
    /// To score each epoch.
    case validation
    /// To score once.
    case test
  }

  /// A sample, what it is for, and what it is like.
  public struct Entry: Sendable {
    /// What it is for.
    public let part: Part
    /// Its files.
    public let sample: Sample
    /// What is in them.
    public let facts: SampleFacts

    /// Makes an entry.
    public init(part: Part, sample: Sample, facts: SampleFacts) {
      self.part = part
      self.sample = sample
      self.facts = facts
    }
  }

  /// All samples, in the order of the parts and in them of the dataset.
  public let entries: [Entry]
  /// What each mask index means: the classes, behind a background where there is one class.
  public let classNames: [String]

  /// Makes the facts of samples.
  public init(_ entries: [Entry], classNames: [String]) {
    self.entries = entries
    self.classNames = classNames
  }

  /// The samples of a part.
  public subscript(part: Part) -> [Entry] { entries.filter { $0.part == part } }

  /// The parts that have samples.
  public var parts: [Part] { Part.allCases.filter { part in entries.contains { $0.part == part } } }
}

/// The samples of a part, in numbers.
public struct PartFacts: Sendable {
  /// How many samples there are.
  public let count: Int
  /// The sizes, the most frequent first, then the larger, each with the number of its images.
  public let sizes: [(size: ImageSize, count: Int)]
  /// The numbers of channels, likewise.
  public let channels: [(channels: Int, count: Int)]
  /// The types of values, likewise.
  public let depths: [(depth: SampleFacts.Depth, count: Int)]
  /// The values of each channel, of the images that have most images' channels and type.
  public let intensities: [Intensities]
  /// The pixels of each mask index.
  public let classPixels: [Int]
  /// The images that have a pixel of each mask index.
  public let classImages: [Int]
  /// The pixels that count for nothing.
  public let ignoredPixels: Int

  /// Sums up samples.
  public init(_ entries: [DatasetFacts.Entry], classes: Int) {
    let facts = entries.map(\.facts)
    count = facts.count
    sizes = Self.frequencies(facts.map(\.size)) { $0.area > $1.area }.map { ($0.0, $0.1) }
    channels = Self.frequencies(facts.map(\.channels), by: <).map { ($0.0, $0.1) }
    depths = Self.frequencies(facts.map(\.depth)) { $0.rawValue > $1.rawValue }.map { ($0.0, $0.1) }
    let (usual, depth) = (channels.first?.channels, depths.first?.depth)
    let alike = facts.filter { $0.channels == usual && $0.depth == depth }
    intensities = (0..<(usual ?? 0)).compactMap { channel in
      Intensities.pooled(alike.map { $0.intensities[channel] })
    }
    classPixels = (0..<classes).map { index in facts.reduce(0) { $0 + $1.classPixels[index] } }
    classImages = (0..<classes).map { index in facts.count { $0.classPixels[index] > 0 } }
    ignoredPixels = facts.reduce(0) { $0 + $1.ignoredPixels }
  }

  /// The pixels that count.
  public var validPixels: Int { classPixels.reduce(0, +) }

  private static func frequencies<Value: Hashable>(
    _ values: [Value], by precedes: (Value, Value) -> Bool
  ) -> [(Value, Int)] {
    Dictionary(grouping: values, by: \.self).map { ($0.key, $0.value.count) }.sorted { left, right in
      left.1 == right.1 ? precedes(left.0, right.0) : left.1 > right.1
    }
  }
}
