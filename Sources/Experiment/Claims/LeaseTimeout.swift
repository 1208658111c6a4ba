public import Diagnostics

/// How long a holder of a run folder may be silent until another process takes the folder.
public struct LeaseTimeout: Hashable, Sendable {
  /// In seconds; a holder shows that it lives twelve times as often.
  public let seconds: Double

  /// Where nobody set another.
  public static let usual = LeaseTimeout(seconds: 60)

  init(seconds: Double) { self.seconds = seconds }

  /// What `UNET_LEASE_SECONDS` says: 1 to 3600 seconds, 60 where it is unset or empty.
  ///
  /// - Throws: That it is something else.
  public init(in environment: [String: String]) throws(DiagnosticError) {
    guard let text = environment["UNET_LEASE_SECONDS"], !text.isEmpty else {
      self = .usual
      return
    }
    guard let seconds = Double(text), Self.range.contains(seconds) else {
      throw DiagnosticError(
        Diagnostic(
          "UNET_LEASE_SECONDS must be a number of seconds from 1 to 3600, not '\(text)'",
          notes: [
            "a run folder whose process on another machine shows no sign of life for so long is taken over; unset it is 60"
          ]))
    }
    self.seconds = seconds
  }

  /// What a lease says of its holder, unless no holder can have meant it: a silent one is not waited for forever.
  init(of record: LeaseRecord) {
    seconds =
      record.seconds.isFinite ? min(max(record.seconds, 0), Self.range.upperBound) : Self.usual.seconds
  }

  /// Seconds from one sign of life to the next.
  var interval: Double { seconds / 12 }

  /// Seconds from one look at the lease of another process to the next.
  var pause: Double { min(0.25, seconds / 24) }

  private static let range = 1.0...3600.0
}
