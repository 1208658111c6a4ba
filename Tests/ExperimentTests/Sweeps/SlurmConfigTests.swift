import Diagnostics
import Testing

@testable import Experiment

@Suite("What a sweep asks a cluster for")
struct SlurmConfigTests {
  private func slurm(_ text: String) throws -> SlurmConfig {
    try SweepFiles("slurm: \(text)\nseeds: [0]\n").load().config.slurm
  }

  /// The message of the one mistake.
  private func mistake(_ text: String) throws -> String {
    let lines = try mistakes("slurm: \(text)\nseeds: [0]\n").split(separator: "\n")
    return lines.first.map { String($0.drop { $0 != " " }.dropFirst()) } ?? ""
  }

  @Test("Nothing is asked for but one processor where nothing is said")
  func standard() throws {
    let slurm = try slurm("{}")
    #expect(
      (slurm.partition, slurm.account, slurm.time, slurm.gpus, slurm.memory) == (nil, nil, nil, nil, nil))
    #expect((slurm.cpus, slurm.throttle, slurm.directives, slurm.setup) == (1, nil, [], ""))
  }

  @Test("Every key is read")
  func keys() throws {
    let slurm = try slurm(
      """
      {partition: gpu, account: lab_1, time: 1-12:30, cpus: 8, gpus: a100:2, memory: 32G, throttle: 10,
        directives: [--qos=high, --exclusive, "--comment=it's 5 o'clock"], setup: "module load cuda\\nexport A=1"}
      """)
    #expect((slurm.partition, slurm.account, slurm.time) == ("gpu", "lab_1", "1-12:30"))
    #expect((slurm.cpus, slurm.gpus, slurm.memory, slurm.throttle) == (8, "a100:2", "32G", 10))
    #expect(slurm.directives == ["--qos=high", "--exclusive", "--comment=it's 5 o'clock"])
    #expect(slurm.setup == "module load cuda\nexport A=1")
  }

  @Test(
    "A time is read as Slurm reads it",
    arguments: [
      ("90", 5400), ("5:30", 330), ("1:30:00", 5400), ("2-0", 172_800), ("1-12:30", 131_400),
      ("1-0:0:5", 86_405),
    ])
  func times(_ text: String, _ seconds: Int) throws {
    #expect(SlurmConfig.seconds(text) == seconds)
    #expect(try slurm("{time: \(text)}").time == text)
  }

  @Test("A time in which nothing could be trained before the cell is to save is refused")
  func shortTime() throws {
    for time in ["4", "4:59", "0", "0:04:59", "soon", "1:2:3:4", "-5"] {
      #expect(
        try mistake("{time: \(time)}").hasPrefix(
          "error: 'time' must be a time of at least 5 minutes: minutes, hours:minutes:seconds or days-hours:minutes (90, 1:30:00, 1-12:00), not "
        ), "\(time)")
    }
  }

  @Test(
    "What could be taken for something else by sbatch or a shell is refused",
    arguments: [
      "{partition: --wrap=x}", "{partition: \"a\\nb\"}", "{partition: a b}", "{account: $(x)}", "{gpus: 0}",
      "{gpus: a:b:1}",
      "{memory: lots}", "{memory: 8G;x}", "{directives: [x]}", "{directives: [-p]}",
      "{directives: [\"--a=b\\n#SBATCH\"]}",
      "{directives: [\"--a b\"]}", "{setup: \"a\\0b\"}", "{cpus: 0}", "{throttle: 0}",
    ])
  func harmful(_ text: String) throws {
    let told = try mistake(text)
    #expect(
      told.hasPrefix("error: ") && told.contains("'\(text.dropFirst().prefix { $0 != ":" })'"), "\(told)")
  }

  @Test("Options that the sweep sets itself are refused, cut short too, with the key in their place")
  func ownOptions() throws {
    #expect(
      try mistakes("slurm: {directives: [--qos=a, --array=0-5]}\nseeds: [0]\n") == """
        sweep.yaml:2:21: error: 'directives' can't have --array, which the sweep sets itself
         2 | slurm: {directives: [--qos=a, --array=0-5]}
           |                     ^
        """)
    #expect(
      try mistake("{directives: [--arr=0]}")
        == "error: 'directives' can't have --array, which the sweep sets itself")
    #expect(
      try mistakes("slurm: {directives: [--cpus-per-task=2]}\nseeds: [0]\n").hasSuffix(
        "= set slurm.cpus in its place"))
  }
}
