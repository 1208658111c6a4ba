import Diagnostics
import Experiment
import Foundation

/// Has cells trained by a cluster: submits them to Slurm as arrays of jobs, and follows those.
///
/// The jobs belong to the cluster, not to this process: they stay when it ends, and the next one finds them in the sweep's folder.
final class SlurmLauncher: Launcher {
  /// A submission with the cells whose tasks have not ended, by the number of the task.
  private struct Followed {
    var submission: SlurmSubmission
    var cells: [Int: Int]
    /// How often Slurm did not know of a task that had not told its end: files may take a while to get here.
    var absences: [Int: Int] = [:]
    /// What was submitted, by the number of the task; empty where another process did, since then the cells tell how they are.
    let jobs: [CellJob]
    var isAdopted: Bool { jobs.isEmpty }
  }

  private let config: SlurmConfig
  private let sweep: String
  private let program: String
  private let commands: SlurmCommands
  private let progress: ProgressDisplay
  /// Seconds from one question to Slurm to the next.
  private let interval: Double
  private var waiting: [CellJob] = []
  private var followed: [Followed]
  private var isStopping = false
  private var told: Set<String> = []
  private var lastLook: ContinuousClock.Instant?
  private var lastQuestion: ContinuousClock.Instant?
  private var nextTry: ContinuousClock.Instant?
  /// The most tasks of an array that this cluster takes, as far as is known.
  private var most = SlurmLauncher.mostTasks

  /// What Slurm takes where nobody set it.
  private static let mostTasks = 1000

  /// Finds what is still queued of the sweep.
  ///
  /// - Parameters:
  ///   - sweep: the folder of the sweep.
  ///   - members: all of its cells.
  ///   - program: the path of this program, which the cluster's machines must find there too.
  init(
    _ config: SlurmConfig, in sweep: String, members: [SweepMember], program: String,
    progress: ProgressDisplay,
    environment: [String: String] = ProcessInfo.processInfo.environment, interval: Double = 5
  ) {
    (self.config, self.sweep, self.program, self.progress) = (config, sweep, program, progress)
    commands = SlurmCommands(environment: environment)
    self.interval = interval
    let numbers = Dictionary(members.map { ($0.folder.name, $0.cell.number) }) { first, _ in first }
    followed = SlurmSubmission.open(in: sweep).map { submission in
      let done = submission.exitCodes.filter { $0.value != Self.stoppedAfterSaving }
      let cells = submission.cells.enumerated().compactMap { task, cell in
        done[task] == nil ? numbers[cell.folder].map { (task, $0) } : nil
      }
      return Followed(submission: submission, cells: Dictionary(uniqueKeysWithValues: cells), jobs: [])
    }
  }

  var pending: Set<Int> {
    isStopping ? [] : Set(followed.flatMap(\.cells.values)).union(waiting.map(\.member.cell.number))
  }

  /// An array is throttled as a whole; what comes while it runs must fit in beside it.
  var room: Int {
    if isStopping { return 0 }
    let count = pending.count
    return max(0, (count == 0 ? Self.mostTasks : config.throttle ?? Self.mostTasks) - count)
  }

  var threads: Int? { config.cpus }

  /// They are submitted together when it is next asked what has ended.
  func start(_ jobs: [CellJob]) { waiting += jobs }

  func takeEnded() throws -> [CellEnding] {
    if isStopping { return [] }
    // Before anything is submitted: it may be queued already.
    var endings: [CellEnding] = []
    if isDue(&lastLook, after: min(1, interval)) { endings += try takeExits() }
    if isDue(&lastQuestion, after: interval) { endings += try askQueue() }
    try submitWaiting()
    return endings
  }

  func stop() {
    guard !isStopping else { return }
    isStopping = true
    let open = followed.filter { !$0.cells.isEmpty }
    guard !open.isEmpty else { return }
    let count = open.reduce(0) { $0 + $1.cells.count }
    let jobs = open.map { $0.submission.job ?? "--name=\($0.submission.name)" }
    progress.line(
      "\(Wording.count(count, "cell")) \(count == 1 ? "stays" : "stay") with Slurm, and the same command follows them again; cancel them with: scancel \(jobs.joined(separator: " "))"
    )
  }

  /// Whether so many seconds have passed since it last was.
  private func isDue(_ last: inout ContinuousClock.Instant?, after seconds: Double) -> Bool {
    let now = ContinuousClock.now
    if let last, now - last < .seconds(seconds) { return false }
    last = now
    return true
  }

  /// Tells it unless that was done.
  private func tell(_ text: String) {
    if told.insert(text).inserted { progress.line(text) }
  }
}

// MARK: Submitting

extension SlurmLauncher {
  /// Submits what waits; what Slurm doesn't take now is tried again.
  private func submitWaiting() throws {
    if let nextTry, ContinuousClock.now < nextTry { return }
    nextTry = nil
    while !waiting.isEmpty, nextTry == nil {
      let jobs = Array(waiting.prefix(most))
      var submission = try SlurmSubmission(
        jobs.map { SlurmSubmission.Cell(folder: $0.member.folder.name, until: $0.until) }, in: sweep)
      let script = SlurmScript(submission: submission, config: config, program: program)
      try submission.write(script.text, to: "script.sh")
      let result = try commands.sbatch(script.arguments)
      guard result.status == 0, let job = Self.job(result.output) else {
        try take(refusal: result, of: submission, jobs)
        continue
      }
      try submission.write("\(job)\n", to: "job")
      submission.job = job
      follow(submission, jobs)
      progress.line("submitted \(Wording.count(jobs.count, "cell")) to Slurm as job \(job)")
    }
  }

  private func follow(_ submission: SlurmSubmission, _ jobs: [CellJob]) {
    let cells = jobs.map(\.member.cell.number).enumerated().map { ($0.offset, $0.element) }
    followed.append(
      Followed(submission: submission, cells: Dictionary(uniqueKeysWithValues: cells), jobs: jobs))
    waiting.removeFirst(jobs.count)
  }

  /// The number of a job: `12`, or `12;cluster`.
  static func job(_ output: String) -> String? {
    let line = output.split(separator: "\n").last { $0.first?.isNumber ?? false }
    return line?.split(separator: ";").first.map(String.init)
  }

  /// Decides what is done about cells that `sbatch` did not take.
  private func take(refusal: SlurmCommands.Result, of submission: SlurmSubmission, _ jobs: [CellJob]) throws {
    let refusal = SlurmRefusal(refusal)
    if refusal.kind == .noAnswer {
      // It may have been taken all the same, which the queue will tell.
      follow(submission, jobs)
      tell("Slurm doesn't answer (\(refusal.reason)); the sweep goes on asking")
      nextTry = .now + .seconds(interval)
      return
    }
    try? FileManager.default.removeItem(atPath: submission.path)
    if refusal.kind == .tooMany, jobs.count > 1 {
      most = jobs.count / 2
    } else if refusal.kind == .tooMany, !followed.isEmpty {
      tell("Slurm takes no more cells for now (\(refusal.reason)); the others are submitted later")
      nextTry = .now + .seconds(6 * interval)
    } else {
      throw refusal.error(SlurmScript(submission: submission, config: config, program: program).arguments)
    }
  }
}

// MARK: Following

extension SlurmLauncher {
  private static let stoppedAfterSaving: Int32 = 75

  /// Takes the exit codes that tasks have left, but for those of tasks that may be queued again.
  private func takeExits() throws -> [CellEnding] {
    var endings: [CellEnding] = []
    for index in followed.indices {
      let codes = followed[index].submission.exitCodes
      for (task, cell) in followed[index].cells.sorted(by: { $0.key < $1.key }) {
        guard let code = codes[task], code != Self.stoppedAfterSaving else { continue }
        followed[index].cells[task] = nil
        endings.append(CellEnding(cell: cell, how: Self.how(code)))
      }
    }
    try forgetEnded()
    return endings
  }

  /// As shells have it, a code above 128 is that of a signal.
  static func how(_ code: Int32) -> CellEnding.How { code > 128 ? .signalled(code - 128) : .exited(code) }

  /// Asks Slurm for the tasks that have left no exit code.
  private func askQueue() throws -> [CellEnding] {
    let open = followed.filter { !$0.cells.isEmpty }
    guard !open.isEmpty else { return [] }
    guard let tasks = try commands.queue(of: open.map(\.submission.name)) else {
      tell("Slurm doesn't answer (squeue); the sweep goes on asking")
      return []
    }
    tellObstacles(tasks)
    let byName = Dictionary(grouping: tasks, by: \.name)
    var endings: [CellEnding] = []
    for index in followed.indices {
      let known = byName[followed[index].submission.name] ?? []
      if followed[index].submission.job == nil, let job = known.first?.job {
        followed[index].submission.job = job
        try followed[index].submission.write("\(job)\n", to: "job")
      }
      if followed[index].submission.job == nil, !followed[index].isAdopted {
        // Slurm was not reached when it was submitted, and has not heard of it.
        waiting = followed[index].jobs + waiting
        followed[index].cells = [:]
        continue
      }
      endings += try takeEnded(of: &followed[index], among: known)
    }
    try forgetEnded()
    return endings
  }

  private func takeEnded(of followed: inout Followed, among tasks: [SlurmTask]) throws -> [CellEnding] {
    let known = Dictionary(tasks.map { ($0.task, $0) }) { first, _ in first }
    let codes = followed.submission.exitCodes
    var endings: [CellEnding] = []
    for (task, cell) in followed.cells.sorted(by: { $0.key < $1.key }) {
      guard known[task]?.state != .active else {
        followed.absences[task] = nil
        continue
      }
      let absences = followed.absences[task, default: 0] + 1
      followed.absences[task] = absences
      guard absences > 1 || followed.isAdopted else { continue }
      followed.cells[task] = nil
      // What has become of a cell between two processes its own files tell.
      guard !followed.isAdopted else { continue }
      endings.append(
        CellEnding(cell: cell, how: try how(known[task], codes[task], task, in: followed.submission)))
    }
    return endings
  }

  /// How a task ended that left no final exit code.
  private func how(_ known: SlurmTask?, _ code: Int32?, _ task: Int, in submission: SlurmSubmission) throws
    -> CellEnding.How
  {
    if known?.state == .cancelled { return .lost("its Slurm job was cancelled") }
    if let code { return Self.how(code) }
    let log = "\(submission.path)/task-\(task).log"
    if case .ended(let word) = known?.state {
      return .lost("its Slurm job left no exit code: \(word); see \(log)")
    }
    if let job = submission.job, let word = try commands.accounting(of: task, in: job) {
      return .lost("its Slurm job left no exit code: \(word); see \(log)")
    }
    return .lost("its Slurm job is gone without an exit code; see \(log)")
  }

  private func forgetEnded() throws {
    for ended in followed where ended.cells.isEmpty { try ended.submission.write("", to: "ended") }
    followed.removeAll { $0.cells.isEmpty }
  }

  private func tellObstacles(_ tasks: [SlurmTask]) {
    for (obstacle, tasks) in Dictionary(
      grouping: tasks.filter { $0.obstacle != nil }, by: { $0.obstacle ?? "" })
    {
      tell("Slurm keeps cells waiting: \(obstacle) (job \(tasks[0].job))")
    }
  }
}
