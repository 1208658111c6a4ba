import Foundation
import Glibc
import Synchronization

/// Facts of samples that earlier inspections found, in a file to which lines are appended.
///
/// A line is a checksum, a key and the facts as JSON. Lines that a kill or a full disk cut off, or that two processes wrote into each
/// other, don't fit their checksums and are overlooked. What cannot be read or written is as if it were not there: then samples are
/// decoded, and nothing else changes.
public final class FactsCache: Sendable {
  /// Raised when the facts of the same files change.
  public static let version = 1

  /// A larger file is not read, and starts anew.
  private static let mostBytes = 200_000_000

  private struct Line: Codable {
    let key: String
    let facts: SampleFacts
  }

  private struct State {
    var known: [String: SampleFacts] = [:]
    /// The open file; nil once it could not be opened or written.
    var descriptor: Int32?
  }

  /// Where the lines are.
  public let path: String
  private let state: Mutex<State>

  /// Reads what is known.
  ///
  /// - Parameters:
  ///   - folder: The folder of all caches; the file goes to `facts/` in it, made if need be.
  ///   - reader: How the samples are decoded.
  public init(in folder: String, of reader: SampleReader) {
    let name = FileHash.hex(Array("facts \(Self.version)\n\(reader.settings)".utf8)).prefix(32)
    path = "\(folder)/facts/\(name).lines"
    try? FileManager.default.createDirectory(atPath: "\(folder)/facts", withIntermediateDirectories: true)
    var info = stat()
    let isTooLarge = stat(path, &info) == 0 && info.st_size > Self.mostBytes
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (isTooLarge ? O_TRUNC : 0)
    let known = isTooLarge ? [:] : Self.read(path)
    let descriptor = open(path, flags, 0o644)
    state = Mutex(State(known: known, descriptor: descriptor >= 0 ? descriptor : nil))
  }

  deinit { state.withLock { if let descriptor = $0.descriptor { close(descriptor) } } }

  func facts(of key: String) -> SampleFacts? { state.withLock { $0.known[key] } }

  func keep(_ facts: SampleFacts, for key: String) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(Line(key: key, facts: facts)) else { return }
    // A line begins with a line break too, so that one that was cut off damages no other.
    let text = Data("\n\(Self.checksum(json)) ".utf8) + json + Data("\n".utf8)
    state.withLock { state in
      state.known[key] = facts
      guard let descriptor = state.descriptor else { return }
      let written = text.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if written != text.count {
        close(descriptor)
        state.descriptor = nil
      }
    }
  }

  private static func read(_ path: String) -> [String: SampleFacts] {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else { return [:] }
    let decoder = JSONDecoder()
    var known: [String: SampleFacts] = [:]
    for line in data.split(separator: UInt8(ascii: "\n")) {
      guard let space = line.firstIndex(of: UInt8(ascii: " ")) else { continue }
      let json = Data(line[line.index(after: space)...])
      guard String(decoding: line[..<space], as: UTF8.self) == checksum(json),
        let entry = try? decoder.decode(Line.self, from: json)
      else { continue }
      known[entry.key] = entry.facts
    }
    return known
  }

  private static func checksum(_ json: Data) -> String { String(FileHash.hex(Array(json)).prefix(16)) }
}
