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
