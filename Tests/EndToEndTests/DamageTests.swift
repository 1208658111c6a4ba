import Foundation
import Testing

@Suite("A damaged run folder")
struct DamageTests {
  /// What can happen to a file.
  enum Damage: CaseIterable {
    case cut, emptied, removed, flippedInTensors, flippedInState, replaced

    /// Does it.
    func inflict(on path: String, in program: Program) throws {
      let url = program.folder.appending(path: path)
      var bytes = try Data(contentsOf: url)
      switch self {
      case .cut: bytes.removeLast(100)
      case .emptied: bytes = Data()
      case .removed: return try FileManager.default.removeItem(at: url)
      case .flippedInTensors: bytes[bytes.count - 100] ^= 1
      case .flippedInState:
        // A digit of the history.
        let place = try #require(bytes.range(of: Data(#"learning_rate\":0.0"#.utf8)))
        bytes[place.upperBound] ^= 1
      case .replaced:
        let best = url.deletingLastPathComponent().appending(path: "best.safetensors")
        bytes = try Data(contentsOf: best)
      }
      // Not in place: the bytes may have a second name.
      try FileManager.default.removeItem(at: url)
      try bytes.write(to: url)
    }

    var reason: String {
      switch self {
      case .cut: "not a safetensors file: its tensors take "
      case .emptied: "not a safetensors file: it has 0 bytes, and the header's length takes 8"
      case .removed: "it is not there"
      case .flippedInTensors, .flippedInState:
        "its bytes are not those that were written: they do not have the checksum that stands in it"
      case .replaced: "it holds no state of a training"
      }
    }
  }

  private static let last = "runs/smoke/checkpoints/last.safetensors"
  private static let previous = "runs/smoke/checkpoints/last.previous.safetensors"
  private static let best = "runs/smoke/checkpoints/best.safetensors"

  /// All files of the run folder with their bytes, but for what tells whose it is while a process has it.
  private func contents(_ program: Program) throws -> [String: Data] {
    let folder = program.folder.appending(path: "runs/smoke")
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
      !$0.hasPrefix(".")
    }
    return Dictionary(
      uniqueKeysWithValues: names.map { ($0, (try? Data(contentsOf: folder.appending(path: $0))) ?? Data()) })
  }

  @Test(
    "goes on from the checkpoint before where the last is lost, says why and from where, and ends as if it had not been",
    arguments: Damage.allCases)
  func damagedLast(damage: Damage) throws {
    try inTemporaryFolder { program in
      try program.prepareFinishedSmoke()
      let (weights, metrics) = try (program.weights("smoke"), program.metrics("smoke"))
      try damage.inflict(on: Self.last, in: program)
      let broken = try contents(program)
      // A refusal leaves it as it is.
      #expect(try program.unet("run", "smoke.yaml", "--resume", "model.width=8").status == 64)
      #expect(try contents(program) == broken)
      let result = try program.unet("run", "smoke.yaml", "--resume")
      #expect(result.status == 0, "\(result.errors)")
      #expect(
        result.errors.hasPrefix(
          "warning: \(program.folder.path)/\(Self.last) is lost: \(damage.reason)"), "\(result.errors)")
      #expect(
        result.errors.contains("; going on from the checkpoint before it, after epoch 1, batch 0\n"),
        "\(result.errors)")
      #expect(result.output.contains("resuming  after epoch 1, batch 0\n"), "\(result.output)")
      #expect(try program.weights("smoke") == weights)
      #expect(try program.metrics("smoke") == metrics)
      #expect(try program.unet("run", "smoke.yaml", "--resume").errors.isEmpty)
    }
  }

  @Test("whose two checkpoints are lost is told with both reasons and left as it is, exit code 74")
  func bothLost() throws {
    try inTemporaryFolder { program in
      try program.prepareFinishedSmoke()
      try Damage.flippedInTensors.inflict(on: Self.last, in: program)
      for (damage, reason) in [
        (Damage.emptied, Damage.emptied.reason), (.removed, Damage.removed.reason),
      ] {
        try damage.inflict(on: Self.previous, in: program)
        let before = try contents(program)
        let result = try program.unet("run", "smoke.yaml", "--resume")
        let folder = program.folder.path
        #expect(result.status == 74)
        #expect(
          result.errors == """
            error: both checkpoints of \(folder)/runs/smoke are lost, and nothing can be gone on from:
              \(folder)/\(Self.last): \(Damage.flippedInTensors.reason)
              \(folder)/\(Self.previous): \(reason)
            nothing was changed; put back a copy of either file, or start another run with --name NAME, from the best weights if they \
            are good: model.weights=\(folder)/\(Self.best)

            """)
        #expect(try contents(program) == before)
      }
      // What was committed once is missed, too: --resume starts only where nothing ever was.
      try Damage.removed.inflict(on: Self.last, in: program)
      let gone = try program.unet("run", "smoke.yaml", "--resume")
      #expect(gone.status == 74)
      #expect(gone.errors.contains("last.safetensors: it is not there\n"), "\(gone.errors)")
    }
  }

  @Test("whose best weights are those of the last commit gets them again, byte for byte, and says so")
  func damagedBest() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      #expect(try program.unet("run", "smoke.yaml", "validation.metric=loss").status == 0)
      let best = try program.json("runs/smoke/metrics.json")["best"] as? [String: Any]
      try #require(best?["epoch"] as? Int == 2, "the test needs a late best")
      let before = try contents(program)
      for damage in [Damage.flippedInTensors, .removed, .emptied] {
        try damage.inflict(on: Self.best, in: program)
        let result = try program.unet("run", "--resume", "runs/smoke")
        #expect(result.status == 0)
        #expect(result.errors.hasPrefix("warning: the weights of epoch 2 (loss "), "\(result.errors)")
        #expect(
          result.errors.hasSuffix(
            "best.safetensors: \(damage.reason); they were written again, from the last checkpoint\n"),
          "\(result.errors)")
        #expect(try contents(program) == before)
      }
    }
  }

  @Test("whose best weights are gone before the test is told so, and tests the best of those that are there")
  func lostBest() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let keys = [
        "run", "smoke.yaml", "data.test={range: [4, 5]}", "validation.metric=loss",
        "optimizer.learning_rate=0.3", "schedule={name: constant, warmup_epochs: 0}",
        "augmentation.preset=none", "training.early_stopping=2", "training.epochs=20",
      ]
      #expect(try program.unet(keys).status == 0)
      let metrics = try program.json("runs/smoke/metrics.json")
      let epochs = try #require(metrics["epochs"] as? [Any]).count
      let best = try #require((metrics["best"] as? [String: Any])?["epoch"] as? Int)
      try #require(best < epochs, "the test needs an early best")
      try Damage.flippedInTensors.inflict(on: Self.best, in: program)
      // All is done: the scores stay.
      let before = try contents(program)
      let done = try program.unet(keys + ["--resume"])
      #expect(done.status == 0)
      #expect(done.errors.hasPrefix("warning: the weights of epoch \(best) (loss "), "\(done.errors)")
      #expect(done.errors.hasSuffix(", and cannot be made again\n"), "\(done.errors)")
      #expect(try contents(program) == before)
      // As if the process had been killed before the test.
      _ = try program.shell("mv \(Self.previous) \(Self.last)")
      let result = try program.unet(keys + ["--resume"])
      #expect(result.status == 0, "\(result.errors)")
      #expect(
        result.errors.contains(", and cannot be made again; the best is now epoch \(epochs)\n"),
        "\(result.errors)")
      let after = try program.json("runs/smoke/metrics.json")
      #expect((after["best"] as? [String: Any])?["epoch"] as? Int == epochs)
      #expect((after["test"] as? [String: Any])?["epoch"] as? Int == epochs)
      #expect(try program.unet(keys + ["--resume"]).errors.isEmpty)
    }
  }

  @Test("whose checkpoint the system does not let be read has not lost it: nothing is changed, exit code 74")
  func unreadable() throws {
    try inTemporaryFolder { program in
      try program.prepareFinishedSmoke()
      _ = try program.shell("rm \(Self.last) && mkdir \(Self.last)")
      let before = try contents(program)
      let result = try program.unet("run", "smoke.yaml", "--resume")
      #expect(result.status == 74)
      #expect(
        result.errors.hasPrefix(
          """
          error: cannot read \(program.folder.path)/\(Self.last): it is no file \
          (where it is beyond help, remove it: the checkpoint before it is used then)

          """), "\(result.errors)")
      #expect(try contents(program) == before)
    }
  }

  private let check = """
    import hashlib, json, sys
    data = open(sys.argv[1], "rb").read()
    end = 8 + int.from_bytes(data[:8], "little")
    digits = json.loads(data[8:end])["__metadata__"]["checksum"]
    blank = data[:end].replace(f'"checksum":"{digits}"'.encode(), b'"checksum":"' + 64 * b"0" + b'"')
    print(hashlib.sha256(blank + data[end:]).hexdigest() == digits)
    """

  @Test("has weights whose checksums anybody can compute", .enabled(if: Python.imports("hashlib")))
  func checksumInPython() throws {
    try inTemporaryFolder { program in
      try program.prepareFinishedSmoke()
      try program.write(check, to: "check.py")
      for file in [Self.last, Self.previous, Self.best] {
        let result = try program.shell("\(Python.executable) check.py \(file)")
        #expect(result.output == "True\n", "\(file): \(result.errors)")
      }
    }
  }
}
