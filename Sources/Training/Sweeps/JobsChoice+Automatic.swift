import Config
import Experiment
import Foundation

extension JobsChoice {
  /// With how many processes at once the cells of a sweep are trained fastest on this machine: what `--jobs auto` means.
  ///
  /// It is measured once, on a cell of median cost, and kept in `jobs.json`; later calls on machines with the same processor and as many
  /// cores keep to it, with fewer processes where fewer cells are left or memory is short.
  ///
  /// - Parameters:
  ///   - cells: those that are to be trained.
  ///   - finder: what each of them takes.
  ///   - folder: the sweep's folder.
  ///   - keeps: whether to write what was measured into the folder, which is made where it is not there.
  ///   - program: what trains.
  /// - Throws: `DiagnosticError` for bad data; `FileFailure`; `TrainingFailure`.
  static func automatic(
    for cells: [SweepCell], _ finder: SweepCosts, in folder: SweepFolder, keepingIt keeps: Bool,
    progress: ProgressDisplay, program: String = Host.program
  ) throws -> JobsChoice {
    let cores = Host.usableCores
    if let choice = try onDevices(cells, cores: cores) { return choice }
    let costs = try finder.costs(of: cells, progress: progress)
    let limits = Limits(cells, costs, cores: cores.count, availableMemory: Host.availableMemory)
    if let known = try recorded(in: folder, cores: cores.count) {
      return JobsChoice(limited(known.chosen, limits), cores: cores, .recorded)
    }
    let candidates = candidates(limits)
    guard candidates.count > 1, let typical = median(cells, costs) else {
      return JobsChoice(candidates[0], cores: cores, .only)
    }
    let text = try finder.sweep.experiment(of: typical).resolvedText
    let (rates, complaint) = try Folder.withTemporary { folder in
      let config = "\(folder)/config.yaml"
      try Data(text.utf8).write(to: URL(fileURLWithPath: config))
      let measurement = JobsMeasurement(program: program, config: config, cores: cores, folder: folder)
      return (try measure(candidates, measurement, progress), measurement.complaint)
    }
    guard let chosen = best(of: rates) else {
      let reason = complaint ?? "no process came as far as a step"
      return JobsChoice(candidates[0], cores: cores, .notMeasured(reason))
    }
    // Another sweep may have chosen meanwhile: what the folder says counts, since it may have begun to train.
    if let known = try recorded(in: folder, cores: cores.count) {
      return JobsChoice(limited(known.chosen, limits), cores: cores, .recorded)
    }
    guard keeps else { return JobsChoice(chosen, cores: cores, .measured(rates)) }
    let machine = JobsRecord.Machine(
      processor: Host.processor, cores: cores.count, measured: rates, chosen: chosen)
    let record = try read(folder) ?? JobsRecord(machines: [])
    try Folder.create(folder.path)
    try AtomicFile.write(JSONFormat.encode(record.adding(machine)), to: folder.jobs)
    return JobsChoice(chosen, cores: cores, .measured(rates))
  }

  /// One process for each GPU; nil where the cells are trained on the CPU.
  private static func onDevices(_ cells: [SweepCell], cores: [Int]) throws -> JobsChoice? {
    let devices = Host.gpus
    guard !devices.isEmpty, cells.contains(where: { $0.config.training.device != .cpu }) else { return nil }
    let jobs = max(1, min(devices.count, cells.count))
    let split = JobsRecord.Split(jobs: jobs, threads: max(1, cores.count / jobs))
    return JobsChoice(split, cores: cores, devices: devices, .devices)
  }

  private static func measure(
    _ candidates: [JobsRecord.Split], _ measurement: JobsMeasurement, _ progress: ProgressDisplay
  ) throws -> [JobsRecord.Rate] {
    progress.line(
      "jobs      measuring \(candidates.map { "\($0.jobs) x \($0.threads)" }.joined(separator: ", ")) (processes x threads)"
    )
    return try candidates.map { split in
      JobsRecord.Rate(split: split, imagesPerSecond: try measurement.imagesPerSecond(split))
    }
  }

  /// The cell whose steps cost as much as the middle of all.
  private static func median(_ cells: [SweepCell], _ costs: [CellCost]) -> SweepCell? {
    let known = zip(cells, costs).compactMap { cell, cost in cost.updateFlops.map { (cell, $0) } }
    let sorted = known.sorted { ($0.1, $0.0.number) < ($1.1, $1.0.number) }
    return sorted.isEmpty ? nil : sorted[sorted.count / 2].0
  }

  private static func recorded(in folder: SweepFolder, cores: Int) throws -> JobsRecord.Machine? {
    try read(folder)?.machine(processor: Host.processor, cores: cores)
  }

  /// - Throws: `FileFailure` where the file is damaged: who has trained with its numbers would not go on with others.
  private static func read(_ folder: SweepFolder) throws(FileFailure) -> JobsRecord? {
    guard FileManager.default.fileExists(atPath: folder.jobs) else { return nil }
    do {
      return try RunFolder(folder.path).read(JobsRecord.self, from: folder.jobs)
    } catch {
      throw FileFailure(
        action: error.action, path: error.path,
        reason: "\(error.reason); remove it to measure anew, or give --jobs N")
    }
  }
}

extension JobsChoice.Limits {
  fileprivate init(_ cells: [SweepCell], _ costs: [CellCost], cores: Int, availableMemory: Int?) {
    let most = costs.compactMap(\.known?.memory).max() ?? 0
    let room = availableMemory.map { most > 0 ? Int(Double($0) / most) : .max } ?? .max
    let fixed = cells.compactMap { cell -> Int? in
      if case .fixed(let count) = cell.config.training.threads { count } else { nil }
    }
    self.init(cores: cores, cells: max(1, cells.count), memory: max(1, room), threads: fixed.max())
  }
}
