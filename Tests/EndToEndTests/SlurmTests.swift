import Foundation
import Testing

@Suite("unet sweep on a cluster", .serialized)
struct SlurmTests {
  private static let sweep = "base: smoke.yaml\nseeds: [0, 1]\n"

  /// Cells that train for some seconds, so that something can come between.
  private static let long = ["training.epochs=30", "training.samples=0"]

  /// The cells of a sweep, in order.
  private func cells(_ slurm: Slurm, of name: String = "sweep") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: slurm.program.folder.path + "/runs/\(name)")
      .filter { $0.contains("~") }.sorted()
  }

  /// Trains the same cells on this machine and compares what they end with.
  private func expectTheSame(_ slurm: Slurm, _ overrides: [String]) throws {
    let local = try slurm.program.unet(["sweep", "sweep.yaml", "--name", "local", "--jobs", "2"] + overrides)
    #expect(local.status == 0, "\(local.errors)")
    let cells = try cells(slurm)
    #expect(try cells == self.cells(slurm, of: "local"))
    for cell in cells {
      #expect(try slurm.program.weights("sweep/\(cell)") == slurm.program.weights("local/\(cell)"))
      #expect(try slurm.program.metrics("sweep/\(cell)") == slurm.program.metrics("local/\(cell)"))
    }
  }

  @Test("Its cells are one array of jobs, which is done once, and ends as on this machine")
  func array() throws {
    try Slurm.run { slurm in
      try slurm.program.write(
        Self.sweep + """
          slurm: {time: 10, throttle: 2, directives: [--comment=it's $HOME], setup: export UNET_SETUP=$SLURM_JOB_NAME}

          """, to: "sweep.yaml")
      let first = try slurm.unet("sweep", "sweep.yaml", "--launcher", "slurm")
      #expect(first.status == 0, "\(first.output)\(first.errors)")
      #expect(first.output.contains("submitted 2 cells to Slurm as job 1\n"))
      #expect(try slurm.shell("cut -f 2 runs/sweep/slurm/1/cells.txt") == "-\n-")
      let states = try slurm.shell("squeue -h -r --states=all --format='%F_%K %t %k' | sort")
      #expect(states == "1_0 CD it's $HOME\n1_1 CD it's $HOME")
      let again = try slurm.unet("sweep", "sweep.yaml", "--launcher", "slurm")
      #expect(again.status == 0)
      #expect(try slurm.shell("ls runs/sweep/slurm") == "1")
      try expectTheSame(slurm, [])
    }
  }

  @Test("A cell whose time is nearly over saves, is queued again, and goes on exactly")
  func timeLimit() throws {
    try Slurm.run { slurm in
      try slurm.program.write(Self.sweep, to: "sweep.yaml")
      let call = try slurm.begin("sweep", "sweep.yaml", Self.long[0], Self.long[1], "--launcher", "slurm")
      slurm.wait(for: "runs/sweep/*seed=0~*/checkpoints/last.previous.safetensors", while: call.process)
      // What Slurm does a minute before the end of `--time`.
      #expect(try slurm.shell("scancel --batch --signal=USR1 1_0; echo $?") == "0")
      let result = try call.result()
      #expect(result.status == 0, "\(result.output)\(result.errors)")
      #expect(try slurm.shell("grep -c 'stopped after saving' runs/sweep/*seed=0~*/output.log") == "1")
      #expect(try slurm.shell("scontrol show job 1_0 | grep -o Restarts=.") == "Restarts=1")
      #expect(try slurm.shell("ls runs/sweep/slurm") == "1")
      try expectTheSame(slurm, Self.long)
    }
  }

  @Test("Cells whose place another job takes save, are queued again by Slurm, and go on exactly")
  func preempted() throws {
    try Slurm.run { slurm in
      try slurm.program.write(Self.sweep, to: "sweep.yaml")
      let call = try slurm.begin("sweep", "sweep.yaml", Self.long[0], Self.long[1], "--launcher", "slurm")
      for seed in [0, 1] {
        slurm.wait(
          for: "runs/sweep/*seed=\(seed)~*/checkpoints/last.previous.safetensors", while: call.process)
      }
      _ = try slurm.shell("sbatch --partition=urgent --cpus-per-task=2 --output=/dev/null --wrap=true")
      let result = try call.result()
      #expect(result.status == 0, "\(result.output)\(result.errors)")
      #expect(try slurm.shell("cat runs/sweep/*/output.log | grep -c 'stopped after saving'") == "2")
      #expect(try slurm.shell("scontrol show job 1 | grep -o Restarts=.") == "Restarts=1\nRestarts=1")
      try expectTheSame(slurm, Self.long)
    }
  }

  @Test("What Slurm refuses is told in its words, with the command")
  func refused() throws {
    try Slurm.run { slurm in
      try slurm.program.write(Self.sweep + "slurm: {partition: nowhere}\n", to: "sweep.yaml")
      let result = try slurm.unet("sweep", "sweep.yaml", "--launcher", "slurm")
      #expect(result.status == 65)
      #expect(result.errors.hasPrefix("error: Slurm refuses the cells: "))
      #expect(result.errors.contains("Batch job submission failed: Invalid partition name specified\n"))
      #expect(
        result.errors.contains(
          " --partition=nowhere \(slurm.program.folder.path)/runs/sweep/slurm/1/script.sh\n"))
      #expect(
        result.errors.contains("change the section 'slurm' of the sweep, and give the same command again"))
      #expect(try slurm.shell("ls runs/sweep/slurm") == "")
    }
  }

  @Test("Jobs of a sweep that was killed are followed by the next, not submitted again")
  func adopted() throws {
    try Slurm.run { slurm in
      // One after the other: one runs and one waits when the first sweep dies.
      try slurm.program.write(Self.sweep + "slurm: {cpus: 2}\n", to: "sweep.yaml")
      let first = try slurm.begin("sweep", "sweep.yaml", Self.long[0], Self.long[1], "--launcher", "slurm")
      slurm.wait(for: "runs/sweep/*/checkpoints/last.previous.safetensors", while: first.process)
      kill(first.process.processIdentifier, SIGKILL)
      _ = try first.result()
      let second = try slurm.unet("sweep", "sweep.yaml", Self.long[0], Self.long[1], "--launcher", "slurm")
      #expect(second.status == 0, "\(second.output)\(second.errors)")
      #expect(!second.output.contains("submitted"))
      #expect(try slurm.shell("squeue -h -r --states=all --format='%F_%K %t' | sort") == "1_0 CD\n1_1 CD")
      #expect(try slurm.shell("ls runs/sweep/slurm") == "1")
      try expectTheSame(slurm, Self.long)
    }
  }

  @Test("Ctrl-C leaves the jobs and says how to cancel them; what they saved is finished on this machine")
  func finishedLocally() throws {
    try Slurm.run { slurm in
      try slurm.program.write(Self.sweep, to: "sweep.yaml")
      let first = try slurm.begin("sweep", "sweep.yaml", Self.long[0], Self.long[1], "--launcher", "slurm")
      slurm.wait(for: "runs/sweep/*/checkpoints/last.previous.safetensors", while: first.process)
      kill(first.process.processIdentifier, SIGINT)
      let stopped = try first.result()
      #expect(stopped.status == 75)
      #expect(
        stopped.output.contains(
          "2 cells stay with Slurm, and the same command follows them again; cancel them with: scancel 1\n"))
      #expect(try slurm.shell("squeue -h -r --states=running --format=%t") == "R\nR")
      _ = try slurm.shell("scancel 1; while squeue -h -r --format=%t | grep -q .; do sleep 0.1; done")
      #expect(try slurm.shell("squeue -h -r --states=all --format=%t") == "CA\nCA")
      let second = try slurm.unet("sweep", "sweep.yaml", Self.long[0], Self.long[1])
      #expect(second.status == 0, "\(second.output)\(second.errors)")
      #expect(try slurm.shell("cat runs/sweep/*/output.log | grep -c 'stopped after saving'") != "0")
      try expectTheSame(slurm, Self.long)
    }
  }

  @Test("A job that somebody cancels is told, costs its cell alone, and is submitted again by the next sweep")
  func cancelled() throws {
    try Slurm.run { slurm in
      try slurm.program.write(Self.sweep, to: "sweep.yaml")
      let first = try slurm.begin("sweep", "sweep.yaml", Self.long[0], Self.long[1], "--launcher", "slurm")
      slurm.wait(for: "runs/sweep/*seed=1~*/checkpoints/last.previous.safetensors", while: first.process)
      _ = try slurm.shell("scancel 1_1")
      let result = try first.result()
      #expect(result.status == 1)
      #expect((result.output + result.errors).contains("its Slurm job was cancelled"))
      let second = try slurm.unet("sweep", "sweep.yaml", Self.long[0], Self.long[1], "--launcher", "slurm")
      #expect(second.status == 0, "\(second.output)\(second.errors)")
      #expect(second.output.contains("submitted 1 cell to Slurm as job "))
      try expectTheSame(slurm, Self.long)
    }
  }
}
