import Config
import Experiment
import Foundation

@testable import Training

/// A stand-in for Slurm whose answers a test decides: programs of its names that read them from files.
///
/// `sbatch` fails with the text in the file `refusal` where that is there, or with that in `limit` for more than one task; else it adds the array
/// to the file `queue`, from which `squeue` prints, unless the file `away` is there.
struct FakeSlurm {
  /// A folder that goes away with the test.
  final class Folder {
    let path = FileManager.default.temporaryDirectory.appending(path: "unet-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  private static let sbatch = """
    #!/bin/bash
    cd "$(dirname "$0")"
    echo "$@" >>calls
    for word in "$@"; do
      case $word in
        --job-name=*) name=${word#*=} ;;
        --array=0-*) last=${word#*-*-*-}; last=${last%\\%*} ;;
      esac
    done
    if [ -e refusal ]; then cat refusal >&2; exit 1; fi
    if [ -e limit ] && [ "$last" -gt 0 ]; then cat limit >&2; exit 1; fi
    job=$(wc -l <calls)
    for task in $(seq 0 "$last"); do echo "$job|$task|R|$name|None" >>queue; done
    echo "$job"
    """

  private static let squeue = """
    #!/bin/bash
    cd "$(dirname "$0")"
    if [ -e away ]; then echo 'slurm_load_jobs error' >&2; exit 1; fi
    touch queue
    cat queue
    """

  let folder: Folder
  let members: [SweepMember]
  /// The folder of the sweep.
  var sweep: String { "\(folder.path)/sweep" }

  /// A sweep of so many cells.
  init(cells: Int) throws {
    folder = try Folder()
    let experiment = try tinyExperiment()
    members = (0..<cells).map { [folder] number in
      let cell = SweepCell(
        number: number, configuration: number, settings: [], config: experiment, differing: [:])
      return SweepMember(
        cell: cell, identity: "\(number)", folder: RunFolder("\(folder.path)/sweep/seed=\(number)~\(number)"))
    }
    try program("sbatch", Self.sbatch)
    try program("squeue", Self.squeue)
    try program("sacct", "#!/bin/bash\nexit 1\n")
  }

  /// The section `slurm`.
  static func config(_ text: String) throws -> SlurmConfig {
    let folder = try Folder()
    try Data("base: x\nseeds: [0]\nslurm: \(text)\n".utf8).write(
      to: URL(fileURLWithPath: "\(folder.path)/sweep.yaml"))
    let loaded: Loaded<SweepConfig> = try ConfigLoader(environment: [:], currentFolder: folder.path).load(
      file: "sweep.yaml")
    return loaded.config.slurm
  }

  /// A launcher that asks as often as it is asked.
  func launcher(_ config: String = "{}") throws -> SlurmLauncher {
    SlurmLauncher(
      try Self.config(config), in: sweep, members: members, program: "/unet",
      progress: ProgressDisplay(.quiet),
      environment: ["PATH": "\(folder.path):/usr/bin:/bin"], interval: 0)
  }

  /// The jobs of these cells.
  func jobs(_ cells: Range<Int>) -> [CellJob] {
    cells.map { CellJob(member: members[$0], until: nil, threads: nil) }
  }

  /// Writes a file beside the programs; nil removes it.
  func write(_ text: String?, to name: String) throws {
    let path = "\(folder.path)/\(name)"
    if let text {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    } else {
      try FileManager.default.removeItem(atPath: path)
    }
  }

  /// A file beside the programs.
  func read(_ name: String) -> String {
    (try? String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)) ?? ""
  }

  /// What the script of a task leaves behind.
  func end(_ task: Int, of submission: Int, with code: Int) throws {
    try write("\(code)\n", to: "sweep/slurm/\(submission)/\(task).exit")
  }

  /// Says in the queue that a task has another state.
  func set(_ task: Int, of job: Int, to state: String) throws {
    try write(read("queue").replacing("\(job)|\(task)|R|", with: "\(job)|\(task)|\(state)|"), to: "queue")
  }

  private func program(_ name: String, _ text: String) throws {
    try write(text + "\n", to: name)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(folder.path)/\(name)")
  }
}
