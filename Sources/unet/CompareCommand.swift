import ArgumentParser
import Diagnostics
import Experiment
import Foundation
import Training

/// `unet compare`: says which configuration is better, and whether the difference is real.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Say which configuration is better, and whether the difference is real.",
    discussion: """
      Reads run folders, sweep folders and folders of these (default: runs), folds runs that differ in seed and fold alone into \
      configurations, and prints a table with a 95 % interval for each score, and in words what follows. Runs may be training, stopped \
      or failed; nothing is written into them.

      Examples:
        unet compare runs/depth_width
        unet compare runs/depth_width --by loss --where 'model.depth>=3'
        unet compare runs/depth_width --baseline depth=2,loss=ce --output report.md
        unet compare runs/a runs/b --metric mean_dice --epoch final
        unet compare runs/depth_width --watch
      """)

  @Argument(
    help: ArgumentHelp("Run folders, sweep folders, folders of these, patterns of them.", valueName: "path"),
    completion: .directory)
  var paths: [String] = []

  @Option(
    help: ArgumentHelp(
      "table, markdown, csv, json, latex or html (default: by the end of --output, or table).",
      valueName: "form"),
    transform: parse(format:))
  var format: ReportFormat?

  @Option(help: ArgumentHelp("Write the report to a file.", valueName: "file"), completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp("What to compare by (default: what chose the best epochs).", valueName: "metric"),
    transform: parse(metric:))
  var metric: Metric?

  @Option(
    help: ArgumentHelp(
      "best or final (default: the test images where there are some, or else best).", valueName: "epoch"),
    transform: parse(epoch:))
  var epoch: Comparison.Epoch?

  @Option(
    help: ArgumentHelp(
      "Compare with this configuration, not with the best: its label, a run, or settings such as depth=2,loss=ce.",
      valueName: "label"))
  var baseline: String?

  @Option(
    help: ArgumentHelp(
      "The difference that ties are told of: how many more seeds would show it; in the unit of the metric.",
      valueName: "difference"))
  var worthwhile = 0.01

  @Option(
    name: .customLong("where"), parsing: .singleValue,
    help: ArgumentHelp(
      "Show only runs for which this holds, such as 'model.depth>=3'; may be repeated.",
      valueName: "condition"
    ))
  var conditions: [String] = []

  @Option(name: .customLong("by"), help: ArgumentHelp("Group the rows by a key.", valueName: "key"))
  var group: String?

  @Option(
    name: .customLong("sort"),
    help: ArgumentHelp("Order the rows by a key, a metric or another column.", valueName: "column"))
  var order: String?

  @Option(help: ArgumentHelp("Show so many configurations, at least 1.", valueName: "n"))
  var top: Int?

  @Option(help: ArgumentHelp("The columns, such as depth,mean_iou,parameters.", valueName: "a,b,c"))
  var columns: String?

  @Flag(help: "Keep the report up to date until nothing runs any more.")
  var watch = false

  @Flag(name: .shortAndLong, help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    if let top, top < 1 {
      throw ValidationError("--top is a number of configurations, at least 1; it is \(top)")
    }
    guard worthwhile > 0, worthwhile.isFinite else {
      throw ValidationError("--worthwhile is a difference above 0; it is \(worthwhile)")
    }
    guard format == nil, let output, ReportFormat(ofFile: output) == nil else { return }
    throw ValidationError(
      "--output '\(output)' doesn't end with one of \(ReportFormat.suffixes); name the form with --format")
  }

  func run() throws {
    try reportingFailures {
      let environment = ProcessInfo.processInfo.environment
      let request = request
      var comparer = Comparer(
        request, in: FileManager.default.currentDirectoryPath, timeout: try LeaseTimeout(in: environment))
      let display = ReportDisplay(
        form: format ?? output.flatMap { ReportFormat(ofFile: $0) } ?? .table, columns: columnNames,
        isShort: request.top == nil, output: output, isQuiet: quiet,
        sparkline: Sparkline(environment: environment))
      guard watch else { return try display.show(comparer.comparison()) }
      StopSignal.install()
      try follow(&comparer, display)
    }
  }

  private var columnNames: [String]? {
    columns?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private var request: CompareRequest {
    let words = CommandLine.arguments.dropFirst().filter { $0 != "--watch" }
    var request = CompareRequest(
      paths: paths.isEmpty ? ["runs"] : paths,
      command: (["unet"] + words).map(\.asShellWord).joined(separator: " "))
    request.metric = metric
    let named = (columnNames ?? []) + (order.map { [$0] } ?? [])
    request.others += named.compactMap { Metric(rawValue: $0) }
    request.epoch = epoch
    request.baseline = baseline
    request.worthwhile = worthwhile
    request.conditions = conditions
    request.group = group
    request.order = order
    request.top = top
    return request
  }

  /// Shows the report whenever files have changed, until nothing runs any more or a signal comes.
  private func follow(_ comparer: inout Comparer, _ display: ReportDisplay) throws {
    var (state, looked, idle): (Set<String>?, ContinuousClock.Instant, ContinuousClock.Instant?) = (
      nil, .now, nil
    )
    while true {
      let now = comparer.state
      // That a process is gone changes no file.
      if now != state || ContinuousClock.now - looked > .seconds(5) {
        (state, looked) = (now, .now)
        let comparison = try comparer.comparison()
        display.update(comparison)
        let statuses = Set(comparison.runs.map(\.status))
        if statuses.contains(.running) { idle = nil } else { idle = idle ?? .now }
        // Between two cells of a sweep nothing runs for a moment.
        let isDone = statuses.isSubset(of: [.finished, .failed])
        if isDone || idle.map({ ContinuousClock.now - $0 > .seconds(10) }) ?? false {
          return try display.show(comparison)
        }
      }
      for _ in 0..<10 where !StopSignal.isRaised { usleep(100_000) }
      if StopSignal.isRaised { return try display.show(comparer.comparison()) }
    }
  }
}

/// Where and how a report is shown.
private struct ReportDisplay {
  let form: ReportFormat
  let columns: [String]?
  /// Whether a table on standard output has only its first rows.
  let isShort: Bool
  let output: String?
  let isQuiet: Bool
  let sparkline: Sparkline
  private let progress: ProgressDisplay

  init(
    form: ReportFormat, columns: [String]?, isShort: Bool, output: String?, isQuiet: Bool,
    sparkline: Sparkline
  ) {
    self.form = form
    self.columns = columns
    self.isShort = isShort
    self.output = output
    self.isQuiet = isQuiet
    self.sparkline = sparkline
    progress = ProgressDisplay(.forStandardOutput(isQuiet: isQuiet))
  }

  /// Writes the file, or prints the report so that it stays.
  func show(_ comparison: Comparison) throws {
    let data = try data(comparison, width: output == nil ? TerminalSize.width ?? .max : .max)
    if let output {
      try AtomicFile.write(data, to: output)
      progress.field("report", output)
    } else if !isQuiet {
      progress.update([])
      try? FileHandle.standardOutput.write(contentsOf: data)
    }
    if form == .csv || form == .latex, !isQuiet {
      for warning in comparison.warnings { tell("warning: \(warning)") }
    }
  }

  /// Draws the report over what was drawn, or writes the file again.
  func update(_ comparison: Comparison) {
    if let output {
      // A disk that is full now may not be the next time; the last time it is told.
      if let data = try? data(comparison, width: .max) { try? AtomicFile.write(data, to: output) }
    } else if let width = TerminalSize.width,
      let lines = try? report(comparison).lines(width: width - 1, rows: TerminalReport.mostRows)
    {
      progress.update(lines)
    }
  }

  private func report(_ comparison: Comparison) throws -> TerminalReport {
    TerminalReport(comparison, columns: try chosen(comparison), sparkline: sparkline)
  }

  private func chosen(_ comparison: Comparison) throws -> [ReportColumn]? {
    try columns?.map { try ReportColumn($0, comparison.keys) }
  }

  private func data(_ comparison: Comparison, width: Int) throws -> Data {
    let columns = try chosen(comparison)
    switch form {
    case .table:
      let rows = isShort && output == nil ? TerminalReport.mostRows : .max
      return Data(
        (try report(comparison).lines(width: width, rows: rows).joined(separator: "\n") + "\n").utf8)
    case .markdown: return Data(MarkdownReport(comparison, columns: columns).text.utf8)
    case .csv: return Data(CSVReport(comparison, columns: columns).text.utf8)
    case .json: return try JSONFormat.encode(comparison)
    case .latex: return Data(LaTeXReport(comparison, columns: columns).text.utf8)
    case .html: return Data(try Page.html(comparison, pictures: PagePictures(of: comparison)).utf8)
    }
  }
}

/// One of some words of the command line, with the nearest where it is none.
private func choice<Value>(
  _ text: String, among names: [String], _ what: String, _ make: (String) -> Value?
) throws -> Value {
  if let value = make(text) { return value }
  let near = Spelling.suggestion(for: text, in: names)
  throw ValidationError(
    "there is no \(what) '\(text)'\(near.isEmpty ? "; there is \(names.joined(separator: ", "))" : near)")
}

private func parse(format text: String) throws -> ReportFormat {
  try choice(text, among: ReportFormat.allCases.map(\.rawValue), "form") { ReportFormat(rawValue: $0) }
}

private func parse(metric text: String) throws -> Metric {
  try choice(text, among: Metric.allCases.map(\.rawValue), "metric") { Metric(rawValue: $0) }
}

private func parse(epoch text: String) throws -> Comparison.Epoch {
  try choice(text, among: ["best", "final"], "epoch") { Comparison.Epoch(rawValue: $0) }
}
