public import Foundation

/// What the program keeps in its cache folder: the files that are its own, and no others.
///
/// `decoded` and `facts` may be links, as runs follow them; other links are not, so that nothing else is counted or removed.
public struct CacheContents: Sendable {
  /// A file of the cache.
  public struct File: Sendable {
    /// Where it is.
    public let path: String
    /// How many bytes it takes.
    public let bytes: Int
    /// When it was last read or written.
    public let used: Date
  }

  /// Decoded images and masks, unfinished ones too.
  public let decoded: [File]
  /// What inspections found.
  public let facts: [File]

  /// Looks at a folder; one that is not there, or may not be read, is empty.
  ///
  /// - Parameter folder: The folder of all caches.
  public init(in folder: String) {
    let parts = Self.names(in: "\(folder)/decoded", followingLinks: true).filter(Self.isHexadecimalByte)
    decoded = parts.flatMap { Self.files(in: "\(folder)/decoded/\($0)", suffixes: [".pixels", ".part"]) }
    facts = Self.files(in: "\(folder)/facts", suffixes: [".lines"], followingLinks: true)
  }

  /// All files.
  public var all: [File] { decoded + facts }

  private static func files(in folder: String, suffixes: [String], followingLinks: Bool = false) -> [File] {
    names(in: folder, followingLinks: followingLinks).filter { name in
      suffixes.contains { name.hasSuffix($0) }
    }.compactMap { name in
      let path = "\(folder)/\(name)"
      guard let info = status(path), info.st_mode & S_IFMT == S_IFREG else { return nil }
      let used = max(seconds(info.st_atim), seconds(info.st_mtim))
      return File(path: path, bytes: Int(info.st_size), used: Date(timeIntervalSince1970: used))
    }
  }

  /// The names in a folder, sorted; none where it is a link, unless links are followed.
  private static func names(in folder: String, followingLinks: Bool = false) -> [String] {
    guard let info = status(folder), followingLinks || info.st_mode & S_IFMT == S_IFDIR else { return [] }
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  private static func status(_ path: String) -> stat? {
    var info = stat()
    return lstat(path, &info) == 0 ? info : nil
  }

  private static func seconds(_ time: timespec) -> Double { Double(time.tv_sec) + Double(time.tv_nsec) / 1e9 }

  private static func isHexadecimalByte(_ name: String) -> Bool {
    name.count == 2 && name.allSatisfy { $0.isHexDigit && !$0.isUppercase }
  }
}
