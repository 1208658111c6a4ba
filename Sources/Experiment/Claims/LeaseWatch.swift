/// Tells who holds run folders, without claiming any.
///
/// A holder on another machine counts as alive until its lease has not changed for the time that it names, by this process's clock. To be wrong
/// costs nothing: whoever claims a folder looks for itself.
public struct LeaseWatch {
  /// What was seen of a lease that may be alive.
  private struct Sight {
    let content: LeaseContent
    let since: ContinuousClock.Instant
  }

  private let timeout: LeaseTimeout
  private let observer: ProcessIdentity
  private var sights: [String: Sight] = [:]

  /// Begins to watch.
  ///
  /// - Parameters:
  ///   - timeout: how long a holder may be silent of whom nothing else is known.
  ///   - observer: who watches.
  public init(timeout: LeaseTimeout, as observer: ProcessIdentity = .current) {
    self.timeout = timeout
    self.observer = observer
  }

  /// The process that holds the folder at a path, in words; nil where none does, or the folder isn't there.
  public mutating func holder(of path: String, at now: ContinuousClock.Instant = .now) -> String? {
    let folder = LeaseFolder(path: path)
    guard let newest = (try? folder.listing())?.leases.max() else { return nil }
    switch LeaseVerdict(newest, in: folder, seenBy: observer, timeout) {
    case .free: return nil
    case .vanished: return "another process"
    case .held(let holder): return holder
    case .silent(let content, let holder, let patience):
      guard let sight = sights[path], sight.content == content else {
        sights[path] = Sight(content: content, since: now)
        return holder
      }
      return now - sight.since < .seconds(patience.seconds) ? holder : nil
    }
  }
}
