import Foundation
import Testing

@Suite("unet sweep")
struct SweepTests {
  @Test("trains every cell once, whatever is asked for later: again, reordered, grown, copied elsewhere")
  func once() throws {
    try inTemporaryFolder { program in
      try program.prepareSweep("grid: {model.width: [4, 6]}\nseeds: [0, 1]\n")
      let first = try program.unet("sweep", "s.yaml", "--jobs", "2")
      #expect(first.status == 0, "\(first.output)\(first.errors)")
      let cells = try program.cells("runs/s")
      #expect(
        cells.map { $0.prefix { $0 != "~" } } == [
          "width=4,seed=0", "width=4,seed=1", "width=6,seed=0", "width=6,seed=1",
        ])
      #expect(try cells.allSatisfy { try program.starts("runs/s/\($0)") == 1 })
      let again = try program.unet("sweep", "s.yaml", "--jobs", "2")
      #expect(again.status == 0)
      try program.write(
        "base: smoke.yaml\nseeds: [2, 1, 0]\ngrid: {training.batch_size: [2], model.width: [6, 4]}\n",
        to: "s.yaml")
      try program.rename("runs/s", to: "elsewhere/s")
      let grown = try program.unet("sweep", "s.yaml", "--runs", "elsewhere", "--jobs", "2")
      #expect(grown.status == 0, "\(grown.output)\(grown.errors)")
      let all = try program.cells("elsewhere/s")
      #expect(all.count == 6 && Set(all).isSuperset(of: cells))
      #expect(try all.allSatisfy { try program.starts("elsewhere/s/\($0)") == 1 })
      #expect((try program.json("elsewhere/s/sweep.json")["cells"] as? [Any])?.count == 6)
      #expect(try program.read("elsewhere/s/sweep.yaml") == program.read("s.yaml"))
    }
  }

  @Test("A cell is the same run as one that is trained alone, and its config trains it again")
  func alone() throws {
    try inTemporaryFolder { program in
      try program.prepareSweep("grid: {model.width: [4]}\nseeds: [3]\n")
      #expect(
        try program.unet("sweep", "s.yaml", "--jobs", "1", "training.epochs=1", "training.threads=1").status
          == 0)
      let cell = try #require(try program.cells("runs/s").first)
      let alone = try program.unet(
        "run", "smoke.yaml", "training={epochs: 1, batch_size: 2, threads: 1, samples: 2, seed: 3}", "--name",
        "alone")
      #expect(alone.status == 0, "\(alone.errors)")
      #expect(try program.weights("s/\(cell)") == program.weights("alone"))
      #expect(try program.metrics("s/\(cell)") == program.metrics("alone"))
      #expect(
        try program.json("runs/s/\(cell)/summary.json")["identity"] as? String
          == program.json("runs/alone/summary.json")["identity"] as? String)
      let provenance = try program.read("runs/s/\(cell)/provenance.json")
      #expect(provenance.contains("s.yaml:3:9"), "\(provenance)")
      #expect(try program.unet("run", "runs/s/\(cell)/config.yaml", "--name", "again").status == 0)
      #expect(try program.weights("again") == program.weights("alone"))
    }
  }

  /// What a script begins with that starts a sweep in the background and waits until two cells have committed a state.
  private static let started = """
    $UNET sweep s.yaml --jobs 2 > first.txt & first=$!
    while [ "$(ls runs/s/*/checkpoints/last.safetensors 2>/dev/null | wc -l)" -lt 2 ] && kill -0 $first; do sleep 0.01; done
    """

  @Test("Ctrl-C saves every cell, and the same command goes on to the same bits")
  func interrupted() throws {
    try inTemporaryFolder { program in
      try program.prepareSweep("seeds: 3\n", epochs: 8)
      #expect(try program.unet("sweep", "s.yaml", "--name", "whole", "--jobs", "2").status == 0)
      let ended = try program.shell(
        Self.started + """

          kill -INT $first; wait $first; echo $?
          grep -l '"stopped"' runs/s/*/summary.json | wc -l
          """)
      #expect(ended.output == "75\n2\n", "\(ended.output)\(ended.errors)")
      #expect(try program.read("first.txt").contains("\nnext      unet sweep s.yaml"))
      // Bits depend on the threads, which those of a third cell do that begins now.
      #expect(try program.unet("sweep", "s.yaml", "--jobs", "2").status == 0)
      try program.expectSameCells("runs/s", "runs/whole")
    }
  }

  @Test(
    "Where the process is killed that starts cells, its cells save and stop, the rest are trained, and the same command goes on"
  )
  func starterKilled() throws {
    try inTemporaryFolder { program in
      try program.prepareSweep("seeds: 3\n", epochs: 8)
      #expect(try program.unet("sweep", "s.yaml", "--name", "whole", "--jobs", "2").status == 0)
      let ended = try program.shell(
        Self.started + """

          for process in /proc/[0-9]*/stat; do
            read -r number name state parent rest < $process || continue
            [ "$parent" = $first ] && kill -KILL $number
          done
          wait $first; echo $?
          """)
      #expect(ended.output == "1\n", "\(ended.output)\(ended.errors)")
      let told = try program.read("first.txt")
      #expect(told.contains("failed    seed=0  the process that had started it is gone\n"), "\(told)")
      #expect(told.contains("done      seed=2  "), "\(told)")
      #expect(try program.unet("sweep", "s.yaml", "--jobs", "2").status == 0)
      try program.expectSameCells("runs/s", "runs/whole")
    }
  }

  @Test(
    "A cell that crashes costs that cell: it is listed with its reason, not tried again unasked, and goes on with --retry-failed",
    .enabled(if: Faults.areAvailable, "needs libfaults, which is for Linux"))
  func crash() throws {
    try inTemporaryFolder { program in
      try program.prepareSweep("seeds: 3\n")
      #expect(try program.unet("sweep", "s.yaml", "--name", "whole", "--jobs", "2").status == 0)
      let second = try #require(try program.cells("runs/whole").dropFirst().first)
      let reason = "it was killed (signal 9), as by a system that runs out of memory"
      let crashed = try program.unet(
        ["sweep", "s.yaml", "--jobs", "2"],
        environment: Faults(.killBefore, at: 2, [.rename], on: "\(second)/metrics.json").environment)
      #expect(crashed.status == 1, "\(crashed.output)\(crashed.errors)")
      #expect(crashed.output.contains("failed    seed=1: \(reason)\n"), "\(crashed.output)")
      #expect(try program.json("runs/s/\(second)/metrics.json")["failure"] as? String == reason)
      #expect(try program.cells("runs/s").count == 3)
      let again = try program.unet("sweep", "s.yaml", "--jobs", "2")
      #expect(again.status == 1 && again.output.contains(reason), "\(again.output)")
      #expect(try program.starts("runs/s/\(second)") == 1)
      let retried = try program.unet("sweep", "s.yaml", "--jobs", "2", "--retry-failed")
      #expect(retried.status == 0, "\(retried.output)\(retried.errors)")
      try program.expectSameCells("runs/s", "runs/whole")
    }
  }

  @Test(
    "A folder that cannot be written costs its cell alone",
    .enabled(if: Faults.areAvailable, "needs libfaults, which is for Linux"))
  func unwritable() throws {
    try inTemporaryFolder { program in
      try program.prepareSweep("seeds: [0, 1]\n", epochs: 1)
      let ended = try program.unet(
        ["sweep", "s.yaml", "--jobs", "1"],
        environment: Faults(.fails("EACCES"), at: 1, [.mkdir], on: "seed=0~").environment)
      #expect(ended.status == 1, "\(ended.errors)")
      let cells = try program.cells("runs/s")
      #expect(cells.count == 1 && cells[0].hasPrefix("seed=1~"))
      #expect(ended.output.contains("\nfailed    seed=0  cannot create the folder "), "\(ended.output)")
      #expect(try program.unet("sweep", "s.yaml", "--jobs", "1").status == 0)
    }
  }

  @Test("Cells that differ in the paths of the same files alone are refused, with both places")
  func sameFiles() throws {
    try inTemporaryFolder { program in
      try program.prepareSweep(
        "cases: {a: {training.seed: 0}, b: {data.images: copy/images, data.masks: copy/masks}}\n")
      _ = try program.shell("cp -r cells copy")
      let refused = try program.unet("sweep", "s.yaml")
      #expect(refused.status == 65)
      #expect(refused.errors.contains("s.yaml:2:"), "\(refused.errors)")
      #expect(refused.errors.contains("makes the same experiment as"), "\(refused.errors)")
      #expect(!program.exists("runs"))
    }
  }

  @Test("Two sweeps of one file share the cells, and none is trained twice")
  func shared() throws {
    try inTemporaryFolder { program in
      try program.prepareSweep("seeds: 5\n")
      let both = try program.shell(
        """
        for number in 1 2; do { $UNET sweep s.yaml --jobs 1 > $number.txt 2>&1; echo $?; } & done
        wait
        """)
      let said = try program.read("1.txt") + program.read("2.txt")
      #expect(both.output == "0\n0\n", "\(said)")
      let cells = try program.cells("runs/s")
      #expect(cells.count == 5)
      for cell in cells {
        #expect(try program.json("runs/s/\(cell)/summary.json")["status"] as? String == "finished")
        #expect(try program.starts("runs/s/\(cell)") == 1)
      }
    }
  }

  @Test("A sweep file that changes while the sweep runs is told at its end, which goes by what it had read")
  func changed() throws {
    try inTemporaryFolder { program in
      try program.prepareSweep("seeds: 1\n", epochs: 1)
      let ended = try program.shell(
        """
        $UNET sweep s.yaml --jobs 1 > said.txt & unet=$!
        while ! grep -qs "^jobs " said.txt && kill -0 $unet; do sleep 0.01; done
        echo "# more" >> s.yaml
        wait $unet; echo $?
        """)
      #expect(ended.output == "0\n")
      #expect(
        ended.errors == """
          warning: s.yaml has changed since the sweep began, which went by what it had read
              = give the same command again for what is new

          """)
      #expect(try program.cells("runs/s").count == 1)
      #expect(try program.read("runs/s/sweep.yaml") == "base: smoke.yaml\nseeds: 1\n")
      #expect(try program.unet("sweep", "s.yaml", "--jobs", "1").errors == "")
    }
  }

  @Test("What stands where a cell would is told, and left as it is")
  func obstacle() throws {
    try inTemporaryFolder { program in
      try program.prepareSweep("seeds: 1\n")
      #expect(try program.unet("sweep", "s.yaml", "--jobs", "1").status == 0)
      let cell = try #require(try program.cells("runs/s").first)
      try program.write("notes", to: "notes")
      try program.rename("runs/s/\(cell)", to: "gone")
      try program.rename("notes", to: "runs/s/\(cell)/notes")
      let refused = try program.unet("sweep", "s.yaml", "--jobs", "1")
      #expect(refused.status == 65)
      #expect(
        refused.errors == """
          error: \(program.folder.path)/runs/s/\(cell) is in the way of the cell seed=0: it is no run folder
              = move it away, and give the same command again

          """)
      #expect(try program.shell("ls 'runs/s/\(cell)'").output == "notes\n")
    }
  }
}

extension Program {
  /// Writes the sweep `s.yaml` over the smoke config, with its images.
  func prepareSweep(_ text: String, epochs: Int = 2) throws {
    try prepareSmoke()
    try write(
      Self.smoke.replacing("epochs: 2", with: "epochs: \(epochs)").replacing("threads: 1, ", with: ""),
      to: "smoke.yaml")
    try write("base: smoke.yaml\n\(text)", to: "s.yaml")
  }

  /// The names of a sweep's run folders, in order.
  func cells(_ sweep: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: sweep).path)
      .filter { $0.contains("~") }.sorted()
  }

  /// How many processes have trained a cell.
  func starts(_ cell: String) throws -> Int {
    try read("\(cell)/output.log").split(separator: "\n").count { $0.hasPrefix("run       ") }
  }

  /// Moves a file or folder to a place whose folder is made.
  func rename(_ name: String, to other: String) throws {
    let target = folder.appending(path: other)
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.moveItem(at: folder.appending(path: name), to: target)
  }

  /// Expects that two sweeps have the same cells, each as if nothing had happened to it.
  func expectSameCells(_ sweep: String, _ other: String) throws {
    let names = try cells(sweep)
    #expect(try names == cells(other))
    for name in names {
      let outcomes = try [sweep, other].map { try Outcome(of: folder.appending(path: "\($0)/\(name)")) }
      // What its processes said tells how many there were, and where.
      let differences = outcomes[0].differences(from: outcomes[1]).filter { $0 != "output.log" }
      #expect(differences == [], "\(name)")
    }
  }
}
