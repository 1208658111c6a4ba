import Foundation
import Testing

@Suite(
  "A run whose disk fails ends with exit code 74 and the reason, and goes on exactly",
  .enabled(if: Faults.areAvailable, "needs libfaults, which is for Linux"))
struct DiskTests {
  @Test("whichever write it was", arguments: try Undisturbed.failures())
  func write(at instant: Instant) throws {
    let reason =
      switch instant.happening {
      case .fails("EIO"): "Input/output error"
      case .fails("EROFS"): "Read-only file system"
      default: "No space left on device"
      }
    try expectFailure(instant.runName, instant.faults(), file: instant.file, reason: reason)
  }

  @Test("and where nothing at all can be written any more")
  func full() throws {
    let whole = try Undisturbed.shared.get()
    let writes: [Faults.Call] = [.create, .write, .truncate, .rename, .link, .mkdir]
    let count = whole.calls.count { writes.contains($0.call) && $0.path.contains("/runs/whole/") }
    try expectFailure(
      "full", Faults(.fails("ENOSPC"), at: count / 2, writes, on: "/runs/full"), file: "/runs/full/",
      reason: "No space left on device")
  }

  @Test(
    "where the folder of all runs is full or read-only from the beginning", arguments: ["ENOSPC", "EROFS"])
  func start(error: String) throws {
    let whole = try Undisturbed.shared.get()
    let result = try whole.program.unet(
      Undisturbed.arguments + ["--name", "start-\(error)"],
      meeting: Faults(.fails(error), at: 1, [.create, .mkdir], on: "/runs/start-"))
    #expect(result.status == 74, "\(result.errors)")
    #expect(result.errors.contains("runs/start-\(error)"), "\(result.errors)")
    #expect(!whole.program.exists("runs/start-\(error)/checkpoints/last.safetensors"))
    try whole.expectExact("start-\(error)")
  }

  @Test("where the folder has become read-only before it went on: nothing is changed")
  func readOnly() throws {
    let whole = try Undisturbed.shared.get()
    try killed("read-only")
    let resume = Undisturbed.arguments + ["--name", "read-only", "--resume"]
    let result = try whole.program.unet(
      resume,
      meeting: Faults(
        .fails("EROFS"), at: 1, [.create, .write, .truncate, .rename, .link, .unlink, .mkdir, .rmdir],
        on: "/runs/read-only"))
    #expect(result.status == 74, "\(result.errors)")
    #expect(result.errors.contains("/runs/read-only"), "\(result.errors)")
    #expect(result.errors.contains(": Read-only file system\n"), "\(result.errors)")
    try whole.expectExact("read-only")
  }

  @Test(
    "on a disk that is really full, and then really read-only",
    .enabled(if: DiskTests.mounts, "needs the right to mount a file system"))
  func mounted() throws {
    let whole = try Undisturbed.shared.get()
    // The mount is seen by this shell alone.
    let run =
      "\"$UNET\" \(Undisturbed.arguments.map { "'\($0)'" }.joined(separator: " ")) --runs disk --name run"
    let result = try whole.program.shell(
      """
      exec unshare --mount bash -c "$(cat <<'SCRIPT'
      mkdir disk && mount -t tmpfs -o size=200k tmpfs disk || exit 1
      \(run); echo "full $?"
      mount -o remount,ro disk && \(run) --resume; echo "read-only $?"
      mount -o remount,rw,size=4m disk && \(run) --resume; echo "room $?"
      cp -R disk/run runs/mounted
      SCRIPT
      )"
      """)
    #expect(result.status == 0, "\(result.errors)")
    for line in ["full 74", "read-only 74", "room 0"] {
      #expect(result.output.contains("\(line)\n"), "\(result.output)\(result.errors)")
    }
    #expect(result.errors.contains("No space left on device"), "\(result.errors)")
    #expect(result.errors.contains("/disk/run: it is read-only"), "\(result.errors)")
    try whole.expectExact("mounted")
  }

  /// Whether a file system can be mounted here.
  static let mounts: Bool = {
    let command = Process()
    command.executableURL = URL(fileURLWithPath: "/bin/sh")
    command.arguments = ["-c", "unshare --mount mount -t tmpfs tmpfs /mnt 2> /dev/null"]
    guard (try? command.run()) != nil else { return false }
    command.waitUntilExit()
    return command.terminationStatus == 0
  }()

  @Test(
    "where what was committed cannot be read, which is not taken for a loss",
    arguments: ["trace.csv", "events.out"])
  func unreadable(file: String) throws {
    let whole = try Undisturbed.shared.get()
    let name = "unreadable-" + file.prefix(5)
    let killed = try whole.program.unet(
      Undisturbed.arguments + ["--name", name],
      meeting: Faults(.killAfter, at: 3, [.rename], on: "/last.safetensors"))
    #expect(killed.status == SIGKILL)
    let resumed = try whole.program.unet(
      Undisturbed.arguments + ["--name", name, "--resume"],
      meeting: Faults(.fails("EIO"), at: 1, [.open], on: "/\(name)/\(file)"))
    #expect(resumed.status == 74, "\(resumed.errors)")
    #expect(resumed.errors.contains("error: cannot read ") && resumed.errors.contains("/\(name)/\(file)"))
    try whole.expectExact(name)
  }

  @Test("where its folder was deleted: nothing is made in its place")
  func deleted() throws {
    let whole = try Undisturbed.shared.get()
    let result = try whole.program.unet(
      Undisturbed.arguments + ["--name", "deleted"],
      stopping: try Faults(.stopBefore, at: 2, [.rename], on: "/deleted/checkpoints/last.safetensors")
    ) { _ in
      try FileManager.default.removeItem(at: whole.program.folder.appending(path: "runs/deleted"))
    }
    #expect(result.status == 74, "\(result.errors)")
    #expect(result.errors.contains("/runs/deleted"), "\(result.errors)")
    #expect(!whole.program.exists("runs/deleted"))
  }

  @Test("where its folder was moved, and goes on where it is now")
  func moved() throws {
    let whole = try Undisturbed.shared.get()
    let runs = whole.program.folder.appending(path: "runs")
    let result = try whole.program.unet(
      Undisturbed.arguments + ["--name", "before"],
      stopping: try Faults(.stopBefore, at: 2, [.rename], on: "/before/checkpoints/last.safetensors")
    ) { _ in
      try FileManager.default.moveItem(at: runs.appending(path: "before"), to: runs.appending(path: "after"))
    }
    #expect(result.status == 74, "\(result.errors)")
    #expect(result.errors.contains("/runs/before"), "\(result.errors)")
    #expect(!whole.program.exists("runs/before"))
    try whole.expectExact("after")
  }

  @Test("A clock that is set back by an hour gives no negative time, and changes nothing else")
  func clock() throws {
    let whole = try Undisturbed.shared.get()
    // At a read in the middle of a validation.
    let image = try whole.imageOfValidation()
    let result = try whole.program.unet(
      Undisturbed.arguments + ["--name", "clock"],
      meeting: try Faults(clockJumpsBy: -3600, at: image.count / 2, opening: image.path))
    #expect(result.status == 0, "\(result.errors)")
    for line in result.output.split(separator: "\n") where line.hasPrefix("epoch ") {
      #expect(!line.contains("  -"), "\(line)")
    }
    let epochs = try whole.program.json("runs/clock/metrics.json")["epochs"] as? [[String: Any]] ?? []
    #expect(epochs.count == 4)
    for clock in Program.clocks {
      let values = epochs.compactMap { $0[clock] as? Double }
      #expect(values.count == 4 && values.allSatisfy { 0 < $0 && $0 < 1000 }, "\(clock): \(values)")
    }
    try whole.expectExact("clock")
  }

  /// A run that was killed after its second commit.
  private func killed(_ name: String) throws {
    let whole = try Undisturbed.shared.get()
    let result = try whole.program.unet(
      Undisturbed.arguments + ["--name", name],
      meeting: Faults(.killAfter, at: 2, [.rename], on: "/checkpoints/last.safetensors"))
    #expect(result.status == SIGKILL, "\(result.errors)")
  }

  private func expectFailure(_ name: String, _ faults: Faults, file: String, reason: String) throws {
    let whole = try Undisturbed.shared.get()
    let result = try whole.program.unet(Undisturbed.arguments + ["--name", name], meeting: faults)
    #expect(result.status == 74, "\(result.output)\(result.errors)")
    #expect(result.errors.contains("error: cannot "), "\(result.errors)")
    #expect(result.errors.contains(file), "\(result.errors)")
    #expect(result.errors.contains(": \(reason)\n"), "\(result.errors)")
    try whole.expectExact(name)
  }
}
