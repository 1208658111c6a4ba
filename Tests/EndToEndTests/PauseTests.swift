import Foundation
import Testing

@Suite("unet run --pause-after", .enabled(if: Faults.areAvailable, "needs libfaults, which is for Linux"))
struct PauseTests {
  @Test("leaves off after that epoch, saved, and the run goes on to the same bits")
  func exact() throws {
    let whole = try Undisturbed.shared.get()
    let paused = try whole.program.unet(
      Undisturbed.arguments + ["--name", "paused", "--pause-after", "2"])
    #expect(paused.status == 0, "\(paused.errors)")
    #expect(
      paused.output.hasSuffix("paused after epoch 2 of 4; go on with: unet run --resume runs/paused\n"),
      "\(paused.output)")
    #expect(try whole.program.json("runs/paused/metrics.json")["status"] as? String == "paused")
    #expect(try whole.program.json("runs/paused/summary.json")["status"] as? String == "paused")
    // Where it is already, nothing is trained.
    let again = try whole.program.unet("run", "--resume", "runs/paused", "--pause-after", "1")
    #expect(again.status == 0 && again.output.contains("paused after epoch 2 of 4;"), "\(again.output)")
    #expect(try whole.program.json("runs/paused/summary.json")["status"] as? String == "paused")
    try whole.expectExact("paused")
  }

  @Test("of the last epoch, or a later one, trains to the end, the test included", arguments: [4, 9])
  func end(epoch: Int) throws {
    let whole = try Undisturbed.shared.get()
    let name = "end\(epoch)"
    let ended = try whole.program.unet(
      Undisturbed.arguments + ["--name", name, "--pause-after", "\(epoch)"])
    #expect(ended.status == 0 && ended.output.contains("\ntest      "), "\(ended.output)\(ended.errors)")
    #expect(try whole.differences(of: name).isEmpty)
  }

  @Test("is an epoch, counted from 1")
  func none() throws {
    try inTemporaryFolder { program in
      let refused = try program.unet("run", "smoke.yaml", "--pause-after", "0")
      #expect(refused.status == 64)
      #expect(
        refused.errors.hasPrefix("Error: --pause-after is an epoch, counted from 1; it is 0\n"),
        "\(refused.errors)")
    }
  }

  @Test("A run on behalf of a process that has ended stops after saving, and goes on to the same bits")
  func orphan() throws {
    let whole = try Undisturbed.shared.get()
    let arguments = Undisturbed.arguments + ["--name", "orphan"]
    let words = (arguments + ["--on-behalf-of"]).map { "'\($0)'" }.joined(separator: " ")
    // The shell between them is killed once the run has committed an epoch.
    let ended = try whole.program.shell(
      """
      bash -c '"$@" "$$" & echo $! > child; wait' - "$UNET" \(words) > orphan.txt 2>&1 &
      while [ ! -e runs/orphan/checkpoints/last.safetensors ]; do sleep 0.01; done
      kill -KILL $!
      while kill -0 "$(cat child)" 2> /dev/null; do sleep 0.01; done
      tail -n 1 orphan.txt
      """)
    #expect(
      ended.output == "stopped after saving; go on with: unet run --resume runs/orphan\n",
      "\(ended.output)\(ended.errors)")
    try whole.expectExact("orphan")
  }
}
