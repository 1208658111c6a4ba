/// The file `jobs.json` of a sweep: with how many processes at once each machine trains its cells, and why.
///
/// The bits of a result depend on the number of threads: what was chosen once is kept.
public struct JobsRecord: Codable, Equatable, Sendable {
  /// So many processes of so many threads each.
  public struct Split: Codable, Hashable, Sendable {
    /// Processes at once, at least 1.
    public let jobs: Int
    /// Threads of each, at least 1.
    public let threads: Int

    /// Makes a split.
    public init(jobs: Int, threads: Int) {
      self.jobs = jobs
      self.threads = threads
    }
  }

  /// What was measured of a split.
  public struct Rate: Codable, Equatable, Sendable {
    /// The split.
    public let split: Split
    /// Training images a second of all its processes together; absent where they failed.
    public let imagesPerSecond: Double?

    /// Makes a rate.
    public init(split: Split, imagesPerSecond: Double?) {
      self.split = split
      self.imagesPerSecond = imagesPerSecond
    }

    private enum CodingKeys: String, CodingKey {
      case split
      case imagesPerSecond = "images_per_second"
    }
  }

  /// What was found on machines of one kind.
  public struct Machine: Codable, Equatable, Sendable {
    /// The processor's name.
    public let processor: String
    /// The cores that the sweep could use.
    public let cores: Int
    /// What was measured.
    public let measured: [Rate]
    /// What is used.
    public let chosen: Split

    /// Makes the record of a machine.
    public init(processor: String, cores: Int, measured: [Rate], chosen: Split) {
      self.processor = processor
      self.cores = cores
      self.measured = measured
      self.chosen = chosen
    }
  }

  /// The version of the format.
  public let schema: Int
  /// Each kind of machine that has trained cells.
  public let machines: [Machine]

  /// Makes a record.
  public init(machines: [Machine]) {
    schema = JSONFormat.schema
    self.machines = machines
  }

  /// What was found on a machine with the same processor and cores.
  public func machine(processor: String, cores: Int) -> Machine? {
    machines.first { $0.processor == processor && $0.cores == cores }
  }

  /// The record with a machine more, in place of what was known of such.
  public func adding(_ machine: Machine) -> JobsRecord {
    JobsRecord(
      machines: machines.filter { $0.processor != machine.processor || $0.cores != machine.cores }
        + [machine])
  }
}
