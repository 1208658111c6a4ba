import CVips
import Synchronization

/// libvips as a whole: its start-up, and its errors, which all threads share.
enum Vips {
  /// What libvips said when it failed, in its own words.
  struct Failure: Error {
    let reason: String
    /// What we found ourselves, in our own words.
    var defect: FileDefect?
  }

  /// Starts libvips, once.
  private static let started: Bool = cvips_start() == 0

  /// Held for reading by threads that use libvips, for writing by the one that wants to know why it failed.
  private static let errors = ReadWriteLock()

  /// Runs `body`.
  ///
  /// Since threads write their errors into one buffer, a body that fails is run again while no other thread
  /// uses libvips, so that the reason is its own.
  static func run<Result>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    guard started else { throw Failure(reason: "libvips does not start") }
    defer { vips_thread_shutdown() }
    do {
      return try errors.reading(body)
    } catch {
      return try errors.writing { () throws(Failure) in
        vips_error_clear()
        defer { vips_error_clear() }
        return try body()
      }
    }
  }

  /// Throws what libvips says unless `status` is 0.
  static func check(_ status: Int32) throws(Failure) {
    guard status != 0 else { return }
    throw Failure(reason: String(cString: vips_error_buffer()))
  }
}
