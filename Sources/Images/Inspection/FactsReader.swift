public import Diagnostics

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
  private let keys: SampleKeys

  /// Makes a reader.
  ///
  /// - Parameter cache: What earlier inspections found; nil decodes every sample.
  public init(_ reader: SampleReader, cache: FactsCache?) {
    self.reader = reader
    self.cache = cache
    keys = SampleKeys(reader)
  }

  /// What is in each of `samples`, in their order.
  ///
  /// - Parameter threads: How many are in memory at once, at least 1; changes no result.
  public func outcomes(of samples: ArraySlice<Sample>, threads: Int) -> [Outcome] {
    if cache != nil { keys.look(at: samples, threads: threads) }
    let first = samples.startIndex
    return Parallel.map(samples.count, threads: threads) { self.outcome(of: samples[first + $0]) }
  }

  private func outcome(of sample: Sample) -> Outcome {
    let key = cache == nil ? nil : keys.key(of: sample)
    if let cache, let key, let known = cache.facts(of: key) {
      return Outcome(facts: .success(known), isDecoded: false)
    }
    let facts = Result { () throws(DiagnosticError) in
      SampleFacts(of: try reader.read(sample), classes: reader.classes.indexCount)
    }
    if let cache, let key, case .success(let facts) = facts { cache.keep(facts, for: key) }
    return Outcome(facts: facts, isDecoded: true)
  }
}
