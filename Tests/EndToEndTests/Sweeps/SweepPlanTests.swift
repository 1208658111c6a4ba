import Foundation
import Testing

@Suite("The plan of a sweep")
struct SweepPlanTests {
  private func prepare(_ program: Program, _ text: String) throws {
    try program.prepareSmoke()
    try program.write("base: smoke.yaml\n\(text)\n", to: "sweep.yaml")
  }

  @Test("unet check prints the table of a sweep's cells, and makes no folder")
  func check() throws {
    try inTemporaryFolder { program in
      try prepare(program, "grid: {model.depth: [1, 2]}\nseeds: 2")
      let result = try program.unet("check", "sweep.yaml", "training.precision=fp32", "data.crop=32")
      #expect(result.status == 0, "\(result.errors)")
      #expect(
        result.output == """
          sweep.yaml
            cell  depth  seed  state  parameters        step    training  memory     disk
               1      1     0    new       1,687  10.6 MFLOP  63.4 MFLOP  206 MB   3.6 MB
               2      1     1    new       1,687  10.6 MFLOP  63.4 MFLOP  206 MB   3.6 MB
               3      2     0    new       7,487  18.9 MFLOP   114 MFLOP  206 MB   3.8 MB
               4      2     1    new       7,487  18.9 MFLOP   114 MFLOP  206 MB   3.8 MB
             all                          18,348               354 MFLOP          14.7 MB
            cells     4: 4 to train
            disk      up to 14.7 MB to come

          """)
      #expect(!program.exists("runs"))
    }
  }

  @Test("unet check with --explain says that this is for one experiment")
  func explain() throws {
    try inTemporaryFolder { program in
      try prepare(program, "seeds: 2")
      let result = try program.unet("check", "sweep.yaml", "--explain", "model.depth")
      #expect(result.status == 64)
      #expect(
        result.errors == """
          error: --explain says where the values of one experiment come from, and sweep.yaml is a sweep
            next: unet check --explain KEY with its base, or with the config.yaml of a cell

          """)
    }
  }

  @Test("a dry run says how long it takes, marks what is done, and trains no cell")
  func dryRun() throws {
    try inTemporaryFolder { program in
      try prepare(program, "seeds: 2")
      let first = try program.unet("sweep", "sweep.yaml", "--dry-run", "--jobs", "1")
      #expect(first.status == 0, "\(first.errors)")
      #expect(first.output.contains("timing    1 kind of cells of 1, by a few steps each\n"))
      #expect(
        first.output.contains(/\ntime      about [0-9.]+ s to come with 1 job of [0-9]+ threads?; measured/),
        "\(first.output)")
      #expect(!program.exists("runs"))
      #expect(try program.unet("sweep", "sweep.yaml", "--jobs", "2").status == 0)
      let second = try program.unet("sweep", "sweep.yaml", "--dry-run", "--jobs", "1")
      #expect(second.output.contains("cells     2: 2 done, 0 to train\n"), "\(second.output)")
    }
  }

  @Test("a sweep that would take more than its budget trains nothing")
  func budget() throws {
    try inTemporaryFolder { program in
      try prepare(program, "seeds: 2\nbudget: {disk_gb: 0.001}")
      for arguments in [["check", "sweep.yaml"], ["sweep", "sweep.yaml", "--jobs", "1"]] {
        let result = try program.unet(arguments)
        #expect(result.status == 65)
        #expect(
          result.errors.hasPrefix(
            "sweep.yaml:3:19: error: the run folders to come would take up to 7.5 MB, and budget.disk_gb allows 1.0 MB\n"
          ), "\(result.errors)")
      }
      #expect(try program.shell("ls -A runs/sweep 2>/dev/null | grep -c '~'").output == "0\n")
    }
  }

  @Test("--jobs auto measures once, keeps what it found for the machine, and trains with it")
  func automatic() throws {
    try inTemporaryFolder { program in
      try prepare(program, "seeds: 2")
      let first = try program.unet("sweep", "sweep.yaml", "training.threads=auto")
      #expect(first.status == 0, "\(first.errors)")
      guard try program.shell("nproc").output != "1\n" else { return }
      #expect(first.output.contains("jobs      measuring 1 x "), "\(first.output)")
      let machines = try program.json("runs/sweep/jobs.json")["machines"] as? [[String: Any]]
      let chosen = machines?.first?["chosen"] as? [String: Int]
      let measured = machines?.first?["measured"] as? [[String: Any]]
      #expect(machines?.count == 1 && chosen?["jobs"] ?? 0 >= 1)
      #expect(measured?.allSatisfy { $0["images_per_second"] as? Double ?? 0 > 0 } == true)
      let again = try program.unet("sweep", "sweep.yaml", "training.threads=auto", "--dry-run")
      #expect(!again.output.contains("measuring"), "\(again.output)")
    }
  }

  @Test("Ctrl-C while --jobs auto or a dry run measures ends with 75, and leaves nothing")
  func interrupted() throws {
    try inTemporaryFolder { program in
      try prepare(program, "grid: {model.width: [4, 6]}\nseeds: 2")
      let commands = [
        (options: "--dry-run --jobs 1", sign: "timing "), (options: "", sign: "jobs      measuring "),
        (options: "--dry-run", sign: "jobs      measuring "),
      ]
      // One core leaves nothing to choose, and so nothing to measure.
      let hasCores = try program.shell("nproc").output != "1\n"
      for command in hasCores ? commands : [commands[0]] {
        let ended = try program.shell(
          """
          mkdir own; TMPDIR=$PWD/own $UNET sweep sweep.yaml training.threads=auto \(command.options) > said.txt & unet=$!
          while ! grep -qs "^\(command.sign)" said.txt && kill -0 $unet; do sleep 0.01; done
          sleep 0.2
          kill -INT $unet; wait $unet; echo $?
          ls -A own; rm -rf own
          """)
        #expect(ended.output == "75\n", "\(command): \(ended.output)\(ended.errors)")
        #expect(
          ended.errors == "stopped before anything was trained; give the same command again\n", "\(command)")
        #expect(!program.exists("runs"))
      }
    }
  }

  @Test(
    "--jobs names what it takes where it is given something else", arguments: ["0", "-1", "1025", "many"])
  func jobs(_ given: String) throws {
    try inTemporaryFolder { program in
      let result = try program.unet("sweep", "sweep.yaml", "--jobs=\(given)")
      #expect(result.status == 64)
      #expect(
        result.errors.contains("--jobs is a number of cells from 1 to 1024, or auto, not '\(given)'"),
        "\(result.errors)")
    }
  }

  @Test("A file that only extends a sweep is one, for unet check and for unet run")
  func extending() throws {
    try inTemporaryFolder { program in
      try prepare(program, "seeds: 2")
      try program.write("extends: sweep.yaml\n", to: "other.yaml")
      let checked = try program.unet("check", "other.yaml", "data.crop=32")
      #expect(checked.output.contains("\n  cells     2: 2 to train\n"), "\(checked.output)\(checked.errors)")
      let run = try program.unet("run", "other.yaml")
      #expect(run.status == 65)
      #expect(
        run.errors.contains("error: 'other.yaml' is a sweep, no experiment: it has 'base'\n"), "\(run.errors)"
      )
    }
  }
}
