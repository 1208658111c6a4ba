import Experiment
import Foundation
import Testing

@testable import Training

@Suite("How fast several processes train side by side")
struct StepTimesTests {
  /// What a process writes that ends a step of 2 images each so many milliseconds.
  private func output(from start: Int, every step: Int, count: Int) -> String {
    (1...count).map { "\(1_000_000 * (start + $0 * step)) 2\n" }.joined()
  }

  @Test("counts whole steps from when the last is warm until the first has ended its last")
  func rate() {
    // The first is warm at 200 ms and ends at 1000; the second is warm at 700 and ends at 1100.
    let times = StepTimes(outputs: [
      output(from: 0, every: 100, count: 10), output(from: 300, every: 200, count: 4),
    ])
    #expect(times.measured == (0.3, 1))
    // 2 images in 100 ms, and 2 in 200.
    #expect(times.imagesPerSecond == 30)
  }

  @Test("says nothing before all are warm, or where one has no whole step")
  func tooEarly() {
    let fast = output(from: 0, every: 100, count: 10)
    #expect(StepTimes(outputs: [fast, output(from: 0, every: 100, count: 1)]).imagesPerSecond == nil)
    #expect(StepTimes(outputs: [fast, ""]).measured == (0, 0))
    #expect(StepTimes(outputs: [fast, output(from: 0, every: 600, count: 2)]).imagesPerSecond == nil)
  }

  @Test("leaves out what a process is about to write")
  func cutLine() {
    #expect(
      StepTimes(outputs: ["5 2\n7 2\n81"]).processes == [
        [.init(nanoseconds: 5, images: 2), .init(nanoseconds: 7, images: 2)]
      ])
  }

  /// A program in place of `unet` that says that it ends steps.
  private func measure(_ script: String, _ split: JobsRecord.Split) throws -> (
    rate: Double?, complaint: String?
  ) {
    let folder = FileManager.default.temporaryDirectory.path + "/unet-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let program = "\(folder)/program"
    try Data("#!/bin/bash\n\(script)\n".utf8).write(to: URL(fileURLWithPath: program))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    let measurement = JobsMeasurement(
      program: program, config: "c.yaml", cores: Array(0..<4), folder: folder)
    return (try measurement.imagesPerSecond(split), measurement.complaint)
  }

  @Test("is the sum over processes that were started at once, which are ended then")
  func together() throws {
    // 8 images each 250 ms of a clock that this program invents.
    let script = """
      [ "$*" = "measure-steps c.yaml training.threads=2" ] || exit 3
      for ((time = 0; ; time += 250000000)); do echo "$time 8"; sleep 0.001; done
      """
    #expect(try measure(script, .init(jobs: 2, threads: 2)).rate == 64)
  }

  @Test("is unknown where a process ends, and what it said is kept")
  func failed() throws {
    let result = try measure("echo 'error: no room' >&2; exit 1", .init(jobs: 1, threads: 1))
    #expect(result.rate == nil)
    #expect(result.complaint == "error: no room")
  }
}
