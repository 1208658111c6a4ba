import Foundation
import Testing

@testable import Experiment

@Suite("Who holds a run folder, without claiming it")
struct LeaseWatchTests {
  @Test("A living process of this machine holds it until it releases it; one that has ended doesn't")
  func here() throws {
    try inTemporaryFolder { folder in
      var watch = LeaseWatch(timeout: .usual)
      #expect(watch.holder(of: folder.path) == nil)
      let lease = try claim(folder).lease
      #expect(
        watch.holder(of: folder.path)?.hasPrefix("process \(ProcessIdentity.current.process) on") == true)
      lease.release()
      #expect(watch.holder(of: folder.path) == nil)
      let crashed = try claim(folder, as: .ended).lease
      #expect(watch.holder(of: folder.path) == nil)
      withExtendedLifetime(crashed) {}
    }
  }

  @Test("One of another machine holds it until its lease has not changed for the time that it names")
  func elsewhere() throws {
    try inTemporaryFolder { folder in
      let record = LeaseRecord(holder: .elsewhere("b"), seconds: 30, inode: 0)
      try record.bytes.write(to: folder.appending(path: ".lease-3"))
      var watch = LeaseWatch(timeout: .short)
      let start = ContinuousClock.now
      func holds(after seconds: Double) -> Bool {
        watch.holder(of: folder.path, at: start + .seconds(seconds)) != nil
      }
      #expect(holds(after: 0) && holds(after: 29))
      // A sign of life.
      try record.beating(7).bytes.write(to: folder.appending(path: ".lease-3"))
      #expect(holds(after: 29) && holds(after: 58))
      #expect(!holds(after: 60))
    }
  }

  @Test("A folder that isn't there is held by nobody")
  func absent() {
    var watch = LeaseWatch(timeout: .usual)
    #expect(watch.holder(of: "/nowhere/at/all") == nil)
  }
}
