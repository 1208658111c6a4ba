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
    // No batch is prepared for a later epoch while the last one is scored: what is read last before it is written down is scored.
    let end = try #require(whole.calls.lastIndex { $0.call == .write && $0.file.hasPrefix("events") })
    try killReading(whole.calls[..<end], number: { $0 / 2 }, as: "validation")
  }

  @Test("in the middle of the test")
  func test() throws {
    let whole = try Undisturbed.shared.get()
    try killReading(whole.calls[...], number: { $0 }, as: "test")
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

  /// Kills a run when it reads the decoded image that is the last one to be read in `calls`.
  private func killReading(
    _ calls: ArraySlice<Faults.Counted>, number: (Int) -> Int, as name: String
  ) throws {
    let whole = try Undisturbed.shared.get()
    let image = try #require(calls.last { $0.call == .open && $0.path.hasSuffix(".pixels") }).path
    let count = whole.calls.count { $0.call == .open && $0.path == image }
    let killed = try expectExact(
      name, Faults(.killBefore, at: number(count), [.open], on: image))
    #expect(!killed.output.contains("epoch 4/4  loss") || name == "test", "\(killed.output)")
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
