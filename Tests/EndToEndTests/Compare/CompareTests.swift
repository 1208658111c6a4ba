import Foundation
import Testing

@Suite("unet compare")
struct CompareTests {
  @Test("A finished sweep in every form, and bad input of every kind")
  func forms() throws {
    try inTemporaryFolder { program in
      try program.prepareSweep("grid: {model.width: [4, 6]}\nseeds: [0, 1]\n")
      #expect(try program.unet("sweep", "s.yaml", "--jobs", "2").status == 0)
      let table = try program.unet("compare", "runs/s")
      #expect(table.status == 0 && table.errors == "", "\(table.errors)")
      #expect(
        table.output.hasPrefix(
          "s: 2 configurations, 4 runs; mean_iou of the best epoch, validation\n\nwidth         mean_iou  "))
      #expect(table.output.contains("\nBest: width=") && table.output.contains("optimistic"))
      #expect(!table.output.contains("\u{1B}"))
      #expect(try program.unet("compare").output.contains("2 configurations, 4 runs"))
      try program.expectForms()
      try program.expectRefusals()
    }
  }

  @Test("A failed cell and a killed one are marked, and the others are compared")
  func marked() throws {
    try inTemporaryFolder { program in
      try program.prepareSweep("seeds: 4\n", epochs: 1)
      #expect(try program.unet("sweep", "s.yaml", "--jobs", "2").status == 0)
      let cells = try program.cells("runs/s")
      for (cell, status) in zip(cells, ["failed", "running"]) {
        let text = try program.read("runs/s/\(cell)/summary.json")
        try program.write(
          text.replacing("\"status\" : \"finished\"", with: "\"status\" : \"\(status)\""),
          to: "runs/s/\(cell)/summary.json")
      }
      try program.write("{", to: "runs/s/\(cells[2])/summary.json")
      let table = try program.unet("compare", "runs/s")
      #expect(table.status == 0, "\(table.errors)")
      #expect(table.output.contains("1 finished, 1 failed, 1 killed"), "\(table.output)")
      #expect(table.output.contains("warning: runs/s/\(cells[2]) is left out: its summary.json is damaged"))
    }
  }

  @Test("--watch follows a sweep to its end, and leaves the whole report")
  func watch() throws {
    try inTemporaryFolder { program in
      try program.prepareSweep("seeds: 2\n", epochs: 4)
      let watched = try program.shell(
        """
        $UNET sweep s.yaml --jobs 1 > sweep.txt 2>&1 & sweep=$!
        while [ ! -e runs/s/sweep.json ] && kill -0 $sweep; do sleep 0.05; done
        $UNET compare runs/s --watch --output report.json; echo $?
        wait $sweep
        """)
      #expect(watched.output == "report    report.json\n0\n", "\(watched.output)\(watched.errors)")
      let runs = try program.json("report.json")["runs"] as? [[String: Any]]
      #expect(runs?.compactMap { $0["status"] as? String } == ["finished", "finished"])
    }
  }

  @Test("Ctrl-C ends --watch with 0 and the report")
  func interrupted() throws {
    try inTemporaryFolder { program in
      try program.prepareSweep("seeds: 1\n", epochs: 1)
      #expect(try program.unet("sweep", "s.yaml", "--jobs", "1").status == 0)
      let cell = try #require(try program.cells("runs/s").first)
      let text = try program.read("runs/s/\(cell)/summary.json")
      try program.write(
        text.replacing("\"finished\"", with: "\"stopped\""), to: "runs/s/\(cell)/summary.json")
      let ended = try program.shell(
        """
        $UNET compare runs/s --watch > out.txt & watch=$!
        sleep 1.5; kill -INT $watch; wait $watch; echo $?
        """)
      #expect(ended.output == "0\n", "\(ended.errors)")
      #expect(try program.read("out.txt").contains("1 configuration, 1 run"))
    }
  }

  @Test("A table fits the terminal, and drops columns before it cuts names")
  func terminal() throws {
    try inTemporaryFolder { program in
      // A key with one value is no column.
      try program.prepareSweep("grid: {model.depth: [1], model.width: [4, 6]}\n", epochs: 1)
      #expect(try program.unet("sweep", "s.yaml", "--jobs", "2").status == 0)
      let (status, text) = try program.unetOnTerminal(["compare", "runs/s"], columns: 60)
      #expect(status == 0)
      let lines = text.split(whereSeparator: \.isNewline)
      #expect(lines.prefix(4).allSatisfy { $0.count <= 60 }, "\(text)")
      #expect(
        lines.contains { $0.hasPrefix("width         mean_iou  ") } && !text.contains("by epoch"), "\(text)")
    }
  }
}

extension Program {
  /// Expects each form to stand in a file of its own.
  fileprivate func expectForms() throws {
    let beginnings = [
      "r.md": "# s\n", "r.csv": "configuration,rank,model.width,", "r.json": "{\n", "r.tex": "% unet ",
      "r.html": "<!DOCTYPE html>",
    ]
    for (file, beginning) in beginnings {
      let written = try unet("compare", "runs/s", "--output", file)
      #expect(written.status == 0 && written.output == "report    \(file)\n", "\(written.errors)")
      #expect(try read(file).hasPrefix(beginning), "\(file)")
    }
    let asked = try unet("compare", "runs/s", "--format", "csv", "--columns", "width,mean_dice", "--top", "1")
    #expect(
      asked.output.hasPrefix("configuration,model.width,mean_dice,mean_dice_low,mean_dice_high\r\nwidth="))
    #expect(asked.output.split(separator: "\r\n").count == 2)
    #expect(try unet("compare", "runs/s", "-q").output == "")
    let baseline = try unet("compare", "runs/s", "--baseline", "width=6")
    #expect(baseline.output.contains("\nBaseline: width=6: mean_iou "), "\(baseline.output)")
    let wide = try unet("compare", "runs/s", "--worthwhile", "5")
    #expect(wide.output.contains("; one of 5.0 would show."), "\(wide.output)")
    // The page holds the pictures of the runs, and asks for nothing.
    let page = try read("r.html")
    #expect(page.contains("data:image/") && !page.contains("http://") && !page.contains("src=\"https"))
  }

  /// Expects each kind of bad input to be told with its exit code.
  fileprivate func expectRefusals() throws {
    let refusals: [([String], Int32, String)] = [
      (["runs/t"], 65, "there is no 'runs/t'"), (["--metric", "mean_iuo"], 64, "did you mean 'mean_iou'?"),
      (["--format", "markdwn"], 64, "did you mean 'markdown'?"),
      (["--output", "r.doc"], 64, "doesn't end with"),
      (["--by", "widht"], 65, "did you mean 'width'?"),
      (["--columns", "widht"], 65, "did you mean 'width'?"),
      (["--where", "model.widht=4"], 65, "did you mean"), (["--where", "width>9"], 65, "no run fits"),
      (["--baseline", "width=5"], 65, "no configuration is 'width=5'"), (["--top", "0"], 64, "at least 1"),
      (["--worthwhile", "0"], 64, "above 0; it is 0.0"),
    ]
    for (arguments, status, words) in refusals {
      let refused = try unet(["compare"] + arguments)
      #expect(refused.status == status && refused.errors.contains(words), "\(arguments): \(refused.errors)")
    }
  }
}
