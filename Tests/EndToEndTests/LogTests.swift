import Foundation
import Testing

/// What TensorBoard's own reader finds in a file.
private struct EventsRead: Decodable {
  /// By name: step and number of each point.
  let scalars: [String: [[Double]]]
  /// By name: the step of each picture, and the last one's bytes in base 64.
  let steps: [String: [Int]]
  let pictures: [String: String]
}

@Suite("What a run logs")
struct LogTests {
  static let hasTensorBoard = Python.imports("tensorboard")

  /// Prints what an event file holds; a record that is damaged is an error.
  private let reader = """
    import base64, json, sys
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator, STORE_EVERYTHING_SIZE_GUIDANCE
    from tensorboard.backend.event_processing.event_file_loader import RawEventFileLoader
    list(RawEventFileLoader(sys.argv[1]).Load())
    log = EventAccumulator(sys.argv[1], STORE_EVERYTHING_SIZE_GUIDANCE).Reload()
    print(json.dumps({
        "scalars": {tag: [[e.step, e.value] for e in log.Scalars(tag)] for tag in log.Tags()["scalars"]},
        "steps": {tag: [e.step for e in log.Images(tag)] for tag in log.Tags()["images"]},
        "pictures": {tag: base64.b64encode(log.Images(tag)[-1].encoded_image_string).decode() for tag in log.Tags()["images"]},
    }))
    """

  private func events(_ program: Program, _ run: String) throws -> EventsRead {
    try program.write(reader, to: "read.py")
    let result = try program.shell("\(Python.executable) read.py runs/\(run)/events.out.tfevents.unet")
    #expect(result.status == 0, "\(result.errors)")
    return try JSONDecoder().decode(EventsRead.self, from: Data(result.output.utf8))
  }

  /// The file `metrics.csv` as columns of fields.
  private func table(_ program: Program, _ run: String) throws -> [String: [String]] {
    let lines = try program.read("runs/\(run)/metrics.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let names = try #require(lines.first)
    return Dictionary(
      uniqueKeysWithValues: names.enumerated().map { index, name in
        (name, lines.dropFirst().map { $0[index] })
      })
  }

  @Test(
    "TensorBoard's own reader finds every number of metrics.csv and every picture of samples/",
    .enabled(if: hasTensorBoard, "needs a Python with tensorboard (UNET_PYTHON)"))
  func tensorBoardReads() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      #expect(try program.unet("run", "smoke.yaml", "training.epochs=3").status == 0)
      let events = try events(program, "smoke")
      let table = try table(program, "smoke")
      #expect(table["val/iou/cell"]?.count == 3 && table["learning_rate"]?.count == 3)
      // A class that is never predicted has no precision: TensorBoard draws no point for what has no value.
      let known = table.filter { _, column in column.allSatisfy { Double($0) != nil } }
      #expect(known.count > 50 && Set(events.scalars.keys).isSubset(of: table.keys))
      for (name, column) in known {
        let points = try #require(events.scalars[name])
        #expect(points.map { $0[0] } == [3, 6, 9], "\(name)")
        for (point, field) in zip(points, column) {
          #expect(Float(point[1]) == Double(field).map { Float($0) }, "\(name)")
        }
      }
      #expect(events.steps == ["samples/006": [3, 6, 9], "samples/007": [3, 6, 9]])
      for name in ["006", "007"] {
        let file = try Data(contentsOf: program.folder.appending(path: "runs/smoke/samples/\(name).png"))
        #expect(events.pictures["samples/\(name)"] == file.base64EncodedString())
      }
    }
  }

  @Test(
    "A run that is killed and goes on has each step once, in a file that is read without a complaint",
    .enabled(if: hasTensorBoard, "needs a Python with tensorboard (UNET_PYTHON)"))
  func killed() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let process = try program.start("run", "smoke.yaml", "training.epochs=25")
      while !program.exists("runs/smoke/checkpoints/last.previous.safetensors") { usleep(1000) }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      // What a process leaves that is killed in the middle of a record.
      _ = try program.shell(
        "head -c 100 runs/smoke/events.out.tfevents.unet >> runs/smoke/events.out.tfevents.unet")
      #expect(try program.unet("run", "--resume", "runs/smoke").status == 0)
      let steps = (1...25).map { 3 * $0 }
      let events = try events(program, "smoke")
      #expect(events.scalars["val/mean_iou"]?.map { Int($0[0]) } == steps)
      #expect(events.steps["samples/006"] == steps)
    }
  }

  @Test("The pictures of the last epoch are in the event file, whatever `validation.every_epochs` is")
  func lastPictures() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      for (every, sets) in [(5, 1), (2, 2)] {
        let result = try program.unet(
          "run", "smoke.yaml", "training.epochs=3", "validation.every_epochs=\(every)", "--name",
          "every\(every)")
        #expect(result.status == 0, "\(result.errors)")
        let events = program.folder.appending(path: "runs/every\(every)/events.out.tfevents.unet")
        #expect(try Data(contentsOf: events).ranges(of: Data("samples/006".utf8)).count == sets)
      }
    }
  }

  @Test(
    "A removed event file is written again from the history, and `training.tensorboard: false` writes none")
  func removed() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let events = "runs/smoke/events.out.tfevents.unet"
      #expect(try program.unet("run", "smoke.yaml", "training.tensorboard=false").status == 0)
      #expect(!program.exists(events))
      #expect(program.exists("runs/smoke/metrics.csv"))
      let identity = try program.json("runs/smoke/summary.json")["identity"] as? String
      #expect(try program.unet("run", "smoke.yaml", "--resume", "training.epochs=3").status == 0)
      let bytes = try Data(contentsOf: program.folder.appending(path: events))
      #expect(bytes.ranges(of: Data("images_per_second".utf8)).count == 3)
      #expect(bytes.ranges(of: Data("samples/006".utf8)).count == 1, "earlier pictures are gone")
      #expect(try program.unet("run", "smoke.yaml", "--name", "logged").status == 0)
      #expect(try program.json("runs/logged/summary.json")["identity"] as? String == identity)
    }
  }
}
