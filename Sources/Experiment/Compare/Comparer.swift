public import Diagnostics
public import Foundation

/// Makes comparisons of what stands in run folders, again and again while runs go on.
public struct Comparer {
  /// What is asked for.
  public let request: CompareRequest
  private let current: String
  private var watch: LeaseWatch

  /// The most runs of which more than the summary is read: all statistics of as many take seconds.
  public static let mostDetailed = 500

  /// A comparer.
  ///
  /// - Parameters:
  ///   - request: what is asked for.
  ///   - current: the folder from which paths count, absolute.
  ///   - timeout: how long the holder of a run may be silent.
  public init(_ request: CompareRequest, in current: String, timeout: LeaseTimeout) {
    self.request = request
    self.current = current
    watch = LeaseWatch(timeout: timeout)
  }

  /// The comparison as the folders are now.
  ///
  /// - Parameter now: when it is made.
  /// - Throws: That a path leads to no run, or that a key or a configuration is none.
  public mutating func comparison(at now: Date = Date()) throws(DiagnosticError) -> Comparison {
    let search = try RunSearch(request.paths, in: current)
    let reading = RunReading(search.found, &watch, in: current)
    guard !reading.runs.isEmpty else {
      throw DiagnosticError(reading.warnings.map { Diagnostic($0) } + [Diagnostic("no run can be read")])
    }
    let all = Folding(reading.runs)
    let filter = try RunFilter(request.conditions, keys: all.keys)
    let runs = filter.runs(of: all.configurations)
    guard !runs.isEmpty else {
      throw DiagnosticError(
        Diagnostic(
          "no run fits \(request.conditions.map { "--where '\($0)'" }.joined(separator: " "))",
          notes: all.keys.map { "\($0.key): \($0.values.joined(separator: ", "))" }))
    }
    // What no longer differs is no column.
    let folding = runs.count == reading.runs.count ? all : Folding(runs)
    let metric = request.metric ?? Self.usualMetric(of: runs)
    let shown = shownEpoch(of: runs)
    let scored = runs.filter { $0.summary != nil }
    let isDetailed = scored.count <= Self.mostDetailed
    let details = isDetailed ? Workers.map(scored) { RunDetails(of: $0, shown, metric: metric) } : []
    let known = Dictionary(
      zip(scored.map(\.folder.path), details), uniquingKeysWith: { first, _ in first })
    let draft = try ComparisonDraft(
      folding, metric: metric, shown, details: known, isDetailed: isDetailed, request)
    return draft.comparison(
      title: title, made: now.formatted(.iso8601),
      warnings: search.warnings + reading.warnings, in: current)
  }

  /// Which runs there are, and when each changed last: what a comparison may differ by.
  public var state: Set<String> {
    let found = (try? RunSearch(request.paths, in: current))?.found ?? []
    return Set(
      found.map { run in
        var facts = stat()
        guard stat(run.folder.summary, &facts) == 0 else { return run.folder.path }
        return "\(run.folder.path) \(facts.st_ino) \(facts.st_mtim.tv_sec) \(facts.st_mtim.tv_nsec)"
      })
  }

  /// What most runs chose their best epoch by.
  private static func usualMetric(of runs: [ComparedRun]) -> Metric {
    let counts = runs.compactMap { $0.summary?.best?.metric }.reduce(into: [Metric: Int]()) {
      $0[$1, default: 0] += 1
    }
    return counts.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key ?? .meanIoU
  }

  private func shownEpoch(of runs: [ComparedRun]) -> ShownEpoch {
    switch request.epoch {
    case .best: return .best
    case .final: return .final
    case nil:
      let finished = runs.filter { $0.status == .finished }
      return !finished.isEmpty && finished.allSatisfy { $0.summary?.test != nil } ? .test : .best
    }
  }

  private var title: String {
    let names = request.paths.map { RunFolder($0).name }
    return names.count > 3 ? names.prefix(3).joined(separator: ", ") + ", …" : names.joined(separator: ", ")
  }
}
