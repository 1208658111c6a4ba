import Foundation
import Testing

@Suite("Signals to unet run", .enabled(if: Faults.areAvailable, "needs libfaults, which is for Linux"))
struct SignalTests {
  @Test("while images are decoded ends soon with 75, and nothing is lost")
  func decoding() throws {
    try inTemporaryFolder { program in
      try program.write(Program.smoke, to: "smoke.yaml")
      try program.drawCells(count: 30)
      let ended = try program.unet(
        ["run", "smoke.yaml"], stopping: Faults(.stopBefore, at: 3, [.rename], on: ".pixels")
      ) { kill($0, SIGTERM) }
      #expect(ended.status == 75, "\(ended.errors)")
      #expect(
        ended.output == "stopped before the first step: nothing was lost; give the same command again\n",
        "\(ended.output)"
      )
      #expect(!program.exists("runs/smoke"))
      let decoded = try program.shell("find cache/decoded -name '*.pixels' | wc -l").output
      // Two workers may have been at one image each.
      #expect((3...20).contains(Int(decoded.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0))
    }
  }

  @Test("in a validation saves, exits with 75, and the run goes on to the same bits")
  func validating() throws {
    let whole = try Undisturbed.shared.get()
    let image = try whole.imageOfValidation()
    let ended = try whole.program.unet(
      Undisturbed.arguments + ["--name", "signal"],
      stopping: Faults(.stopBefore, at: image.count / 2, [.open], on: image.path)
    ) { kill($0, SIGTERM) }
    #expect(ended.status == 75, "\(ended.errors)")
    #expect(ended.output.hasSuffix("stopped after saving; go on with: unet run --resume runs/signal\n"))
    #expect(try whole.program.json("runs/signal/metrics.json")["status"] as? String == "stopped")
    try whole.expectExact("signal")
  }

  @Test(
    "A second one while the checkpoint is being written ends the run at once, and what was committed stands",
    arguments: ["/last.safetensors", "/best.safetensors", "/metrics.json"])
  func second(file: String) throws {
    let whole = try Undisturbed.shared.get()
    let name = "second" + file.filter(\.isLetter)
    let ended = try whole.program.unet(
      Undisturbed.arguments + ["--name", name],
      stopping: Faults(.stopBefore, at: 2, [.rename], on: file)
    ) { process in
      // Two of the same kind would arrive as one.
      kill(process, SIGINT)
      kill(process, SIGTERM)
    }
    // 128 and the number of the one that came second.
    #expect([130, 143].contains(ended.status), "\(ended.status) \(ended.errors)")
    try whole.expectExact(name)
  }

  @Test("A closed output goes nowhere, and not into a file that the program opens")
  func closedOutput() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let result = try program.shell("$UNET run smoke.yaml <&- >&- 2>&-; echo $?")
      #expect(result.output == "0\n")
      let lease = try program.json("runs/smoke/.lease-1")
      #expect((lease["heartbeat"] as? String)?.hasPrefix("released") == true)
    }
  }

  @Test("A SIGHUP that is ignored, as by nohup, and a reader of the output that went away end no run")
  func ignored() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let result = try program.shell(
        """
        (trap '' HUP; exec $UNET run smoke.yaml training.epochs=8) > out.txt 2>&1 &
        pid=$!
        while kill -0 $pid && ! [ -e runs/smoke/checkpoints/last.safetensors ]; do :; done
        kill -HUP $pid
        wait $pid
        echo $?
        $UNET run smoke.yaml --name piped 2>&1 | true
        echo ${PIPESTATUS[0]}
        """)
      #expect(result.output == "0\n0\n", "\(result.output) \(result.errors)")
    }
  }
}
