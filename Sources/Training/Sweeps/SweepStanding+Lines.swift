import Diagnostics
import Experiment

/// The screen of a sweep.
extension SweepStanding {
  /// The block that stands on a terminal: what is done, each cell that runs, the last failures and the best configuration so far.
  ///
  /// - Parameters:
  ///   - width: the most columns of a line.
  ///   - height: the most lines; the first one is always there.
  func lines(width: Int, height: Int) -> [String] {
    let room = max(1, height) - 1
    let best = room > 1 ? bestLine.map { [$0] } ?? [] : []
    let failed = failures.suffix(max(0, min(3, (room - best.count) / 3))).map { cell, reason in
      "  failed  \(cell.label)  \(reason.firstLine)"
    }
    let running = runningLines(width: width, most: room - best.count - failed.count)
    return ([headline] + running + failed + best).map { $0.asTerminalLine(of: max(1, width)) }
  }

  /// What was there before this process began, in a line; `nil` where nothing was.
  public var beginning: String? {
    let counts = counts
    let kinds =
      [(counts.finished, "done"), (counts.paused, "partly trained"), (counts.running, "running elsewhere")]
      + [(counts.failed, "failed")]
    let told = kinds.filter { $0.0 > 0 }.map { "\(Wording.grouped($0.0)) \($0.1)" }
    guard !told.isEmpty else { return nil }
    return "of \(Wording.count(cells.count, "cell")): \(told.joined(separator: ", "))"
  }

  /// "sweep depth_width  14/27 done, 2 running, 1 failed, 3 paused  58 % of the epochs  about 2 h 10 min left".
  private var headline: String {
    let counts = counts
    let others = [(counts.running, "running"), (counts.failed, "failed"), (counts.paused, "paused")]
    let done = "\(Wording.grouped(counts.finished))/\(Wording.grouped(cells.count)) done"
    let told = others.filter { $0.0 > 0 }.map { "\(Wording.grouped($0.0)) \($0.1)" }
    let left =
      switch secondsLeft {
      case nil: "  time left unknown yet"
      case 0: ""
      case let seconds?: "  about \(Wording.duration(seconds)) left"
      }
    return
      "sweep \(name)  \(([done] + told).joined(separator: ", "))  \(percent) % of the epochs\(left)"
  }

  /// A line for each cell that runs, its columns under each other; the last one tells how many there was no room for.
  private func runningLines(width: Int, most: Int) -> [String] {
    let rows = cells.compactMap { cell -> (label: String, rest: [String])? in
      guard case .running(let seconds, let elsewhere) = cell.state else { return nil }
      let epoch = "epoch \(min(cell.epochs + 1, cell.planned))/\(cell.planned)"
      let score = "\(cell.metric.rawValue) \(Wording.score(cell.best?.value))"
      return (
        cell.label, [epoch, score, Wording.duration(seconds.rounded(.down))] + (elsewhere.map { [$0] } ?? [])
      )
    }
    guard most > 0, !rows.isEmpty else { return [] }
    let shown = rows.count > most ? rows.prefix(most - 1) : rows[...]
    let hidden = rows.count - shown.count
    let columns = (0..<3).map { column in shown.map { $0.rest[column].terminalColumns }.max() ?? 0 }
    let others = columns.reduce(2) { $0 + $1 + 2 }
    let longest = shown.map(\.label.terminalColumns).max() ?? 0
    let label = min(longest, max(12, width - others))
    let lines = shown.map { row in
      let cells = row.rest.enumerated().map { index, text in
        index < columns.count ? text.padded(to: columns[index]) : text
      }
      let line = ([row.label.shortened(to: label).padded(to: label)] + cells).joined(separator: "  ")
      return "  " + line.trimmingTrailingSpaces
    }
    return lines
      + (hidden > 0 ? ["  and \(Wording.grouped(hidden)) \(shown.isEmpty ? "" : "more ")running"] : [])
  }

  private var bestLine: String? {
    ranked?.first.map { best in
      "  best  \(best.label)  \(best.metric.rawValue) \(Wording.score(best.mean))  mean of \(best.told)"
    }
  }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}
