import Foundation
import Testing

@Suite("Signals to unet run")
struct SignalTests {
  /// Starts a run in a shell, waits until a file is there that matches a pattern, does something to `$pid`, and says how the run ended.
  private func run(
    _ arguments: String, in program: Program, until pattern: String, _ action: String
  ) throws -> (status: String, text: String) {
    let result = try program.shell(
      """
      $UNET run \(arguments) > out.txt 2>&1 &
      pid=$!
      while kill -0 $pid 2>/dev/null && ! compgen -G '\(pattern)' > /dev/null; do :; done
      \(action)
      wait $pid
      echo $?
      """)
    return (result.output.trimmingCharacters(in: .whitespacesAndNewlines), try program.read("out.txt"))
  }

  @Test("while images are decoded ends soon with 75, and nothing is lost")
  func decoding() throws {
    try inTemporaryFolder { program in
      try program.write(Program.smoke, to: "smoke.yaml")
      _ = try program.unet("sample-images", "cells", "--count", "200", "--size", "128")
      let ended = try run("smoke.yaml", in: program, until: "cache/decoded/*", "kill -TERM $pid")
      #expect(ended.status == "75", "\(ended.text)")
      #expect(
        ended.text.contains("stopped before the first step: nothing was lost; start it again\n"),
        "\(ended.text)")
      #expect(!program.exists("runs/smoke"))
    }
  }

  @Test("in a validation stops it, and the run goes on to the same bits")
  func validating() throws {
    try inTemporaryFolder { program in
      try program.write(Program.smoke, to: "smoke.yaml")
      _ = try program.unet("sample-images", "cells", "--count", "60", "--size", "64")
      // By tiles, so that there is much to validate, and nearly nothing to train.
      let arguments = """
        smoke.yaml training.epochs=1 training.checkpoint_minutes=0 data.resize=384 data.crop=32 \
        data.samples_per_epoch=4 data.validation='{range: [2, 59]}' validation.max_pixels=65536
        """
      #expect(try program.shell("$UNET run \(arguments) --name whole").status == 0)
      let ended = try run(
        arguments + " --name parts", in: program, until: "runs/parts/checkpoints/last.safetensors",
        "sleep 0.5; kill -TERM $pid")
      #expect(ended.status == "75", "\(ended.text)")
      let resumed = try program.unet("run", "--resume", "runs/parts")
      #expect(resumed.output.contains("resuming  after epoch 0, batch 2\n"), "\(resumed.output)")
      #expect(try program.weights("parts") == program.weights("whole"))
      #expect(try program.metrics("parts") == program.metrics("whole"))
    }
  }

  @Test(
    "A second one while the checkpoint is being written ends the run at once with 130, and what was committed stands"
  )
  func second() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      // Large, so that it takes long to write.
      let arguments = "smoke.yaml model.depth=3 model.width=64 training.epochs=3"
      #expect(try program.shell("$UNET run \(arguments) --name whole").status == 0)
      let ended = try run(
        arguments + " --name parts", in: program, until: "runs/parts/checkpoints/last.safetensors",
        """
        kill -INT $pid
        while kill -0 $pid 2>/dev/null && ! compgen -G 'runs/parts/.writing*/last.safetensors*' > /dev/null; do :; done
        while kill -INT $pid 2>/dev/null; do :; done
        """)
      #expect(ended.status == "130", "\(ended.text)")
      let resumed = try program.unet("run", "--resume", "runs/parts")
      #expect(resumed.status == 0, "\(resumed.errors)")
      #expect(try program.weights("parts") == program.weights("whole"))
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
