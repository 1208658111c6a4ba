import Foundation
import Testing

/// One mistake in an otherwise good set-up, and what the program says of it.
struct Mistake: CustomTestStringConvertible, Sendable {
  let testDescription: String
  /// What makes the mistake, in the folder that has `smoke.yaml` and `cells/`.
  let script: String
  /// What the message must contain.
  let says: [String]

  init(_ description: String, _ script: String, says: String...) {
    testDescription = description
    self.script = script
    self.says = says
  }
}

@Suite("Bad input")
struct BadInputTests {
  static let mistakes = [
    Mistake("no such config", "rm smoke.yaml", says: "there is no file 'smoke.yaml'"),
    Mistake(
      "a config of 50 MB", "truncate -s 50M smoke.yaml",
      says: "error: 'smoke.yaml' is larger than 1000000 bytes, too large for a config"),
    Mistake(
      "ten thousand levels", "printf '[%.0s' {1..10000} > smoke.yaml",
      says: "smoke.yaml:1:101: error: values are nested deeper than 100 levels"),
    Mistake(
      "a circle of files", "echo 'extends: b.yaml' > b.yaml && echo 'extends: b.yaml' >> smoke.yaml",
      says: "b.yaml:1:10: error: 'extends' goes in a circle: smoke.yaml → b.yaml → b.yaml"),
    Mistake("not YAML", "echo 'data: [1' > smoke.yaml", says: "smoke.yaml:1:9: error: not YAML: "),
    Mistake(
      "a wrong type", "sed -i 's/depth: 2/depth: two/' smoke.yaml", says: "smoke.yaml:6:16: error: ", "two",
      "^~~"),
    Mistake(
      "an unknown key", "sed -i 's/depth/dept/' smoke.yaml", says: "smoke.yaml:6:9: error: ", "'dept'",
      "'depth'"),
    Mistake(
      "a depth too deep for the crop",
      "sed -i 's/depth: 2/depth: 5/; s/  masks:/  crop: 32\\n  masks:/' smoke.yaml",
      says: "error: ", "depth", "32"),
    Mistake("no images", "rm cells/images/*", says: "cells/images", "no image"),
    Mistake("no such folder", "rm -r cells/images", says: "cells/images", "no such folder"),
    Mistake("an image without a mask", "rm cells/masks/003.png", says: "cells/images/003.png", "mask"),
    Mistake("a mask without an image", "rm cells/images/003.png", says: "cells/masks/003.png", "image"),
    Mistake(
      "sizes that differ",
      "\"$UNET\" sample-images other --count 1 --size 80 && cp other/masks/000.png cells/masks/002.png",
      says: "cells/images/002.png", "64", "80"),
    Mistake(
      "a truncated PNG", "truncate -s 900 cells/images/001.png", says: "cells/images/001.png", "truncated"),
    Mistake(
      "a mask value outside the classes", "sed -i 's/, border: 2//' smoke.yaml",
      says: "cells/masks/000.png", "value 2", "x ", "y "),
    Mistake(
      "a range outside the images", "sed -i 's/6, 7/6, 9/' smoke.yaml", says: "[6, 9]", "8 images", "0 to 7"),
  ]

  @Test("Masks in which every pixel is ignored are refused before anything is written")
  func allIgnored() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let result = try program.unet(
        "run", "smoke.yaml", "data.classes={a: 7, b: 9}", "data.ignore=[0, 1, 2]")
      #expect(result.status == 65)
      #expect(
        result.errors == """
          error: every pixel of the training masks is ignored, so that there is nothing to learn
              = take the values of pixels that count out of 'data.ignore', and give them to 'data.classes'
          error: every pixel of the validation masks is ignored, so that there is nothing to score
              = take the values of pixels that count out of 'data.ignore', and give them to 'data.classes'

          """)
      #expect(!program.exists("runs"))
    }
  }

  @Test("is told with exit code 65, its place and its rule, and leaves no run folder", arguments: mistakes)
  func isTold(mistake: Mistake) throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      #expect(try program.shell(mistake.script).status == 0)
      let result = try program.unet("run", "smoke.yaml")
      #expect(result.status == 65)
      for text in mistake.says { #expect(result.errors.contains(text), "\(result.errors)") }
      #expect(result.output.isEmpty)
      #expect(!program.exists("runs"))
    }
  }

  @Test("All mistakes of a file are told at once, in the order of the lines")
  func allAtOnce() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      _ = try program.shell("sed -i 's/depth: 2/dept: 2/; s/epochs: 2/epochs: 0/' smoke.yaml")
      let result = try program.unet("check", "smoke.yaml", "loss.ce=-1")
      #expect(result.status == 65)
      let places = result.errors.split(separator: "\n").filter { $0.contains(": error: ") }
      #expect(places.count == 3, "\(result.errors)")
      #expect(result.errors.contains("<command line>:1:9: error: "))
      #expect(result.errors.contains("smoke.yaml:6:9: error: "))
    }
  }

  @Test("A runs folder that cannot be written is an input-output failure, exit code 74")
  func unwritableRuns() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      try program.write("a file, not a folder", to: "runs")
      let result = try program.unet("run", "smoke.yaml")
      #expect(result.status == 74)
      #expect(result.errors.contains("runs"), "\(result.errors)")
      #expect(result.errors.contains("Not a directory"), "\(result.errors)")
    }
  }

  @Test("A run folder that exists is never overwritten: it offers --resume and --name, exit code 64")
  func existingFolder() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      _ = try program.shell("mkdir -p runs/smoke && echo mine > runs/smoke/config.yaml")
      let result = try program.unet("run", "smoke.yaml")
      #expect(result.status == 64)
      #expect(result.errors.contains("runs/smoke"), "\(result.errors)")
      #expect(result.errors.contains("--resume") && result.errors.contains("--name"), "\(result.errors)")
      #expect(try program.read("runs/smoke/config.yaml") == "mine\n")
    }
  }

  @Test(
    "A full disk while a checkpoint is written leaves the old one whole, exit code 74, and a later resume goes on"
  )
  func fullDisk() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      #expect(try program.unet("run", "smoke.yaml", "training.epochs=1").status == 0)
      let checkpoint = "runs/smoke/checkpoints/last.safetensors"
      let before = try Data(contentsOf: program.folder.appending(path: checkpoint))
      // A limit on the size of a file fails a write just as a full disk does, and needs no disk of its own.
      let result = try program.shell(
        "trap '' XFSZ; ulimit -f 20; exec \"$UNET\" run smoke.yaml --resume training.epochs=2")
      #expect(result.status == 74)
      #expect(result.errors.contains("File too large"), "\(result.errors)")
      #expect(try Data(contentsOf: program.folder.appending(path: checkpoint)) == before)
      #expect(try program.unet("run", "smoke.yaml", "--resume", "training.epochs=2").status == 0)
    }
  }
}
