import Diagnostics
import Experiment
import Foundation
import Synchronization

/// What a person sees while a run trains: a live line on a terminal, one plain line an epoch in a file or pipe, or nothing.
///
/// Any thread may tell it something.
public final class ProgressDisplay: Sendable {
  /// How much is shown, and to whom.
  public enum Style: Sendable {
    /// A line that is drawn over, then one line an epoch.
    case terminal
    /// One line an epoch, without any escape code.
    case lines
    /// Nothing.
    case quiet

    /// The style for standard output as it is.
    public static func forStandardOutput(isQuiet: Bool) -> Style {
      if isQuiet { return .quiet }
      let isPlain = isatty(STDOUT_FILENO) == 0 || ProcessInfo.processInfo.environment["TERM"] == "dumb"
      return isPlain ? .lines : .terminal
    }
  }

  private let style: Style
  private let live = Mutex(Live())

  /// The live line.
  private struct Live {
    var drawn: ContinuousClock.Instant?
    var stands = false
  }

  /// A display of that style.
  public init(_ style: Style) { self.style = style }

  /// Whether the live line would be drawn now: asking for the loss makes the device wait, so it is asked for only then.
  var wantsUpdate: Bool { style == .terminal && live.withLock { Self.isDue($0) } }

  /// Draws the live line over the last one.
  func update(_ text: @autoclosure () -> String) {
    guard style == .terminal else { return }
    live.withLock { live in
      guard Self.isDue(live) else { return }
      Self.write("\r\u{1B}[2K" + text())
      live = Live(drawn: .now, stands: true)
    }
  }

  private static func isDue(_ live: Live) -> Bool {
    live.drawn.map { ContinuousClock.now - $0 > .milliseconds(100) } ?? true
  }

  /// Prints a line that stays.
  public func line(_ text: String) {
    guard style != .quiet else { return }
    live.withLock { live in
      Self.write((live.stands ? "\r\u{1B}[2K" : "") + text + "\n")
      live.stands = false
    }
  }

  /// Prints a name and its value, aligned with the others.
  public func field(_ name: String, _ value: String) {
    line(name.padding(toLength: 10, withPad: " ", startingAt: 0) + value)
  }

  /// Tells on standard error of something doubtful.
  func warn(_ warning: Diagnostic) {
    if style != .quiet { alarm(warning) }
  }

  /// The same of what must be known even where nothing is to be shown: that something is lost.
  func alarm(_ warning: Diagnostic) {
    live.withLock { live in
      if live.stands { Self.write("\r\u{1B}[2K") }
      live.stands = false
      try? FileHandle.standardError.write(contentsOf: Data((warning.rendered + "\n").utf8))
    }
  }

  /// A terminal that was closed, or a reader that went away, is no reason to end a run.
  private static func write(_ text: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  }
}
