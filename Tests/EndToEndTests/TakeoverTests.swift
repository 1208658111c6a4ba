import Foundation
import Testing

@Suite("Two processes that want one run folder")
struct TakeoverTests {
  /// What a script begins with that starts a run in the background and waits until it has committed two states.
  private static let started = """
    $UNET run smoke.yaml training.epochs=25 --name parts --quiet 2>first & first=$!
    while [ ! -e runs/parts/checkpoints/last.previous.safetensors ] && kill -0 $first; do sleep 0.01; done
    """

  /// What stops that run: a thread stops only when its call ends, and what it writes until then is a sign of life.
  private static let stopped = """

    kill -STOP $first
    while cat /proc/$first/task/*/stat | grep -qv ') T '; do sleep 0.01; done
    """

  @Test("One that is held by a living process is refused, with who holds it; nothing of it is changed")
  func held() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let result = try program.shell(
        Self.started + """

          $UNET run --resume runs/parts; echo "second $?"
          kill -TERM $first; wait $first; echo "first $?"
          $UNET run --resume runs/parts --quiet; echo "third $?"
          """)
      #expect(result.output == "second 69\nfirst 75\nthird 0\n", "\(result.errors)")
      #expect(result.errors.hasPrefix("error: \(program.folder.path)/runs/parts is held by process "))
      #expect(
        result.errors.hasSuffix(
          " UTC; wait for its end, or stop it there, or train another run with --name NAME\n"))
      #expect(try program.unet("run", "smoke.yaml", "training.epochs=25", "--name", "whole").status == 0)
      #expect(try program.weights("parts") == program.weights("whole"))
      #expect(try program.metrics("parts") == program.metrics("whole"))
    }
  }

  @Test("Of some that start at the same time one trains, and the others are told that the folder is taken")
  func atOnce() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let result = try program.shell(
        """
        for number in 1 2 3; do
          { $UNET run smoke.yaml --quiet 2>errors$number; echo $?; } &
        done
        wait
        """)
      #expect(result.output.split(separator: "\n").sorted() == ["0", "64", "64"])
      for number in 1...3 {
        let errors = try program.read("errors\(number)")
        #expect(errors.isEmpty || errors.contains("runs/smoke is there already, and is never overwritten"))
      }
      #expect(try program.unet("run", "smoke.yaml", "--name", "alone").status == 0)
      #expect(try program.weights("smoke") == program.weights("alone"))
    }
  }

  @Test(
    "One that was slow to begin overwrites nothing of what another did meanwhile",
    .enabled(if: Faults.areAvailable, "needs libfaults, which is for Linux"))
  func slow() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      var trace = ""
      let first = try program.unet(
        ["run", "smoke.yaml", "--name", "slow"],
        stopping: Faults(.stopBefore, at: 1, [.link], on: "/slow/.lease")
      ) { _ in
        let second = try program.unet("run", "smoke.yaml", "--name", "slow", "--resume", "training.seed=2")
        #expect(second.status == 0, "\(second.errors)")
        trace = try program.read("runs/slow/trace.csv")
      }
      #expect(first.status == 64)
      #expect(
        first.errors.contains("/runs/slow is there already, and is never overwritten"), "\(first.errors)")
      #expect(try program.read("runs/slow/trace.csv") == trace)
    }
  }

  @Test("One that was stopped, taken over and continued ends with 75 and has written nothing since")
  func continued() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let result = try program.shell(
        "export UNET_LEASE_SECONDS=1\n" + Self.started + Self.stopped + """

          $UNET run --resume runs/parts; echo "second $?"
          find runs -type f | sort | xargs sha256sum >before
          kill -CONT $first; wait $first; echo "first $?"
          find runs -type f | sort | xargs sha256sum | diff before - && echo same
          """)
      #expect(result.output.hasSuffix("\nfirst 75\nsame\n"), "\(result.output) \(result.errors)")
      #expect(result.output.contains("\nsecond 0\n"))
      let first = try program.read("first")
      #expect(
        first.hasPrefix("error: \(program.folder.path)/runs/parts was taken over by process "), "\(first)")
      #expect(
        first.hasSuffix(
          ", after this process had shown no sign of life; it has written nothing there since\n"))
      #expect(try program.unet("run", "smoke.yaml", "training.epochs=25", "--name", "whole").status == 0)
      #expect(try program.weights("parts") == program.weights("whole"))
      #expect(try program.metrics("parts") == program.metrics("whole"))
    }
  }

  @Test(
    "On two machines, as they call themselves, one that lives is left alone, and one that was killed is taken over after its time",
    .enabled(if: Faults.areAvailable))
  func hosts() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let library = try #require(Program.built("libfaults.so"))
      let result = try program.shell(
        """
        export UNET_LEASE_SECONDS=5
        on="env LD_PRELOAD=\(library) UNET_FAULT_HOST"
        $on=a $UNET run smoke.yaml training.epochs=25 --name parts --quiet & first=$!
        while [ ! -e runs/parts/checkpoints/last.previous.safetensors ] && kill -0 $first; do sleep 0.01; done
        $on=b $UNET run --resume runs/parts; echo "second $?"
        kill -KILL $first
        $on=b $UNET run --resume runs/parts; echo "third $?"
        """)
      #expect(result.output.hasPrefix("second 69\nwaiting   "), "\(result.output)")
      #expect(result.output.contains(" on host a, since ") && result.output.hasSuffix("\nthird 0\n"))
      #expect(
        result.errors.contains("/runs/parts is held by process ") && result.errors.contains(" on host a, "))
      #expect(try program.unet("run", "smoke.yaml", "training.epochs=25", "--name", "whole").status == 0)
      #expect(try program.weights("parts") == program.weights("whole"))
    }
  }

  @Test("One that was stopped is waited for, which is said, and a signal ends the waiting")
  func waiting() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let result = try program.shell(
        Self.started + Self.stopped + """

          $UNET run --resume runs/parts >second & second=$!
          while ! grep -qs waiting second && kill -0 $second; do sleep 0.01; done
          kill -TERM $second; wait $second; echo "second $?"
          kill -KILL $first
          $UNET run --resume runs/parts; echo "third $?"
          """)
      #expect(result.output.hasPrefix("second 75\n") && result.output.hasSuffix("\nthird 0\n"))
      #expect(!result.output.contains("waiting"), "\(result.output)")
      let waited = try program.read("second")
      #expect(
        waited.hasPrefix("waiting   \(program.folder.path)/runs/parts was held by process "), "\(waited)")
      #expect(waited.contains(" s for a sign of its life\n"))
    }
  }

  @Test(
    "A run that is done says so where nothing can be written, and one that is not says that",
    .enabled(if: DiskTests.mounts, "needs the right to mount a file system"))
  func readOnly() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      #expect(try program.unet("run", "smoke.yaml", "schedule={name: constant}").status == 0)
      let result = try program.shell(
        """
        unshare --mount bash -c '
          mount --bind runs/smoke runs/smoke && mount -o remount,bind,ro runs/smoke &&
          $UNET run --resume runs/smoke; echo "done $?"
          $UNET run --resume runs/smoke training.epochs=3; echo "more $?"'
        """)
      #expect(result.output.hasPrefix("all 2 epochs of \(program.folder.path)/runs/smoke are done\n"))
      #expect(result.output.contains("\ndone 0\n") && result.output.hasSuffix("\nmore 74\n"))
      #expect(result.errors.contains("cannot write to \(program.folder.path)/runs/smoke: it is read-only"))
    }
  }

  @Test("UNET_LEASE_SECONDS that is none is refused before anything is done")
  func badTimeout() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let result = try program.unet("run", "smoke.yaml", environment: ["UNET_LEASE_SECONDS": "soon"])
      #expect(result.status == 65)
      #expect(
        result.errors.hasPrefix(
          "error: UNET_LEASE_SECONDS must be a number of seconds from 1 to 3600, not 'soon'\n"))
      #expect(!program.exists("runs"))
    }
  }
}
