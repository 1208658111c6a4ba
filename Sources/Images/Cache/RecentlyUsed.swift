import Synchronization

/// Values in memory up to a bound, of which those go that were not used for longest.
public final class RecentlyUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Entry {
    let value: Value
    let bytes: Int
    var lastUse: Int
  }

  private struct State {
    var entries: [Key: Entry] = [:]
    /// Each use in its order; all but the last of a key are out of date.
    var uses: [(key: Key, number: Int)] = []
    /// The first of `uses` that was not looked at.
    var first = 0
    var clock = 0
    var bytes = 0

    mutating func use(_ key: Key) {
      clock += 1
      entries[key]?.lastUse = clock
      uses.append((key, clock))
      // Uses that are out of date are thrown away now and then, at the cost of a few steps for each use.
      guard uses.count > 4 * entries.count + 64 else { return }
      uses = uses[first...].filter { entries[$0.key]?.lastUse == $0.number }
      first = 0
    }

    mutating func remove(_ key: Key) {
      if let entry = entries.removeValue(forKey: key) { bytes -= entry.bytes }
    }

    mutating func removeOldest() {
      guard first < uses.count else { return }
      let use = uses[first]
      first += 1
      if entries[use.key]?.lastUse == use.number { remove(use.key) }
    }
  }

  /// The most bytes that all values take together.
  public let mostBytes: Int
  private let state = Mutex(State())

  /// Makes an empty store.
  public init(mostBytes: Int) { self.mostBytes = mostBytes }

  /// Bytes of all values.
  public var bytes: Int { state.withLock(\.bytes) }

  /// The value of a key, which counts as used; nil if it is not there, or not any more.
  public subscript(key: Key) -> Value? {
    state.withLock { state -> Value? in
      guard let value = state.entries[key]?.value else { return nil }
      state.use(key)
      return value
    }
  }

  /// Keeps a value, unless it is larger than all may be.
  public func insert(_ value: Value, for key: Key, bytes: Int) {
    guard bytes <= mostBytes else { return }
    state.withLock { state in
      state.remove(key)
      state.entries[key] = Entry(value: value, bytes: bytes, lastUse: 0)
      state.bytes += bytes
      state.use(key)
      while state.bytes > mostBytes { state.removeOldest() }
    }
  }
}
