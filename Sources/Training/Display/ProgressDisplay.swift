import Diagnostics
import Experiment
import Foundation
import Synchronization

/// What a person sees while a run or a sweep trains: a live block on a terminal, one plain line an epoch or a cell in a file or pipe, or nothing.
///
/// Any thread may tell it something.
public final class ProgressDisplay: Sendable {
  /// How much is shown, and to whom.
  public enum Style: Sendable {
    /// A block that is drawn over, above it the lines that stay.
    case terminal
    /// The lines that stay, without any escape code.
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

  /// The live block, and when it was drawn.
  private struct Live {
    var drawn: ContinuousClock.Instant?
    var block = LiveBlock()
  }

  /// A display of that style.
  public init(_ style: Style) { self.style = style }

  /// Whether the live block would be drawn now: asking for the loss makes the device wait, so it is asked for only then.
  public var wantsUpdate: Bool { style == .terminal && live.withLock { Self.isDue($0) } }

  /// Draws a live line over what was drawn last.
  func update(_ text: @autoclosure () -> String) {
    draw { _ in [text()] }
  }

  /// Draws the screen of a sweep over what was drawn last.
  public func update(_ standing: @autoclosure () -> SweepStanding) {
    draw { size in standing().lines(width: size.columns - 1, height: size.rows - 1) }
  }

  /// Draws these lines over what was drawn last; none for nothing.
  public func update(_ lines: @autoclosure () -> [String]) {
    draw { _ in lines() }
  }

  /// Draws what fits a terminal of its size, unless that was done less than a tenth of a second ago.
  private func draw(_ lines: (TerminalSize) -> [String]) {
    guard style == .terminal else { return }
    live.withLock { live in
      guard Self.isDue(live) else { return }
      let size = TerminalSize.ofStandardOutput
      Self.write(live.block.redraw(lines(size), on: size))
      live.drawn = .now
    }
  }

  private static func isDue(_ live: Live) -> Bool {
    live.drawn.map { ContinuousClock.now - $0 > .milliseconds(100) } ?? true
  }

  /// Prints a line that stays.
  public func line(_ text: String) {
    guard style != .quiet else { return }
    live.withLock { live in
      Self.write(live.block.erase(on: .ofStandardOutput) + text + "\n")
    }
  }

  /// Prints a line that stays and that must be known even where nothing is to be shown: then on standard error.
  public func failure(_ text: String) {
    guard style == .quiet else { return line(text) }
    Self.write(text + "\n", to: .standardError)
  }

  /// Prints a name and its value, aligned with the others.
  public func field(_ name: String, _ value: String) {
    line(Wording.field(name, value))
  }

  /// Tells on standard error of something doubtful.
  func warn(_ warning: Diagnostic) {
    if style != .quiet { alarm(warning) }
  }

  /// The same of what must be known even where nothing is to be shown: that something is lost.
  func alarm(_ warning: Diagnostic) {
    live.withLock { live in
      Self.write(live.block.erase(on: .ofStandardOutput))
      Self.write(warning.rendered + "\n", to: .standardError)
    }
  }

  /// A terminal that was closed, or a reader that went away, is no reason to end a run.
  private static func write(_ text: String, to file: FileHandle = .standardOutput) {
    guard !text.isEmpty else { return }
    try? file.write(contentsOf: Data(text.utf8))
  }
}
