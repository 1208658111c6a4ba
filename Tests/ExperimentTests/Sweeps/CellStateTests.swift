import Foundation
import Testing

@testable import Experiment

@Suite("What the run folder of a cell tells")
struct CellStateTests {
  private let sweep: SampleSweep

  init() throws { sweep = try SampleSweep(seeds: 1) }

  private func state(_ member: SweepMember, withScores: Bool = false) -> CellState {
    var watch = LeaseWatch(timeout: .usual)
    return CellState(of: member, withScores: withScores, &watch)
  }

  @Test("Without a folder, or with nothing but a config in it, nothing was trained")
  func new() throws {
    try inTemporaryFolder { folder in
      let member = try #require(sweep.members(in: folder).first)
      #expect(state(member).stage == .new)
      try Folder.create(member.folder.path)
      try Data().write(to: URL(fileURLWithPath: member.folder.config))
      #expect(state(member).stage == .new && state(member).epochs == 0)
    }
  }

  @Test(
    "The status that it ended with says what it is at",
    arguments: [
      (RunStatus.running, CellProgress.Stage.waiting), (.stopped, .waiting), (.paused, .waiting),
      (.finished, .finished), (.failed, .failed),
    ])
  func stages(status: RunStatus, stage: CellProgress.Stage) throws {
    try inTemporaryFolder { folder in
      let member = try #require(sweep.members(in: folder).first)
      try sweep.leave(status, in: member.folder, identity: member.identity, scores: [0.25, nil])
      let found = state(member, withScores: true)
      #expect(found.stage == stage && found.epochs == 2 && found.scores == [0.25, nil])
      #expect(found.failure == (status == .failed ? "no room" : nil))
      #expect(state(member).scores.isEmpty)
    }
  }

  @Test(
    "Whoever holds it trains it, also before the first epoch and after a failure; what is finished nobody trains"
  )
  func held() throws {
    try inTemporaryFolder { folder in
      let member = try #require(sweep.members(in: folder).first)
      try Folder.create(member.folder.path)
      let lease = try claim(URL(fileURLWithPath: member.folder.path)).lease
      #expect(state(member).stage == .running && state(member).holder?.hasPrefix("process ") == true)
      for status in [RunStatus.running, .failed] {
        try sweep.leave(status, in: member.folder, identity: member.identity)
        #expect(state(member).stage == .running)
      }
      try sweep.leave(.finished, in: member.folder, identity: member.identity)
      #expect(state(member).stage == .finished && state(member).holder == nil)
      withExtendedLifetime(lease) {}
    }
  }

  @Test("That a process crashed is recorded in its place, and keeps what was recorded before")
  func crash() throws {
    try inTemporaryFolder { folder in
      let member = try #require(sweep.members(in: folder).first)
      try member.folder.record(failure: "killed", of: member, parameters: 5)
      #expect(state(member).stage == .failed && state(member).failure == "killed")
      try sweep.leave(.running, in: member.folder, identity: member.identity, scores: [0.5])
      try member.folder.record(failure: "killed again", of: member, parameters: 5)
      let found = state(member, withScores: true)
      #expect(found.failure == "killed again" && found.scores == [0.5] && found.summary?.best?.value == 0.5)
    }
  }
}
