import Foundation
import Testing

@Suite("A sweep whose processes are all killed goes on and ends as if it had not been")
struct SweepKillTests {
  @Test("at random instants, as `make soak-sweep` has twenty of them")
  func soak() throws {
    let program = try #require(Program.built("unet")) as NSString
    let script = URL(fileURLWithPath: #filePath).appending(path: "../../../../Scripts/soak_sweep")
      .standardizedFileURL.path
    try inTemporaryFolder { folder in
      let result = try folder.shell(
        "python3 '\(script)' --kills 3 --seed 1 --seeds 1 --build '\(program.deletingLastPathComponent)'")
      #expect(result.status == 0, "\(result.output)\(result.errors)")
      #expect(
        result.output.hasSuffix("3 of 3 kills: every sweep ended as if it had not been killed\n"),
        "\(result.output)")
    }
  }
}
