public import Diagnostics
import Synchronization

/// The decoded samples of an experiment, each decoded once and kept in memory.
///
/// Threads may share it. What it gives depends on the files alone, never on who asked first.
public final class DecodedCache: Sendable {
  /// How samples are decoded.
  public let reader: SampleReader

  private let decoded = Mutex<[Sample: DecodedSample]>([:])

  /// Makes an empty cache.
  public init(_ reader: SampleReader) { self.reader = reader }

  /// Decodes all of `samples` that are not decoded yet.
  ///
  /// - Parameters:
  ///   - samples: What will be asked for.
  ///   - threads: How many samples are decoded at once, at least 1; changes no result.
  ///   - progress: Called, from any thread, with the number of samples decoded so far.
  /// - Throws: The problems of all files at once: those that don't decode, mask values that no class covers,
  ///   sizes and channel counts that don't fit.
  public func load(
    _ samples: [Sample], threads: Int, progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws(DiagnosticError) {
    let done = Atomic(0)
    let outcomes = Parallel.map(samples.count, threads: threads) { index in
      defer { progress(done.add(1, ordering: .relaxed).newValue) }
      return Result { () throws(DiagnosticError) in try self.sample(samples[index]) }
    }
    var problems = ProblemList()
    for outcome in outcomes {
      _ = problems.collect { () throws(DiagnosticError) in try outcome.get() }
    }
    try problems.throwIfAny()
  }

  /// One sample, decoded now if it is not yet.
  ///
  /// - Throws: What is wrong with the sample's files.
  public func sample(_ sample: Sample) throws(DiagnosticError) -> DecodedSample {
    if let known = decoded.withLock({ $0[sample] }) { return known }
    let fresh = try reader.read(sample)
    return decoded.withLock { samples in
      if let known = samples[sample] { return known }
      samples[sample] = fresh
      return fresh
    }
  }
}
