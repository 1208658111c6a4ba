public import Config

/// What a cluster is asked for: the options of `sbatch`, for each cell.
public struct SlurmConfig: ConfigSection {
  /// `--partition`.
  public let partition: String?
  /// `--account`.
  public let account: String?
  /// `--time`, as Slurm writes it.
  public let time: String?
  /// `--cpus-per-task`.
  public let cpus: Int
  /// `--gres=gpu:…`: a number, perhaps after a type.
  public let gpus: String?
  /// `--mem`, as Slurm writes it.
  public let memory: String?
  /// The most cells that run at once; nil for as many as the cluster lets run.
  public let throttle: Int?
  /// Further options, each one word: `--qos=high`.
  public let directives: [String]
  /// Lines of shell.
  public let setup: String

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    partition = keys.optional(
      "partition", as: Self.name, "Where the cells are queued; null for the cluster's default.")
    account = keys.optional(
      "account", as: Self.name, "Whom the time is charged to; null for the cluster's default.")
    time = keys.optional(
      "time", as: Self.duration,
      "Longest time of one start of a cell; what isn't done by then is saved and queued again. Null for the cluster's default."
    )
    cpus = keys.read(
      "cpus", default: 1, in: 1...1024, "Processors of each cell, which are its threads where they are auto.")
    gpus = keys.optional("gpus", as: Self.devices, "GPUs of each cell.")
    memory = keys.optional("memory", as: Self.size, "Memory of each cell; null for the cluster's default.")
    throttle = keys.optional("throttle", in: .from(1, to: 1_000_000), "The most cells that run at once.")
    directives = keys.read(
      "directives", default: [], as: .list(of: Self.directive, counts: 0...100),
      "Further options of sbatch, such as --qos=high.")
    setup = keys.read(
      "setup", default: "", "Lines of shell that run before each cell, such as module load cuda.")
    let own = directives.compactMap(Self.ownOption).first
    keys.check(
      "directives", that: own == nil,
      else: "'directives' can't have --\(own ?? ""), which the sweep sets itself",
      notes: (own.flatMap { Self.keyOfOption[$0] }).map { ["set slurm.\($0) in its place"] } ?? [])
    keys.check(
      "setup", that: !setup.unicodeScalars.contains("\0"),
      else: "'setup' has a NUL byte, which no shell reads")
  }

  /// The key that stands for an option.
  private static let keyOfOption = [
    "partition": "partition", "account": "account", "time": "time", "cpus-per-task": "cpus", "mem": "memory",
  ]

  /// Options whose values the launcher depends on.
  private static let reserved =
    keyOfOption.keys.sorted() + [
      "array", "clusters", "error", "help", "job-name", "no-requeue", "nodes", "ntasks", "open-mode",
      "output", "parsable",
      "requeue", "signal", "test-only", "usage", "version", "wait", "wrap",
    ]

  /// The option that is the launcher's and that a directive means, which `sbatch` lets one cut short.
  private static func ownOption(_ directive: String) -> String? {
    let name = directive.dropFirst(2).prefix { $0 != "=" }
    return reserved.first { $0 == name } ?? reserved.first { $0.hasPrefix(name) }
  }
}

// Nothing of these can be taken for another option, end a line, or be read by a shell.
extension SlurmConfig {
  private static var name: Format<String> { text("a name", pattern: "^[A-Za-z0-9_][A-Za-z0-9_.,@+-]*$") }

  private static var devices: Format<String> {
    text(
      "a number of GPUs, perhaps after their type: 1, a100:2", pattern: "^([A-Za-z0-9_.-]+:)?[1-9][0-9]{0,2}$"
    )
  }

  private static var size: Format<String> {
    text("a size in megabytes, or with K, M, G or T: 8G", pattern: "^[1-9][0-9]{0,11}[KMGT]?$")
  }

  private static var directive: Format<String> {
    text("an option of sbatch such as --qos=high", pattern: "^--[a-z][a-z0-9-]*(=[^\\x00-\\x1F\\x7F]*)?$")
  }

  private static var duration: Format<String> {
    .text(
      words:
        "a time of at least 5 minutes: minutes, hours:minutes:seconds or days-hours:minutes (90, 1:30:00, 1-12:00)",
      pattern: "^([0-9]{1,6}-)?[0-9]{1,9}(:[0-9]{1,2}){0,2}$",
      // The cell is asked to save a minute or two before.
      parse: { text in seconds(text).flatMap { $0 >= 300 ? text : nil } }, write: { $0 })
  }

  /// The seconds of a time as Slurm writes it; nil where it is none.
  static func seconds(_ text: String) -> Int? {
    guard
      let match = text.wholeMatch(of: /(?:([0-9]{1,6})-)?([0-9]{1,9})(?::([0-9]{1,2}))?(?::([0-9]{1,2}))?/)
    else {
      return nil
    }
    let (first, second, third) = (number(match.2) ?? 0, number(match.3), number(match.4))
    if let days = number(match.1) { return days * 86_400 + first * 3600 + (second ?? 0) * 60 + (third ?? 0) }
    if let third { return first * 3600 + (second ?? 0) * 60 + third }
    return first * 60 + (second ?? 0)
  }

  private static func number(_ text: Substring?) -> Int? { text.flatMap { Int($0) } }

  private static func text(_ words: String, pattern: String) -> Format<String> {
    .text(
      words: words, pattern: pattern,
      parse: { text in
        let isOneLine = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        guard isOneLine, let regex = try? Regex(pattern) else { return nil }
        return text.wholeMatch(of: regex).map { _ in text }
      },
      write: { $0 })
  }
}
