import Config
import Dispatch
import Foundation
import Synchronization

/// Reads what was found, as much of each as a table needs.
struct RunReading: Sendable {
  /// The runs, in their order, less those that are damaged.
  private(set) var runs: [ComparedRun] = []
  /// The damaged ones, a sentence each.
  private(set) var warnings: [String] = []

  /// What a summary file holds.
  private enum Content: Sendable {
    case summary(SummaryRecord)
    case missing
    case damaged(String)
  }

  /// Reads the summaries, several at once.
  ///
  /// - Parameters:
  ///   - watch: tells which of those that are not finished are being trained.
  ///   - current: the folder from which paths are told.
  init(_ found: [RunSearch.Found], _ watch: inout LeaseWatch, in current: String) {
    let contents = Workers.map(found) { Self.content(of: $0.folder) }
    var bases: [String: [String: String]] = [:]
    for (run, content) in zip(found, contents) {
      if case .summary(let summary) = content, let sweep = run.sweep, bases[sweep] == nil {
        bases[sweep] = summary.differing
      }
    }
    for (run, content) in zip(found, contents) {
      switch content {
      case .damaged(let reason):
        warnings.append("\(Wording.path(run.folder.path, in: current)) is left out: \(reason)")
      case .summary(let summary):
        let settings =
          summary.leftOut == nil ? summary.differing : Self.settings(of: run.folder) ?? summary.differing
        runs.append(
          ComparedRun(
            folder: run.folder, summary: summary, status: Self.status(summary, of: run.folder, &watch),
            settings: settings, swept: Self.swept(run.cell)))
      case .missing:
        let isHeld = run.folder.exists && watch.holder(of: run.folder.path) != nil
        let swept = Self.swept(run.cell)
        let own = Dictionary(swept.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        let base = run.sweep.flatMap { bases[$0] } ?? [:]
        runs.append(
          ComparedRun(
            folder: run.folder, summary: nil, status: isHeld ? .running : .new,
            settings: base.merging(own) { _, own in own }, swept: swept))
      }
    }
  }

  private static func content(of folder: RunFolder) -> Content {
    guard let file = FileManager.default.contents(atPath: folder.summary) else {
      return access(folder.summary, F_OK) == 0 ? .damaged("its summary.json cannot be read") : .missing
    }
    do {
      return .summary(try JSONFormat.decode(SummaryRecord.self, from: file))
    } catch {
      return .damaged("its summary.json is damaged or of another version")
    }
  }

  private static func status(
    _ summary: SummaryRecord, of folder: RunFolder, _ watch: inout LeaseWatch
  ) -> ComparedRun.Status {
    if summary.status == .finished { return .finished }
    if watch.holder(of: folder.path) != nil { return .running }
    return switch summary.status {
    case .finished: .finished
    case .running: .killed
    case .stopped: .stopped
    case .paused: .paused
    case .failed: .failed
    }
  }

  /// All keys that differ from their default, of a run whose summary had no room for them.
  private static func settings(of folder: RunFolder) -> [String: String]? {
    try? ExperimentConfig.load(file: folder.config, environment: [:], currentFolder: folder.path).differing
  }

  /// What a sweep sets, in the order of the cell's label, which leaves out what a case sets.
  private static func swept(_ cell: SweepRecord.Cell?) -> [ComparedRun.Swept] {
    guard let cell else { return [] }
    return cell.label.split(separator: ",").compactMap { part in
      let halves = part.split(separator: "=", maxSplits: 1)
      guard halves.count == 2 else { return nil }
      let name = String(halves[0])
      let key = cell.settings.keys.filter {
        SettingLabels.plain($0) == name || SettingLabels.plain($0).hasSuffix(".\(name)")
      }
      .min { ($0.count, $0) < ($1.count, $1) }
      return key.map {
        ComparedRun.Swept(key: $0, value: cell.settings[$0] ?? "", label: String(halves[1]))
      }
    }
  }
}

/// Work on many things by all cores.
enum Workers {
  /// What becomes of each, in the same order.
  static func map<Item: Sendable, Result: Sendable>(
    _ items: [Item], _ body: @Sendable (Item) -> Result
  ) -> [Result] {
    let portion = 16
    let portions = (items.count + portion - 1) / portion
    let results = Mutex([[Result]](repeating: [], count: portions))
    DispatchQueue.concurrentPerform(iterations: portions) { index in
      let own = items[index * portion..<min(items.count, (index + 1) * portion)].map(body)
      results.withLock { $0[index] = own }
    }
    return results.withLock { $0.flatMap(\.self) }
  }
}
