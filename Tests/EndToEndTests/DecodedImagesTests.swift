import Foundation
import Testing

@Suite("Decoded images are kept between runs")
struct DecodedImagesTests {
  /// There are few images, of which nothing is to be said here.
  private static let silence = "data.silence=[small-validation]"

  private func files(_ program: Program, _ folder: String = "cache", ending: String = ".pixels") -> [String] {
    let path = program.folder.appending(path: "\(folder)/decoded").path
    let all = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return all.filter { $0.hasSuffix(ending) }.sorted()
  }

  @Test(
    "A run without a cache, one that fills it and one that finds it full give the same weights and metrics")
  func same() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let plain = try program.unet(
        ["run", "smoke.yaml", Self.silence, "--name", "plain"], environment: ["UNET_CACHE_SIZE": "0"])
      #expect(plain.status == 0, "\(plain.errors)")
      #expect(
        plain.errors.contains(
          /^warning: decoded images are not kept on disk: UNET_CACHE_SIZE is 0; they stay in memory, up to [^,]+, and beyond that are decoded each time that they are used\n$/
        ))
      #expect(!program.exists("cache/decoded"))
      for name in ["first", "second"] {
        let result = try program.unet("run", "smoke.yaml", Self.silence, "--name", name)
        #expect((result.status, result.errors) == (0, ""))
        #expect(files(program).count == 8)
        #expect(try program.weights(name) == program.weights("plain"))
        #expect(try program.metrics(name) == program.metrics("plain"))
      }
    }
  }

  @Test("A size that is none is refused, by a run and by a check", arguments: ["run", "check"])
  func badSize(command: String) throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let result = try program.unet([command, "smoke.yaml"], environment: ["UNET_CACHE_SIZE": "lots"])
      #expect(result.status == 65)
      #expect(
        result.errors == """
          error: UNET_CACHE_SIZE must be a size such as 500MB, 20G or 1.5TiB, or a number of bytes, not 'lots'
              = it bounds the decoded images on disk; 0 keeps none, and unset it is 20GB

          """)
      #expect(!program.exists("runs"))
    }
  }

  @Test(
    "A run that is killed while it decodes leaves nothing that harms the next, and its leftovers are swept up"
  )
  func kills() throws {
    try inTemporaryFolder { program in
      try program.write(Program.smoke, to: "smoke.yaml")
      try program.drawCells(count: 30)
      let arguments = ["smoke.yaml", Self.silence, "data.resize=256", "data.crop=32", "training.epochs=1"]
      let process = try program.start(["run"] + arguments + ["--name", "killed"])
      while files(program).isEmpty, process.isRunning { usleep(200) }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      #expect(!program.exists("runs/killed"))
      // Whether a file was cut off is chance: here is one that was, and one that was cut off by a crash of the machine.
      let whole = try #require(files(program).first)
      let path = program.folder.appending(path: "cache/decoded/\(whole)").path
      try FileManager.default.copyItem(atPath: path, toPath: "\(path).1-a.part")
      for file in files(program, ending: ".part") {
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSinceNow: -4000)],
          ofItemAtPath: program.folder.appending(path: "cache/decoded/\(file)").path)
      }
      #expect(truncate(path, 9000) == 0)
      let after = try program.unet(["run"] + arguments + ["--name", "after"])
      #expect((after.status, after.errors) == (0, ""))
      #expect((files(program).count, files(program, ending: ".part")) == (30, []))
      let plain = try program.unet(
        ["run"] + arguments + ["--name", "plain"], environment: ["UNET_CACHE": program.folder.path + "/other"]
      )
      #expect(plain.status == 0)
      #expect(try program.weights("after") == program.weights("plain"))
      let same = files(program).allSatisfy { file in
        FileManager.default.contentsEqual(
          atPath: program.folder.appending(path: "cache/decoded/\(file)").path,
          andPath: program.folder.appending(path: "other/decoded/\(file)").path)
      }
      #expect(same && files(program) == files(program, "other"))
    }
  }

  @Test("A full disk costs the cache and nothing else: no half of a file stays, and the run goes on")
  func fullDisk() throws {
    try inTemporaryFolder { program in
      try program.write(Program.smoke, to: "smoke.yaml")
      try program.drawCells(count: 8)
      let words =
        "smoke.yaml data.resize=384 data.crop=32 training.epochs=1 training.samples=0 training.tensorboard=false \(Self.silence)"
      // Files of up to 200 kB: a decoded sample has 288, the checkpoints a fifth of that.
      let full = try program.shell("trap '' XFSZ; ulimit -f 200; exec \"$UNET\" run \(words) --name full")
      #expect(full.status == 0, "\(full.errors)")
      #expect(
        full.errors.contains(
          "warning: some decoded images are not kept on disk: cannot write in \(program.folder.path)/cache/decoded: File too large; they stay in memory, up to "
        ), "\(full.errors)")
      #expect(full.errors.split(separator: "\n").count == 1, "\(full.errors)")
      #expect(files(program, ending: "").filter { $0.contains(".") } == [])
      let plain = try program.shell("\"$UNET\" run \(words) --name plain")
      #expect((plain.status, plain.errors) == (0, ""))
      #expect(try program.weights("full") == program.weights("plain"))
    }
  }

  @Test("Two runs at once share an empty cache, and end the same")
  func two() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let others = try ["a", "b"].map { try program.start("run", "smoke.yaml", "--name", $0) }
      for process in others { process.waitUntilExit() }
      #expect(others.map(\.terminationStatus) == [0, 0])
      #expect(try program.weights("a") == program.weights("b"))
      #expect((files(program).count, files(program, ending: ".part")) == (8, []))
    }
  }
}
