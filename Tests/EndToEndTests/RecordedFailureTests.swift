import Foundation
import Testing

@Suite("A run that fails")
struct RecordedFailureTests {
  /// Starts a run, and breaks something once it has committed an epoch; returns its exit code and what it said.
  private func run(
    _ arguments: [String], in program: Program, breaking script: String
  ) throws -> (status: String, errors: String) {
    let words = arguments.joined(separator: " ")
    let result = try program.shell(
      """
      $UNET run \(words) > out.txt 2> errors.txt &
      pid=$!
      while kill -0 $pid && ! [ -e runs/parts/checkpoints/last.safetensors ]; do :; done
      kill -STOP $pid
      \(script)
      kill -CONT $pid
      wait $pid
      echo $?
      """)
    return (result.output.trimmingCharacters(in: .whitespacesAndNewlines), try program.read("errors.txt"))
  }

  @Test("since a folder is in the way of its files says so in metrics.json, and goes on once it is put right")
  func cannotWrite() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let arguments = ["smoke.yaml", "training.epochs=12"]
      #expect(try program.unet(["run"] + arguments + ["--name", "whole"]).status == 0)
      let ended = try run(
        arguments + ["--name", "parts"], in: program,
        breaking: "rm -r runs/parts/samples; touch runs/parts/samples")
      #expect(ended.status == "74", "\(ended.errors)")
      let metrics = try program.json("runs/parts/metrics.json")
      #expect(metrics["status"] as? String == "failed")
      let failure = try #require(metrics["failure"] as? String)
      #expect(failure.hasPrefix("cannot write ") && ended.errors.contains(failure), "\(failure)")
      #expect(try program.json("runs/parts/summary.json")["status"] as? String == "failed")
      _ = try program.shell("rm runs/parts/samples")
      #expect(try program.unet("run", "--resume", "runs/parts").status == 0)
      #expect(try program.weights("parts") == program.weights("whole"))
      #expect(try program.metrics("parts") == program.metrics("whole"))
    }
  }

  @Test("since an image has changed says which, and goes on once it is back")
  func changedImage() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let arguments = ["smoke.yaml", "training.epochs=60"]
      let ended = try run(
        arguments + ["--name", "parts"], in: program,
        breaking: """
          cp cells/images/000.png 000.png; cp cells/images/001.png cells/images/000.png
          find cache/decoded -type f -delete
          """)
      #expect(ended.status == "65", "\(ended.errors)")
      #expect(
        ended.errors.hasSuffix(
          """
          cells/images/000.png: has changed since it was first read
              = leave the data alone while a run reads it
              = put the data back as it was, and go on with: unet run --resume \(program.folder.path)/runs/parts

          """), "\(ended.errors)")
      let metrics = try program.json("runs/parts/metrics.json")
      #expect(metrics["status"] as? String == "failed")
      #expect((metrics["failure"] as? String)?.contains("000.png: has changed") == true)
      #expect(try program.unet("run", "--resume", "runs/parts").status == 64)
      _ = try program.shell("cp 000.png cells/images/000.png")
      let resumed = try program.unet("run", "--resume", "runs/parts")
      #expect(resumed.status == 0, "\(resumed.errors)")
      #expect(try program.json("runs/parts/metrics.json")["status"] as? String == "finished")
    }
  }
}
