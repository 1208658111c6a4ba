import Foundation

/// Takes the lease on a run folder, one step after another, so that the caller can wait, or stop waiting, in between.
///
/// Leases are files `.lease-N`; the highest number counts, and numbers only grow. The folder is free if there is none, or if the newest
/// says that it was released, or if its process has ended (which can be told only of one on this machine), or if its content has
/// not changed for the time that it names while we watched. Clocks of machines are never compared.
///
/// To take a free folder:
/// 1. A file with who we are is written under a name of its own, and linked to `.lease-(N+1)`: a link fails where the name is there
///    already, on network file systems too, so that one of many gets the number.
/// 2. We make our staging folder, `.writing-(N+1)`, and *then* look for a number higher than ours. Whoever has a higher one has
///    linked it before it looks for staging folders, so that of two at the same time one sees the other, or both do. We withdraw if we see one.
/// 3. All lower staging folders are moved into ours and removed. Everything that a holder writes comes out of its staging folder by a rename:
///    from then on its renames fail, be it that it was only stopped, and goes on now. Removing counts, not moving: on a network
///    file system another machine may know a folder by a number that moving doesn't change.
/// 4. The lower leases are removed.
///
/// What a process leaves that dies between two of these steps has a lower number than the next, which removes it. A released lease stays, lest
/// a claim that was slow since before it takes the same number. What cannot be read (a damaged file, a folder of that name, another version)
/// counts as a holder of whom nothing is known but whether the content changes.
///
/// This follows what is known of leases in general: safety comes from the fencing of step 3, and never from a clock; a clock only decides
/// how soon a silent holder is given up.
public struct LeaseClaim {
  /// How far the claim has come.
  public enum Progress {
    /// The next step can follow at once.
    case working
    /// Another look should follow after `pause`: the folder was held by that process, which is silent.
    case waiting(for: String, upTo: Double)
    /// The folder is ours.
    case claimed(Lease)
  }

  private enum Step {
    case look
    case take(Int)
    case makeStaging(LeaseFile)
    case confirm(LeaseFile)
    case fence(LeaseFile)
    case tidy(LeaseFile)
  }

  /// A silent lease that is being watched.
  private struct Watch {
    let number: Int
    let content: LeaseContent
    var looks = 0
  }

  private let folder: LeaseFolder
  private let timeout: LeaseTimeout
  private let claimant: ProcessIdentity
  private var step = Step.look
  private var watch: Watch?

  /// Begins to claim a folder that is there.
  ///
  /// - Parameters:
  ///   - timeout: how long we may be silent, and others of whom nothing is known.
  ///   - claimant: who claims it.
  public init(
    on path: String, timeout: LeaseTimeout, as claimant: ProcessIdentity = .current
  ) {
    folder = LeaseFolder(path: path)
    self.timeout = timeout
    self.claimant = claimant
  }

  /// Seconds to wait until the next look at a silent holder.
  ///
  /// What is waited is counted in looks, not read from a clock: while we are stopped ourselves, nothing was watched.
  public var pause: Double { timeout.pause }

  /// Takes the next step.
  ///
  /// - Throws: `ClaimFailure` where a living process holds the folder; `FileFailure`. Nothing is held then.
  public mutating func advance() throws -> Progress {
    do {
      switch step {
      case .look: return try look()
      case .take(let number): try take(number)
      case .makeStaging(let file): try makeStaging(file)
      case .confirm(let file): try confirm(file)
      case .fence(let file): try fence(file)
      case .tidy(let file): return .claimed(try tidy(file))
      }
      return .working
    } catch {
      withdraw()
      throw error
    }
  }

  // MARK: Looking

  private mutating func look() throws -> Progress {
    let found = try folder.listing()
    guard let newest = found.leases.max() else { return try take(after: found) }
    switch LeaseVerdict(newest, in: folder, seenBy: claimant, timeout) {
    case .free: return try take(after: found)
    case .vanished: return .waiting(for: "another process that is taking it", upTo: timeout.seconds)
    case .held(let holder): throw held(by: holder)
    case .silent(let content, let holder, let patience):
      guard var watch, watch.number == newest else {
        watch = Watch(number: newest, content: content)
        return .waiting(for: holder, upTo: patience.seconds)
      }
      guard watch.content == content else { throw held(by: holder) }
      watch.looks += 1
      self.watch = watch
      let rest = patience.seconds - Double(watch.looks) * pause
      return rest > 0 ? .waiting(for: holder, upTo: rest) : try take(after: found)
    }
  }

  private mutating func take(after found: LeaseFolder.Listing) throws(FileFailure) -> Progress {
    guard found.highest < LeaseFolder.highestNumber else {
      throw FileFailure(
        action: "claim", path: folder.path,
        reason:
          "\(folder.lease(found.highest)) has the highest number there can be; this program did not make it: remove it"
      )
    }
    step = .take(found.highest + 1)
    return .working
  }

  private func held(by holder: String) -> ClaimFailure {
    ClaimFailure(
      .held,
      "\(folder.path) is held by \(holder); wait for its end, or stop it there, or train another run with --name NAME"
    )
  }

  // MARK: Taking

  private mutating func take(_ number: Int) throws(FileFailure) {
    let (attempt, lease) = (folder.attempt(), folder.lease(number))
    defer { unlink(attempt) }
    let file = try LeaseFile(creating: attempt, number: number, holder: claimant, timeout: timeout)
    let problem = link(attempt, lease) == 0 ? 0 : errno
    // A network file system may say of a link that was made that it is there already.
    if problem == 0 || file.stands(as: lease) {
      step = .makeStaging(file)
    } else if problem == EEXIST || (problem == ENOENT && folder.exists) {
      step = .look
    } else {
      errno = problem
      throw FileFailure(errnoOf: "claim", path: folder.path)
    }
  }

  private mutating func makeStaging(_ file: LeaseFile) throws(FileFailure) {
    if mkdir(folder.staging(file.number), 0o755) == 0 {
      step = .confirm(file)
      if mkdir(folder.workplace(file), 0o755) != 0 {
        guard errno == ENOENT else { throw FileFailure(errnoOf: "claim", path: folder.path) }
        // Whoever has a higher number has moved it away already.
        withdraw()
      }
    } else if errno == EEXIST {
      // Only a claim that is late finds its number used.
      withdraw()
    } else {
      throw FileFailure(errnoOf: "claim", path: folder.path)
    }
  }

  private mutating func confirm(_ file: LeaseFile) throws(FileFailure) {
    if try folder.listing().highest > file.number { withdraw() } else { step = .fence(file) }
  }

  // MARK: Fencing

  private mutating func fence(_ file: LeaseFile) throws(FileFailure) {
    for lower in try folder.listing().stagings where lower < file.number {
      guard try moveAway(folder.staging(lower), by: file) else { return withdraw() }
    }
    try Folder.flush(folder.path)
    step = .tidy(file)
  }

  private mutating func tidy(_ file: LeaseFile) throws(FileFailure) -> Lease {
    let found = try folder.listing()
    let rest = found.attempts + found.leases.filter { $0 < file.number }.map(folder.lease)
    for path in rest where unlink(path) != 0 && errno != ENOENT {
      // It is a folder. Whether it goes away matters to nobody but who looks at the folder.
      _ = try? moveAway(path, by: file)
    }
    step = .look
    return Lease(file, in: folder, timeout: timeout)
  }

  /// Moves what is left of another lease into the staging folder, and removes it; `false` where that folder is gone, and the lease lost.
  private func moveAway(_ path: String, by file: LeaseFile) throws(FileFailure) -> Bool {
    let staging = folder.staging(file.number)
    let place = "\(staging)/\((path as NSString).lastPathComponent)"
    if rename(path, place) != 0 {
      guard errno == ENOENT else { throw FileFailure(errnoOf: "claim", path: path) }
      return access(staging, F_OK) == 0
    }
    // A holder that goes on at this instant may put another file there.
    for _ in 0..<Self.removals {
      try? FileManager.default.removeItem(atPath: place)
      if access(place, F_OK) != 0 { return true }
      usleep(10_000)
    }
    guard access(staging, F_OK) == 0 else { return false }
    throw FileFailure(
      action: "remove", path: place, reason: "what another process left there doesn't go away")
  }

  private static let removals = 100

  /// Gives up the number that was taken, if one was, and begins again; whoever comes next finds it free, or a higher one.
  private mutating func withdraw() {
    switch step {
    case .look, .take: break
    case .makeStaging(let file): file.release()
    case .confirm(let file), .fence(let file), .tidy(let file):
      try? FileManager.default.removeItem(atPath: folder.staging(file.number))
      file.release()
    }
    step = .look
  }
}
