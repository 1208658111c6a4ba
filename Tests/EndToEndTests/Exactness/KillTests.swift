import Foundation
import Testing

@Suite(
  "A run that is killed goes on and ends as if it had not been",
  .enabled(if: Faults.areAvailable, "needs libfaults, which is for Linux"))
struct KillTests {
  @Test("wherever it stood among its writes", arguments: try Undisturbed.kills())
  func writing(at instant: Instant) throws {
    try expectExact(instant.runName, instant.faults())
  }

  @Test("in the middle of a validation")
  func validation() throws {
    let whole = try Undisturbed.shared.get()
    let image = try whole.imageOfValidation()
    let killed = try expectExact(
      "validation", Faults(.killBefore, at: image.count / 2, [.open], on: image.path))
    #expect(killed.output.contains("epoch 1/4  loss") && !killed.output.contains("epoch 4/4  loss"))
  }

  @Test("in the middle of the test")
  func test() throws {
    let whole = try Undisturbed.shared.get()
    let image = try whole.imageOfTest()
    let killed = try expectExact("test", Faults(.killBefore, at: image.count, [.open], on: image.path))
    #expect(killed.output.contains("epoch 4/4  loss"))
  }

  @Test("in the middle of an epoch of which some updates were saved")
  func withinEpoch() throws {
    let whole = try Undisturbed.shared.get()
    let everyUpdate = "training.checkpoint_minutes=0"
    // Two commits an epoch: the fifth is within the third.
    let killed = try whole.program.unet(
      Undisturbed.arguments + [everyUpdate, "--name", "within"],
      meeting: Faults(.killAfter, at: 5, [.rename], on: "/last.safetensors"))
    #expect(killed.status == SIGKILL, "\(killed.errors)")
    #expect(killed.output.contains("epoch 2/4  loss") && !killed.output.contains("epoch 3/4  loss"))
    try whole.expectExact(
      "within", with: [everyUpdate], but: ["config.yaml", "provenance.json", "summary.json"])
  }

  @Test("also with another number of workers, without the cache, quietly, and somewhere else")
  func otherwise() throws {
    let whole = try Undisturbed.shared.get()
    let killed = try whole.program.unet(
      Undisturbed.arguments + ["--name", "here"],
      meeting: Faults(.killAfter, at: 2, [.rename], on: "/last.safetensors"))
    #expect(killed.status == SIGKILL, "\(killed.errors)")
    let runs = whole.program.folder.appending(path: "runs")
    try FileManager.default.moveItem(at: runs.appending(path: "here"), to: runs.appending(path: "there"))
    try whole.expectExact(
      "there", with: ["training.workers=3", "--quiet"], environment: ["UNET_CACHE_SIZE": "0"],
      but: ["config.yaml", "provenance.json", "summary.json"])
  }

  @Test("at random instants, as `make soak` has a hundred of them")
  func soak() throws {
    let whole = try Undisturbed.shared.get()
    let script = URL(fileURLWithPath: #filePath).appending(path: "../../../../Scripts/soak")
      .standardizedFileURL.path
    let library = try #require(Program.built("libfaults.so")) as NSString
    let result = try whole.program.shell(
      "python3 '\(script)' --kills 3 --seed 1 --build '\(library.deletingLastPathComponent)'")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output.hasSuffix("3 of 3 kills: every run ended as if it had not been killed\n"))
  }

  @Test("again and again, each time where it had come one step further")
  func again() throws {
    let whole = try Undisturbed.shared.get()
    for n in 1...4 {
      let faults = try Faults(
        .killBefore, at: n > 2 ? 1 : 2, [.rename], on: n % 2 == 0 ? "/last.safetensors" : "/best.safetensors")
      let result = try whole.program.unet(
        Undisturbed.arguments + ["--name", "again", "--resume"], meeting: faults)
      #expect(result.status == SIGKILL, "\(result.errors)")
    }
    try whole.expectExact("again")
  }

  @discardableResult
  private func expectExact(_ name: String, _ faults: Faults) throws -> Program.Result {
    let whole = try Undisturbed.shared.get()
    let killed = try whole.program.unet(Undisturbed.arguments + ["--name", name], meeting: faults)
    #expect(killed.status == SIGKILL, "it should have been killed: \(killed.output)\(killed.errors)")
    try whole.expectExact(name)
    return killed
  }
}
