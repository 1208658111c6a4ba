import Foundation
import Testing

/// A run that nothing disturbed, which others of the same config are compared with, in a folder that all of them share.
struct Undisturbed: Sendable {
  /// Trained once for all tests.
  static let shared = Result { try Undisturbed() }

  let program: Program
  let outcome: Outcome
  /// Its calls on files, in order.
  let calls: [Faults.Counted]

  /// The arguments of `unet run`, less the name.
  ///
  /// All that a run can save is there: an average of the weights, weights of the next best epoch, counts, events, pictures, a test.
  static let arguments = [
    "run", "smoke.yaml", "data.test={range: [4, 5]}", "augmentation={preset: light, mixup: 0.5}",
    "validation={metric: loss, keep_best: 2}", "schedule={name: cosine, warmup_epochs: 1}",
    "training={epochs: 4, batch_size: 2, threads: 1, samples: 2, ema: 0.9}",
  ]

  private init() throws {
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "unet-exact-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // No test is the last to use it.
    atexit {
      let folder = FileManager.default.temporaryDirectory.appending(path: "unet-exact-\(getpid())")
      try? FileManager.default.removeItem(at: folder)
    }
    program = Program(folder: folder)
    try program.prepareSmoke()
    // The first run fills the cache, so that the second calls what every further one calls.
    try #require(try program.unet(Self.arguments + ["--name", "first"]).status == 0)
    let log = folder.appending(path: "calls")
    let logged = try program.unet(
      Self.arguments + ["--name", "whole"], meeting: Faults(loggingTo: log, on: folder.path))
    try #require(logged.status == 0, "\(logged.errors)")
    calls = try Faults.Counted.read(log)
    outcome = try Outcome(of: folder.appending(path: "runs/whole"))
    try #require(try differences(of: "first").isEmpty)
  }

  /// What another run left differently.
  func differences(of name: String) throws -> [String] {
    try Outcome(of: program.folder.appending(path: "runs/\(name)")).differences(from: outcome)
  }

  /// Goes on with a run to its end, and expects that it ends as this one did.
  ///
  /// - Parameters:
  ///   - arguments: what is changed for the rest.
  ///   - files: those that say so.
  func expectExact(
    _ name: String, with arguments: [String] = [], environment: [String: String] = [:],
    but files: [String] = []
  ) throws {
    let resumed = try program.unet(
      Self.arguments + ["--name", name, "--resume"] + arguments, environment: environment)
    #expect(resumed.status == 0, "\(resumed.errors)")
    let differences = try differences(of: name)
    #expect(differences == files)
    try FileManager.default.removeItem(at: program.folder.appending(path: "runs/\(name)"))
  }
}
