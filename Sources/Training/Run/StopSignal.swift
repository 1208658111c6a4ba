import Foundation
import Synchronization

/// Asks a run to save and stop: Ctrl-C, or the SIGTERM of a cluster that wants its machine back.
///
/// The first signal lets the running step end and the state be saved (exit code 75); a second Ctrl-C ends the process at once (130),
/// which loses nothing that was saved before.
public enum StopSignal {
  private static let count = Atomic<Int>(0)

  /// Whether a signal has come.
  public static var isRaised: Bool { count.load(ordering: .relaxed) > 0 }

  /// Starts to listen.
  ///
  /// The signals are unblocked, too: a program that is started from a thread that blocks them inherits that.
  public static func install() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] {
      sigaddset(&signals, number)
      signal(number) { _ in
        // Only what is safe in a signal handler: an atomic, and an exit that runs nothing else.
        if StopSignal.raise() > 1 { _exit(130) }
      }
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  private static func raise() -> Int {
    count.wrappingAdd(1, ordering: .relaxed).newValue
  }
}
