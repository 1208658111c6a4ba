import Diagnostics
import Experiment

/// What the tasks of a submission run, and what is asked for them.
struct SlurmScript {
  let submission: SlurmSubmission
  let config: SlurmConfig
  /// The path of this program.
  let program: String

  /// How long before its time is over a task is told, in seconds.
  private static let notice = 60

  /// What follows `sbatch` on the command line, where nothing is read by a shell.
  var arguments: [String] {
    let throttle = config.throttle.map { "%\($0)" } ?? ""
    // A percent sign in it would be one of Slurm's own.
    let log = "\(submission.path)/task-".replacing("%", with: "%%") + "%a.log"
    let asked: [(String, String?)] = [
      ("partition", config.partition), ("account", config.account), ("time", config.time),
      ("gres", config.gpus.map { "gpu:\($0)" }), ("mem", config.memory),
    ]
    return [
      "--parsable", "--job-name=\(submission.name)", "--array=0-\(submission.cells.count - 1)\(throttle)",
      "--nodes=1", "--ntasks=1", "--cpus-per-task=\(config.cpus)", "--requeue", "--open-mode=append",
      "--output=\(log)", "--signal=B:USR1@\(Self.notice)",
    ] + asked.compactMap { option, value in value.map { "--\(option)=\($0)" } } + config.directives + [
      submission.script
    ]
  }

  /// The script.
  ///
  /// Before the time is over Slurm sends SIGUSR1 to the shell alone, which hands it on; a SIGTERM it sends to all processes of the task, so that
  /// handing it on would make two, which the program takes for impatience.
  var text: String {
    """
    #!/bin/bash
    # Trains one cell of a sweep: the line of cells.txt that the number of this task says. `unet sweep --launcher slurm` wrote it, and runs
    # sbatch \(arguments.map { $0.replacing("\n", with: " ").asShellWord }.joined(separator: " "))
    program= stopped= warned=
    trap 'stopped=1' TERM
    trap 'stopped=1 warned=1; [[ -z $program ]] || kill -TERM "$program"' USR1

    \(config.setup)

    folder=\(submission.path.asShellWord)
    sweep=\(submission.sweep.asShellWord)
    unet=\(program.asShellWord)
    task=$SLURM_ARRAY_TASK_ID
    IFS=$'\\t' read -r name until < <(sed -n "$((task + 1))p" "$folder/cells.txt")
    cell=$sweep/$name
    rm -f "$folder/$task.exit"

    # Leaves the exit code for the sweep to read, whole or not at all.
    finish() {
      echo "$1" >"$folder/$task.exit.part" && mv "$folder/$task.exit.part" "$folder/$task.exit"
      exit "$1"
    }
    # The file that each commit replaces.
    commit() { stat --format='%i %y' "$cell/checkpoints/last.safetensors" 2>/dev/null; }

    arguments=(run --resume "$cell")
    [[ $until == - ]] || arguments+=(--pause-after "$until")
    before=$(commit)
    [[ -z $stopped ]] || finish 75
    "$unet" "${arguments[@]}" >>"$cell/output.log" 2>&1 </dev/null &
    program=$!
    # A signal ends a wait.
    while kill -0 "$program" 2>/dev/null; do wait "$program"; done
    wait "$program"
    status=$?

    # Stopped while it could have gone on: back into the queue, unless it got nowhere, or Slurm ends the task because somebody cancelled it (then it
    # is not running any more) or because another one takes its place (then Slurm itself queues it again).
    if [[ ($status == 75 || $status == 143) && $(commit) != "$before" ]] &&
      [[ -n $warned || $(squeue --noheader --jobs="$SLURM_JOB_ID" --format=%t) == R ]] &&
      scontrol requeue "${SLURM_ARRAY_JOB_ID}_$task"; then
      exit "$status"
    fi
    finish "$status"

    """
  }
}
