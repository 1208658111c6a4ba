import Foundation
import Synchronization

/// Asks a run to save and stop: Ctrl-C, the SIGTERM of a cluster that wants its machine back, the SIGHUP of a terminal that is closed.
///
/// The first signal lets the running step end and the state be saved (exit code 75); a second one ends the process at once (128 and its
/// number: 130 for Ctrl-C), which loses nothing that was saved before.
public enum StopSignal {
  /// Ends early what a signal came in the middle of, where there is nothing to save.
  public struct Raised: Error {}

  private static let count = Atomic<Int>(0)
  private static let first = Atomic<Int32>(0)

  /// Whether a signal has come.
  public static var isRaised: Bool { count.load(ordering: .relaxed) > 0 }

  /// Throws where a signal has come.
  static func check() throws(Raised) {
    if isRaised { throw Raised() }
  }

  /// Starts to listen.
  ///
  /// The signals are unblocked, too: a program that is started from a thread that blocks them inherits that. A SIGHUP that is ignored stays
  /// so: that is what `nohup` is for. A reader of the output that went away ends no training.
  public static func install() {
    signal(SIGPIPE, SIG_IGN)
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] where number != SIGHUP || !Host.ignores(SIGHUP) {
      sigaddset(&signals, number)
      signal(number) { number in
        // Only what is safe in a signal handler: an atomic, and an exit that runs nothing else.
        if StopSignal.raise(number) > 1 { _exit(128 + number) }
      }
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Stops this process as a SIGTERM would when another one, its parent, ends; at once where it has ended already.
  ///
  /// What a process was started for is not to go on unseen when that is killed.
  public static func follow(_ parent: Int32) {
    let thread = Thread {
      while getppid() == parent { usleep(200_000) }
      if !isRaised { kill(getpid(), SIGTERM) }
    }
    thread.name = "unet parent"
    thread.start()
  }

  /// The exit code of what a signal ended, as shells have it: 128 and the signal's number; 130 for Ctrl-C.
  public static var exitCode: Int32 { 128 + first.load(ordering: .relaxed) }

  private static func raise(_ number: Int32) -> Int {
    _ = first.compareExchange(expected: 0, desired: number, ordering: .relaxed)
    return count.wrappingAdd(1, ordering: .relaxed).newValue
  }
}
