import Diagnostics
import Experiment

/// What a sweep says in the end.
extension SweepStanding {
  /// A configuration with cells that are finished.
  struct Configuration: Equatable {
    /// What its cells' labels begin with alike.
    let label: String
    /// What they are compared by.
    let metric: Metric
    /// The best score of each of its finished cells, in order.
    let scores: [Double]
    /// How many cells it has.
    let cells: Int
    /// The run folder of the best of them.
    let folder: RunFolder

    /// The mean of the scores.
    var mean: Double { scores.reduce(0, +) / Double(scores.count) }
    /// Whether all of its cells are finished.
    var isWhole: Bool { scores.count == cells }
    /// "3", or "2 of 3 cells" where not all are finished.
    var told: String { isWhole ? "\(cells)" : "\(scores.count) of \(cells)" }
  }

  /// The configurations with a finished cell that has a score, best first, those with all of their cells before the others; `nil` where
  /// cells are judged by different metrics.
  var ranked: [Configuration]? {
    guard let metric = cells.first?.metric, cells.allSatisfy({ $0.metric == metric }) else { return nil }
    let groups = Dictionary(grouping: cells, by: \.configuration).sorted { $0.key < $1.key }
    let configurations = groups.compactMap { configuration(of: $0.value, metric) }
    // A sort that keeps the order of equal ones.
    return configurations.enumerated().sorted { one, other in
      if one.element.isWhole != other.element.isWhole { return one.element.isWhole }
      if one.element.mean != other.element.mean {
        return metric.isBetter(one.element.mean, than: other.element.mean)
      }
      return one.offset < other.offset
    }.map(\.element)
  }

  private func configuration(of cells: [CellStanding], _ metric: Metric) -> Configuration? {
    let scored = cells.compactMap { cell -> (folder: RunFolder, score: Double)? in
      guard cell.state == .finished, let best = cell.best, best.metric == metric else { return nil }
      return (cell.folder, best.value)
    }
    guard var best = scored.first else { return nil }
    for other in scored where metric.isBetter(other.score, than: best.score) { best = other }
    return Configuration(
      label: Self.common(cells.map(\.label)), metric: metric, scores: scored.map(\.score), cells: cells.count,
      folder: best.folder)
  }

  /// The parts with which all labels begin: seed and fold stand last.
  private static func common(_ labels: [String]) -> String {
    var parts = labels.first?.split(separator: ",") ?? []
    for label in labels.dropFirst() {
      parts = zip(parts, label.split(separator: ",")).prefix { $0 == $1 }.map(\.0)
    }
    return parts.isEmpty ? "the base" : parts.joined(separator: ",")
  }

  /// The lines at the end: the best five configurations, each cell that failed with its reason and its log, and what to do next.
  ///
  /// - Parameters:
  ///   - command: the command that was given, as a person would type it.
  ///   - current: the folder in which it was typed.
  public func summary(of command: String, in current: String) -> [String] {
    table + failed(in: current) + next(command, in: current)
  }

  private var table: [String] {
    guard let ranked else {
      return [Wording.field("best", "cells are judged by different metrics; see the summary.json of each")]
    }
    guard let best = ranked.first else {
      return [Wording.field("best", "none: no cell is finished with a score")]
    }
    let metric = best.metric.rawValue
    let rows = ranked.prefix(5).map { row in
      let sorted = row.scores.sorted()
      return [row.label] + [row.mean, sorted.first, sorted.last].map(Wording.score) + [row.told]
    }
    let all = [["configuration", metric, "lowest", "highest", "cells"]] + rows
    let width = all.map { $0[0].terminalColumns }.max() ?? 0
    let lines = Wording.table(all.map { [$0[0].padded(to: width)] + $0.dropFirst() })
    let rest = ranked.count - rows.count
    return [
      Wording.field("best", "\(best.label): \(metric) \(Wording.score(best.mean)), mean of \(best.told)")
    ]
      + lines + (rest > 0 ? ["and \(Wording.count(rest, "more configuration"))"] : [])
  }

  private func failed(in current: String) -> [String] {
    failures.flatMap { cell, reason in
      [
        Wording.field("failed", "\(cell.label): \(reason.firstLine)"),
        Wording.field("", Wording.path(cell.log, in: current)),
      ]
    }
  }

  private func next(_ command: String, in current: String) -> [String] {
    let retry = failures.isEmpty ? [] : ["put right what failed, then: \(command) --retry-failed"]
    let pictures = ranked?.first.map {
      ["look at the pictures of the best in \(Wording.path($0.folder.samples, in: current))"]
    }
    return (retry + (pictures ?? [])).enumerated().map {
      Wording.field($0.offset == 0 ? "next" : "", $0.element)
    }
  }
}
