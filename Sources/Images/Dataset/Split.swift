public import Diagnostics

/// How samples are divided into those that train and those that validate.
public enum Split: Hashable, Sendable {
  /// The samples at positions `first` to `last`, both included and from 0, validate.
  case range(first: Int, last: Int)
  /// This part of the samples, above 0 and below 1, validates: the first of an order by hash(seed, id).
  ///
  /// The part is rounded to a whole number of samples, at least one on each side. Since a sample's place in
  /// the order depends on its own id, an image that is added moves at most one other.
  case fraction(Double, seed: UInt64)
  /// The samples that the text file at `path` names validate.
  case list(path: String)
  /// All samples train; those that validate come from elsewhere.
  case all

  /// Samples that train and samples that validate, each in the order of the dataset.
  public struct Division: Hashable, Sendable {
    /// The samples to learn from.
    public let training: [Sample]
    /// The samples to score.
    public let validation: [Sample]
  }

  /// Divides `samples`, which stand in the order of the dataset.
  ///
  /// - Throws: An error that names the numbers, or the lines of the list, that don't fit the samples.
  public func divide(_ samples: [Sample]) throws(DiagnosticError) -> Division {
    let chosen: Set<Int> =
      switch self {
      case .range(let first, let last): try Self.positions(first, last, count: samples.count)
      case .fraction(let fraction, let seed): try Self.drawn(fraction, seed, samples)
      case .list(let path): try SplitList(path: path).positions(in: samples)
      case .all: []
      }
    if chosen.count == samples.count, !samples.isEmpty {
      throw DiagnosticError(Diagnostic("all \(samples.count) images validate, so none is left to train"))
    }
    return Division(
      training: samples.indices.filter { !chosen.contains($0) }.map { samples[$0] },
      validation: samples.indices.filter(chosen.contains).map { samples[$0] })
  }

  private static func positions(_ first: Int, _ last: Int, count: Int) throws(DiagnosticError) -> Set<Int> {
    guard first <= last else {
      throw DiagnosticError(
        Diagnostic("the range [\(first), \(last)] is empty: its first position is after its last"))
    }
    guard first >= 0, last < count else {
      throw DiagnosticError(
        Diagnostic(
          "the range [\(first), \(last)] doesn't fit \(count) images, whose positions are 0 to \(count - 1)"))
    }
    return Set(first...last)
  }

  private static func drawn(
    _ fraction: Double, _ seed: UInt64, _ samples: [Sample]
  ) throws(DiagnosticError) -> Set<Int> {
    guard fraction > 0, fraction < 1 else {
      throw DiagnosticError(Diagnostic("the fraction \(fraction) is not above 0 and below 1"))
    }
    guard samples.count >= 2 else {
      throw DiagnosticError(
        Diagnostic("\(samples.count) image cannot be divided into training and validation; 2 are needed"))
    }
    let wanted = Int((fraction * Double(samples.count)).rounded())
    let count = min(max(wanted, 1), samples.count - 1)
    let hashes = samples.map { hash(seed, $0.id) }
    let order = samples.indices.sorted { (hashes[$0], samples[$0].id) < (hashes[$1], samples[$1].id) }
    return Set(order.prefix(count))
  }

  /// A hash that is the same on every machine and in every run, unlike Swift's own.
  private static func hash(_ seed: UInt64, _ id: String) -> UInt64 {
    var stream = RandomStream(seed: seed, purpose: .split)
    var hash = stream.next()
    for byte in id.utf8 { hash = RandomStream.mixed((hash ^ UInt64(byte)) &+ 0x9E37_79B9_7F4A_7C15) }
    return hash
  }
}
