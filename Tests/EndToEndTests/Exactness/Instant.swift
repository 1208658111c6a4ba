import Foundation
import Testing

/// A call at which something happens: the n-th of its kind on a file.
struct Instant: Sendable, CustomTestStringConvertible {
  let happening: Faults.Happening
  let call: Faults.Call
  /// A part of the file's name that is the same in each process.
  let file: String
  let n: Int

  var testDescription: String { "\(happening), \(call) number \(n) on \(file)" }

  /// A name for the run that it happens to, in which the library finds no file's name.
  var runName: String {
    "\(happening) \(call) \(file) \(n)".uppercased().replacing(/[^A-Z0-9]+/, with: "-")
  }

  func faults() throws -> Faults { try Faults(happening, at: n, [call], on: file) }

  /// The call that stands in the middle of all of its kind on its file: within a write of many pieces, after the first commit, before the last.
  init(
    _ happening: Faults.Happening, inTheMiddleOf call: Faults.Call, on file: String, of all: [Faults.Counted]
  ) {
    // The library looks for one part of the path.
    let part = file.components(separatedBy: "#").first { !$0.isEmpty } ?? file
    let aim = part.hasSuffix(".") ? String(part.dropLast()) : part
    let matching = all.filter { $0.call == call && $0.path.contains(aim) }
    let own = matching.indices.filter { matching[$0].file == file }
    self.init(happening, call, on: aim, at: own.isEmpty ? 1 : own[own.count / 2] + 1)
  }

  init(_ happening: Faults.Happening, _ call: Faults.Call, on file: String, at n: Int) {
    (self.happening, self.call, self.file, self.n) = (happening, call, file, n)
  }
}

extension Undisturbed {
  /// What a lease leaves, whose calls come when a clock says so or whose names are drawn; it has tests of its own.
  private static let leaseNames = ["/.lease", "/.claim"]

  /// Each kind of call on each file of the run folder, less those of the lease.
  private var kinds: [Faults.Counted] {
    var seen: Set<String> = []
    return calls.filter { counted in
      counted.path.contains("/runs/whole/") && !Self.leaseNames.contains { counted.path.contains($0) }
        && seen.insert("\(counted.call) \(counted.file)").inserted
    }
  }

  /// The instants between which a kill finds different files: before each call that changes what stands in the folder, and within the writes
  /// of the files that matter.
  static func kills() throws -> [Instant] {
    guard Faults.areAvailable else { return [] }
    let whole = try shared.get()
    let torn = ["safetensors", "events", "trace", "metrics.json"]
    let kills = whole.kinds.compactMap { kind -> Instant? in
      switch kind.call {
      case .rename, .link, .unlink, .rmdir:
        Instant(.killBefore, inTheMiddleOf: kind.call, on: kind.file, of: whole.calls)
      case .write where torn.contains(where: kind.file.contains):
        Instant(.killWithin, inTheMiddleOf: .write, on: kind.file, of: whole.calls)
      default: nil
      }
    }
    return kills + [
      Instant(.killAfter, inTheMiddleOf: .rename, on: "last.safetensors", of: whole.calls),
      Instant(.killAfter, .rename, on: "last.safetensors", at: 1),
    ]
  }

  /// Each kind of write of the files that matter, and how it fails.
  static func failures() throws -> [Instant] {
    guard Faults.areAvailable else { return [] }
    let whole = try shared.get()
    let files = ["last.safetensors", "last.previous", "checkpoints", "events", "trace", "metrics.json"]
    return whole.kinds.filter { kind in files.contains { kind.file.hasPrefix($0) } }.compactMap { kind in
      let failure: Faults.Happening? =
        switch kind.call {
        case .create where kind.file.hasPrefix("last."): .fails("ENOSPC")
        case .link: .fails("ENOSPC")
        case .write: .shortWrite
        case .fsync: .fails("EIO")
        case .rename: .fails("EROFS")
        case .truncate: .fails("EIO")
        case .create, .open, .unlink, .mkdir, .rmdir: nil
        }
      return failure.map { Instant($0, inTheMiddleOf: kind.call, on: kind.file, of: whole.calls) }
    }
  }
}

extension Undisturbed {
  /// A decoded image that is read only when it is scored, and once at the start; and how often it is opened in all.
  typealias ScoredImage = (path: String, count: Int)

  /// The last one of a validation.
  ///
  /// No batch is prepared for a later epoch while the last epoch is scored, so that it is what is read last before the scores are written.
  func imageOfValidation() throws -> ScoredImage {
    let end = try #require(calls.lastIndex { $0.call == .write && $0.file.hasPrefix("events") })
    return try lastImage(calls[..<end])
  }

  /// The last one of the test.
  func imageOfTest() throws -> ScoredImage { try lastImage(calls[...]) }

  private func lastImage(_ calls: ArraySlice<Faults.Counted>) throws -> ScoredImage {
    let path = try #require(calls.last { $0.call == .open && $0.path.hasSuffix(".pixels") }).path
    return (path, self.calls.count { $0.call == .open && $0.path == path })
  }
}
