import Foundation
import Testing

@testable import Experiment

/// One of two that want the same folder: it claims it, and then writes a file as a holder does.
///
/// Each takes the other for a process that has ended: as if the other had been stopped wherever it is, for longer than the timeout.
private struct Actor {
  let name: String
  let folder: URL
  private(set) var lease: Lease?
  private(set) var isDone = false
  private var claim: LeaseClaim
  private var writes = 0

  init(_ name: String, _ folder: URL) {
    (self.name, self.folder) = (name, folder)
    claim = LeaseClaim(on: folder.path, timeout: .usual, as: .ended)
  }

  /// What a step did that others can see.
  enum Event: Equatable {
    case nothing
    case claimed(Int)
    case wrote(Int)
  }

  mutating func step() throws -> Event {
    guard let lease else {
      guard case .claimed(let lease) = try claim.advance() else { return .nothing }
      self.lease = lease
      return .claimed(lease.number)
    }
    let write = StagedWrite(staging: lease.staging, target: "\(folder.path)/result")
    writes += 1
    if writes == 1 {
      isDone = !write.prepare(name)
      return .nothing
    }
    isDone = true
    return write.finish() ? .wrote(lease.number) : .nothing
  }
}

@Suite("Two claims of a run folder, whichever order their steps have")
struct LeaseOrderTests {
  /// Where the folder stands: in memory, if that can be had, as disks are slow to flush.
  private static let place = [URL(fileURLWithPath: "/dev/shm"), FileManager.default.temporaryDirectory]
    .first { access($0.path, W_OK) == 0 }

  private func inQuickFolder(_ body: (URL) throws -> Void) throws {
    let folder = try #require(Self.place).appending(path: "unet-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try Folder.create(folder.path)
    try body(folder)
  }

  /// Runs two actors in the order that `choices` gives, and further on one after the other.
  private func run(_ choices: [Bool], in folder: URL) throws {
    var actors = [Actor("a", folder), Actor("b", folder)]
    var (turns, events): ([Bool], [Actor.Event]) = ([], [])
    while let first = actors.firstIndex(where: { !$0.isDone }) {
      var next = first
      if !actors.contains(where: \.isDone) {
        turns.append(turns.count < choices.count ? choices[turns.count] : false)
        next = turns.last == true ? 1 : 0
      }
      events.append(try actors[next].step())
    }
    var highest = 0
    for event in events {
      if case .claimed(let number) = event { highest = max(highest, number) }
      if case .wrote(let number) = event { #expect(number == highest, "\(turns) \(events)") }
    }
    let newest = actors.max { ($0.lease?.number ?? 0) < ($1.lease?.number ?? 0) }
    let result = try String(contentsOf: folder.appending(path: "result"), encoding: .utf8)
    #expect(result == newest?.name, "\(turns)")
    try expectFree(folder, after: turns)
  }

  /// Whoever comes next has the folder at once, and puts everything in order.
  private func expectFree(_ folder: URL, after turns: [Bool]) throws {
    let (lease, waits) = try claim(folder)
    #expect(
      waits.isEmpty && leaseNames(folder) == [".lease-\(lease.number)", ".writing-\(lease.number)"],
      "\(turns)")
  }

  @Test(
    "Once one has the folder, nobody before it can write, and it is never stuck: with up to three switches between the two, wherever they are"
  )
  func everyOrder() throws {
    try inQuickFolder { folder in
      for switches in Self.switches {
        let place = folder.appending(path: "run")
        try Folder.create(place.path)
        let choices = (0..<20).map { step in switches.count { $0 <= step }.isMultiple(of: 2) }
        try run(choices, in: place)
        try FileManager.default.removeItem(at: place)
      }
    }
  }

  /// The steps before which it becomes the other's turn: none, one, two or three of them.
  ///
  /// All orders are some ten thousands; what can go wrong shows with few switches.
  private static let switches: [[Int]] = {
    let steps = Array(1..<13)
    let pairs = steps.flatMap { first in steps.filter { $0 > first }.map { [first, $0] } }
    let triples = pairs.flatMap { pair in steps.filter { $0 > pair[1] }.map { pair + [$0] } }
    return [[]] + steps.map { [$0] } + pairs + triples
  }()

  @Test("A claim that dies after any of its steps leaves a folder that can be had at once", arguments: 0...6)
  func crash(steps: Int) throws {
    try inQuickFolder { folder in
      var held = try claim(folder, as: .ended).lease
      var dead = Actor("dead", folder)
      for _ in 0..<steps { _ = try dead.step() }
      held = try claim(folder).lease
      #expect(leaseNames(folder) == [".lease-\(held.number)", ".writing-\(held.number)"])
      #expect(!held.isLost)
      // It was only very slow.
      var events: [Actor.Event] = []
      for _ in 0..<3 where !dead.isDone {
        // What it claims by now it would claim from a holder that lives.
        guard let event = try? dead.step() else { break }
        events.append(event)
      }
      #expect(!events.contains { if case .wrote = $0 { true } else { false } })
      #expect(!held.isLost && StagedWrite(staging: held.staging, target: "").prepare("mine"))
    }
  }

  @Test("A holder that is stopped before its rename can't rename after the takeover, and another one neither")
  func fencing() throws {
    try inQuickFolder { folder in
      let target = folder.appending(path: "last").path
      var stopped: [(Lease, StagedWrite)] = []
      for number in 1...3 {
        let lease = try claim(folder, as: .ended).lease
        let write = StagedWrite(staging: lease.staging, target: target)
        #expect(lease.number == number && write.prepare("\(number)"))
        stopped.append((lease, write))
      }
      let holder = try claim(folder).lease
      for (lease, write) in stopped {
        #expect(!write.finish() && !write.prepare("again"))
        #expect(
          (lease.explained(FileFailure(action: "write", path: target, reason: "")) as? ClaimFailure)?.kind
            == .lost)
      }
      let write = StagedWrite(staging: holder.staging, target: target)
      #expect(write.prepare("4") && write.finish())
    }
  }
}
