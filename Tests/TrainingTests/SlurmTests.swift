import Experiment
import Foundation
import Testing

@testable import Training

@Suite("What Slurm is told, and what it says")
struct SlurmTests {
  @Test("A line of squeue tells what becomes of a task")
  func tasks() throws {
    let running = try #require(SlurmTask("12|3|R|sweep-1f|None"))
    #expect((running.job, running.task, running.name) == ("12", 3, "sweep-1f"))
    let states = ["PD", "R", "CG", "CF", "S", "RQ", "??"].map { SlurmTask("12|3|\($0)|n|None")?.state }
    #expect(states == states.map { _ in .active })
    #expect(SlurmTask("12|3|CA|n|None")?.state == .cancelled)
    #expect(SlurmTask("12|3|OOM|n|None")?.state == .ended("it ran out of memory"))
    #expect(SlurmTask("12|3|TO|n|TimeLimit")?.state == .ended("its time was over"))
    #expect(SlurmTask("12|N/A|R|n|None") == nil)
    #expect(SlurmTask("slurm_load_jobs error") == nil)
  }

  @Test("A wait that does not end by itself is told, not one for a turn")
  func obstacles() {
    for usual in ["None", "Priority", "Resources", "BeginTime", "JobArrayTaskLimit"] {
      #expect(SlurmTask("12|3|PD|n|\(usual)")?.obstacle == nil)
    }
    #expect(SlurmTask("12|3|PD|n|launch failed requeued held")?.obstacle == "launch failed requeued held")
    #expect(SlurmTask("12|3|R|n|ReqNodeNotAvail")?.obstacle == nil)
  }

  @Test("What sbatch and sacct print is read")
  func outputs() {
    #expect(SlurmLauncher.job("12\n") == "12")
    #expect(SlurmLauncher.job("a greeting\n12;cluster\n") == "12")
    #expect(SlurmLauncher.job("slurm-wlm 22.05.8\n") == nil)
    #expect(SlurmCommands.ending("REQUEUED|0:0\nNODE_FAIL|1:0\n") == "NODE_FAIL")
    #expect(SlurmCommands.ending("\n") == nil)
    #expect(SlurmLauncher.how(1) == .exited(1))
    #expect(SlurmLauncher.how(137) == .signalled(9))
  }

  @Test(
    "A refusal is one that passes, one of numbers, or for good",
    arguments: [
      (
        1, "sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)",
        SlurmRefusal.Kind.noAnswer
      ),
      (1, "sbatch: error: Batch job submission failed: Socket timed out on send/recv operation", .noAnswer),
      (1, "sbatch: error: Batch job submission failed: Invalid job array specification", .tooMany),
      (
        1,
        "sbatch: error: AssocMaxSubmitJobLimit\nsbatch: error: Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)",
        .tooMany
      ),
      (
        1,
        "sbatch: error: Batch job submission failed: Invalid account or account/partition combination specified",
        .refused
      ),
      (127, "/usr/bin/env: 'sbatch': No such file or directory", .notInstalled),
    ])
  func refusals(_ status: Int, _ errors: String, _ kind: SlurmRefusal.Kind) {
    let refusal = SlurmRefusal(SlurmCommands.Result(status: Int32(status), output: "", errors: errors))
    #expect(refusal.kind == kind)
    #expect(!refusal.reason.contains("sbatch: error"))
  }

  @Test("Where there is no sbatch, the error says what to do")
  func notInstalled() {
    let missing = SlurmRefusal(SlurmCommands.Result(status: 127, output: "", errors: "")).error([])
    #expect(
      missing as? TrainingFailure
        == TrainingFailure(
          .usage,
          "--launcher slurm needs sbatch, which is not here; give the command on a machine from which the cluster's jobs are submitted, or leave out --launcher"
        ))
  }

  @Test("No folder, whatever its name, is taken for something else by Slurm or the shell")
  func quoting() throws {
    let folder = try FakeSlurm.Folder()
    let sweep = "\(folder.path)/50% of 'it', $(touch oops); x"
    let submission = try SlurmSubmission(
      [SlurmSubmission.Cell(folder: "a~1", until: nil), SlurmSubmission.Cell(folder: "b~2", until: 3)],
      in: sweep)
    #expect(try String(contentsOfFile: "\(submission.path)/cells.txt", encoding: .utf8) == "a~1\t-\nb~2\t3\n")
    #expect(submission.name.wholeMatch(of: /[A-Za-z0-9._-]+-[0-9a-f]{8}/) != nil)
    let config = try FakeSlurm.config(
      "{throttle: 3, gpus: a100:2, memory: 8G, time: 1-12, cpus: 4, directives: [--qos=high]}")
    let script = SlurmScript(submission: submission, config: config, program: "/opt/un et/unet")
    #expect(
      script.arguments == [
        "--parsable", "--job-name=\(submission.name)", "--array=0-1%3", "--nodes=1", "--ntasks=1",
        "--cpus-per-task=4", "--requeue", "--open-mode=append",
        "--output=\(submission.path.replacing("%", with: "%%"))/task-%a.log", "--signal=B:USR1@60",
        "--time=1-12",
        "--gres=gpu:a100:2", "--mem=8G", "--qos=high", "\(submission.path)/script.sh",
      ])
    #expect(script.text.contains("\nfolder='\(folder.path)/50% of '\\''it'\\'', $(touch oops); x/slurm/1'\n"))
    #expect(script.text.contains("\nunet='/opt/un et/unet'\n"))
    let read = try #require(SlurmSubmission.open(in: sweep).first)
    #expect((read.name, read.cells, read.job) == (submission.name, submission.cells, nil))
  }
}
