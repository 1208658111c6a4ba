import Foundation
import Synchronization

/// Decoded samples on disk, a file each, shared by all runs and bounded: `decoded/3f/3f….pixels`.
///
/// Files are named after what is in them, written under a temporary name and renamed, and verified when a process first reads them. So
/// processes can share the folder: each finds whole files or none, and what one removes another decodes again. A run never removes
/// what it uses itself.
public final class DecodedFolder: Sendable {
  /// The folder of the files, `decoded` in that of all caches.
  public let path: String
  /// The most bytes that all files take, as far as this process knows: others may add theirs meanwhile, until the next one starts.
  public let mostBytes: Int
  private let state: Mutex<State>

  private struct State {
    var bytes = 0
    /// How many of them are counted for each key, there or taken away by others.
    var sizes: [String: Int] = [:]
    /// What this run has not used, the least recently used last.
    var others: [StoredFile] = []
    /// Keys of what this run uses.
    var used: Set<String> = []
    /// What this process has verified, or written itself.
    var verified: [String: Verified] = [:]
    var refusal: String?
    var isFull = false

    mutating func forget(_ key: String) { bytes -= sizes.removeValue(forKey: key) ?? 0 }
  }

  /// A file that is known to be whole, as long as its stamp is the same.
  private struct Verified {
    let stamp: FileStamp
    let pixelsStart: Int
  }

  /// Looks through the folder, and sweeps up what killed processes left.
  ///
  /// - Parameters:
  ///   - cacheFolder: The folder of all caches; nothing is made before a sample is stored.
  ///   - mostBytes: The most bytes that all files take.
  public init(in cacheFolder: String, mostBytes: Int) {
    path = "\(cacheFolder)/decoded"
    self.mostBytes = mostBytes
    StoredFile.removeUnfinished(in: path)
    let files = StoredFile.all(in: path).sorted { ($0.lastUse, $0.key) > ($1.lastUse, $1.key) }
    let sizes = Dictionary(files.map { ($0.key, $0.bytes) }, uniquingKeysWith: { first, _ in first })
    state = Mutex(State(bytes: sizes.values.reduce(0, +), sizes: sizes, others: files))
  }

  /// Bytes of all files.
  public var bytes: Int { state.withLock(\.bytes) }

  /// Why some sample could not be stored, in words that end a sentence; nil if none was refused.
  public var refusal: String? { state.withLock(\.refusal) }
}

// MARK: Reading

extension DecodedFolder {
  /// What is known of a sample that is there, which counts as used from now on; nil if it is not, or damaged.
  func summary(of key: String) -> SampleSummary? {
    guard let open = OpenFile(StoredFile.path(of: key, in: path)) else { return nil }
    guard let file = StoredPixels(open, key: key) else {
      discard(key)
      return nil
    }
    open.touch()
    state.withLock { _ = $0.used.insert(key) }
    return file.summary
  }

  /// A sample that is there, verified unless it was; nil if it is not, or damaged, when it is removed.
  ///
  /// - Parameter summary: What is known of it.
  func file(_ key: String, _ summary: SampleSummary) -> StoredPixels? {
    guard let open = OpenFile(StoredFile.path(of: key, in: path)), let stamp = open.stamp else { return nil }
    if let known = state.withLock({ $0.verified[key] }), known.stamp == stamp {
      return StoredPixels(open, summary: summary, pixelsStart: known.pixelsStart)
    }
    guard let file = StoredPixels(open, key: key), file.isWhole, file.summary == summary else {
      discard(key)
      return nil
    }
    state.withLock { $0.verified[key] = Verified(stamp: stamp, pixelsStart: file.pixelsStart) }
    return file
  }

  /// Removes a damaged file.
  func discard(_ key: String) {
    let path = StoredFile.path(of: key, in: self.path)
    state.withLock { state in
      state.verified[key] = nil
      if unlink(path) == 0 { state.forget(key) }
      state.others.removeAll { $0.key == key }
    }
  }
}

// MARK: Writing

extension DecodedFolder {
  /// Keeps a sample; false if there is no room, or the disk does not take it, which `refusal` tells.
  func store(_ decoded: DecodedSample, _ summary: SampleSummary, key: String) -> Bool {
    guard let head = try? StoredPixels.head(decoded, summary, key: key) else { return false }
    let count = head.count + summary.pixelBytes
    guard reserve(count, for: key) else { return false }
    do {
      let stamp = try StoredFile.write(head, decoded, key: key, in: path)
      state.withLock { $0.verified[key] = Verified(stamp: stamp, pixelsStart: head.count) }
      return true
    } catch {
      state.withLock { state in
        state.forget(key)
        state.used.remove(key)
        state.refusal = state.refusal ?? error.reason
        state.isFull = true
      }
      return false
    }
  }

  /// Brings the folder below its bound, which may have been larger when it was filled: first what this run doesn't use goes, then what it does.
  func trim() {
    state.withLock { state in
      if makeRoom(for: 0, &state) { return }
      state.refusal =
        state.refusal ?? "together they are more than UNET_CACHE_SIZE allows, \(mostBytes) bytes in \(path)"
      for key in state.used.sorted() where state.bytes > mostBytes {
        unlink(StoredFile.path(of: key, in: path))
        state.forget(key)
        state.used.remove(key)
        state.verified[key] = nil
      }
    }
  }

  private func reserve(_ count: Int, for key: String) -> Bool {
    state.withLock { state in
      // A disk that was full is not filled by others' leaving: what is written there would fail again and again.
      if state.isFull { return false }
      // It is stored again: another process has removed it, and it must not count twice.
      state.forget(key)
      guard count <= mostBytes, makeRoom(for: count, &state) else {
        state.refusal =
          state.refusal ?? "together they are more than UNET_CACHE_SIZE allows, \(mostBytes) bytes in \(path)"
        return false
      }
      state.bytes += count
      state.sizes[key] = count
      state.used.insert(key)
      return true
    }
  }

  /// Removes the least recently used files until so many bytes fit; false where all that is left is used by this run.
  private func makeRoom(for count: Int, _ state: inout State) -> Bool {
    while state.bytes + count > mostBytes {
      guard let oldest = state.others.popLast() else { return false }
      if state.used.contains(oldest.key) { continue }
      let path = oldest.path(in: self.path)
      if let now = StoredFile(path), now.lastUse > oldest.lastUse {
        // Another run has used it meanwhile.
        let place = state.others.firstIndex { $0.lastUse <= now.lastUse } ?? state.others.endIndex
        state.others.insert(now, at: place)
        continue
      }
      unlink(path)
      state.forget(oldest.key)
    }
    return true
  }
}
