import Diagnostics
import Experiment
import Foundation

/// What a person sees while a run trains: a live line on a terminal, one plain line an epoch in a file or pipe, or nothing.
public final class ProgressDisplay {
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
  private var lastDrawn = Date.distantPast
  private var liveLineStands = false

  /// A display of that style.
  public init(_ style: Style) { self.style = style }

  /// Whether the live line would be drawn now: asking for the loss makes the device wait, so it is asked for only then.
  var wantsUpdate: Bool { style == .terminal && Date().timeIntervalSince(lastDrawn) > 0.1 }

  /// Draws the live line over the last one.
  func update(_ text: @autoclosure () -> String) {
    guard wantsUpdate else { return }
    write("\r\u{1B}[2K" + text())
    liveLineStands = true
    lastDrawn = Date()
  }

  /// Prints a line that stays.
  public func line(_ text: String) {
    guard style != .quiet else { return }
    write((liveLineStands ? "\r\u{1B}[2K" : "") + text + "\n")
    liveLineStands = false
  }

  /// Prints a name and its value, aligned with the others.
  public func field(_ name: String, _ value: String) {
    line(name.padding(toLength: 10, withPad: " ", startingAt: 0) + value)
  }

  /// Tells on standard error of something doubtful.
  func warn(_ warning: Diagnostic) {
    guard style != .quiet else { return }
    if liveLineStands { write("\r\u{1B}[2K") }
    liveLineStands = false
    FileHandle.standardError.write(Data((warning.rendered + "\n").utf8))
  }

  private func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
}
