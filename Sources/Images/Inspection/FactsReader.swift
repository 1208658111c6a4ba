public import Diagnostics
import Synchronization

/// Finds out what is in samples without keeping their pixels: from a cache, or by decoding them.
public final class FactsReader: Sendable {
  /// What came of a sample.
  public struct Outcome: Sendable {
    /// What is in it, or what is wrong with its files.
    public let facts: Result<SampleFacts, DiagnosticError>
    /// Whether its files were decoded, since the cache did not know them.
    public let isDecoded: Bool
  }

  private let reader: SampleReader
  private let cache: FactsCache?
  /// The hash of each file that was looked at, so that a stack is hashed once and not once a page.
  private let hashes = Mutex<[String: String]>([:])

  /// Makes a reader.
  ///
  /// - Parameter cache: What earlier inspections found; nil decodes every sample.
  public init(_ reader: SampleReader, cache: FactsCache?) {
    self.reader = reader
    self.cache = cache
  }

  /// What is in each of `samples`, in their order.
  ///
  /// - Parameter threads: How many are in memory at once, at least 1; changes no result.
  public func outcomes(of samples: ArraySlice<Sample>, threads: Int) -> [Outcome] {
    let first = samples.startIndex
    return Parallel.map(samples.count, threads: threads) { self.outcome(of: samples[first + $0]) }
  }

  private func outcome(of sample: Sample) -> Outcome {
    let key = cache == nil ? nil : self.key(of: sample)
    if let cache, let key, let known = cache.facts(of: key) {
      return Outcome(facts: .success(known), isDecoded: false)
    }
    let facts = Result { () throws(DiagnosticError) in
      SampleFacts(of: try reader.read(sample), classes: reader.classes.indexCount)
    }
    if let cache, let key, case .success(let facts) = facts { cache.keep(facts, for: key) }
    return Outcome(facts: facts, isDecoded: true)
  }

  /// What a sample's facts depend on beside the settings; nil if a file cannot be read, which decoding tells in better words.
  private func key(of sample: Sample) -> String? {
    var lines: [String] = []
    for (page, label) in [(sample.image, "")] + sample.masks.map({ ($0.page, $0.label ?? "") }) {
      guard let hash = hash(of: page.path) else { return nil }
      lines.append("\(hash) \(page.page) \(label)")
    }
    return FileHash.hex(Array(lines.joined(separator: "\n").utf8))
  }

  private func hash(of path: String) -> String? {
    if let known = hashes.withLock({ $0[path] }) { return known }
    guard let bytes = try? ImageFile.bytes(path) else { return nil }
    let hash = FileHash.hex(bytes)
    hashes.withLock { $0[path] = hash }
    return hash
  }
}

extension DecodedCache {
  /// What is in each of `samples`, in their order.
  ///
  /// - Throws: What is wrong with a sample's files.
  public func facts(of samples: [Sample], threads: Int) throws(DiagnosticError) -> [SampleFacts] {
    let classes = reader.classes.indexCount
    let outcomes = Parallel.map(samples.count, threads: threads) { index in
      Result { () throws(DiagnosticError) in
        SampleFacts(of: try self.sample(samples[index]), classes: classes)
      }
    }
    var facts: [SampleFacts] = []
    for outcome in outcomes { facts.append(try outcome.get()) }
    return facts
  }
}
