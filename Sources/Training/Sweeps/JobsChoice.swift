import Experiment
import Torch

/// With how many processes at once a sweep trains its cells, and what each of them gets.
public struct JobsChoice: Equatable, Sendable {
  /// Why it is so.
  enum Reason: Equatable {
    /// The command says so.
    case given
    /// There is nothing to choose: one core, or one cell, or a config that fixes it.
    case only
    /// It gave the most images a second.
    case measured([JobsRecord.Rate])
    /// `jobs.json` says so.
    case recorded
    /// One for each GPU.
    case devices
    /// Nothing could be measured, for this reason.
    case notMeasured(String)
  }

  /// Processes at once, at least 1.
  public let jobs: Int
  /// Threads of each, at least 1.
  public let threads: Int
  /// The number of GPUs over which they are spread; 0 on a CPU.
  public let devices: Int
  /// The cores and GPUs of each.
  let assignment: CoreAssignment
  let reason: Reason

  init(_ split: JobsRecord.Split, cores: [Int], devices: [String] = [], _ reason: Reason) {
    (jobs, threads) = (split.jobs, split.threads)
    self.devices = devices.count
    assignment = CoreAssignment(cores: cores, threads: split.threads, devices: devices)
    self.reason = reason
  }

  /// So many processes at once, as the command says; they share the cores evenly.
  ///
  /// - Parameter jobs: at least 1.
  public static func fixed(_ jobs: Int) -> JobsChoice {
    let cores = Host.usableCores
    let threads = max(1, cores.count / max(1, jobs))
    return JobsChoice(.init(jobs: max(1, jobs), threads: threads), cores: cores, devices: Host.gpus, .given)
  }

  /// The cores of a process, by its place among those that run at once, from 0.
  func cores(of slot: Int) -> CoreSet { assignment.cores(ofSlot: slot) }

  /// What a process has in its environment beside what this one has.
  func environment(of slot: Int) -> [String: String] {
    assignment.device(ofSlot: slot).map { ["CUDA_VISIBLE_DEVICES": $0] } ?? [:]
  }

  /// "2 jobs of 1 thread".
  public var words: String {
    "\(Wording.count(jobs, "job")) of \(Wording.count(threads, "thread"))\(jobs == 1 ? "" : " each")"
  }

  /// What was chosen and why, in a line.
  public var line: String {
    switch reason {
    case .given, .only: words
    case .recorded: "\(words), as measured before (jobs.json)"
    case .devices: "\(words), one for each GPU"
    case .notMeasured(let why): "\(words); nothing was measured: \(why)"
    case .measured(let rates):
      "\(words): " + rates.map(Self.words).joined(separator: ", ")
    }
  }

  private static func words(_ rate: JobsRecord.Rate) -> String {
    let speed = rate.imagesPerSecond.map { "\(Wording.significant($0)) images/s" } ?? "failed"
    return "\(rate.split.jobs) x \(rate.split.threads) \(speed)"
  }
}
