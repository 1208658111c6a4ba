import Crypto
import Diagnostics
import Foundation
import Synchronization

/// What decoded samples are known by: a hash of the reader's settings and of all bytes of the files, whatever their names and times.
final class SampleKeys: Sendable {
  /// Raised when the same files decode to something else.
  static let version = 1

  /// A file's hash, and what tells without reading it whether it may have changed since.
  private struct KnownFile {
    let hash: String
    let stamp: FileStamp
  }

  private let settings: String
  /// Each file that was looked at, so that a stack is hashed once and not once a page.
  private let files = Mutex<[String: KnownFile]>([:])

  init(_ reader: SampleReader) { settings = "pixels \(Self.version)\n\(reader.settings)" }

  /// Hashes the files of samples at once, each a single time; leaves those that are left where it is interrupted.
  func look(
    at samples: some Collection<Sample>, threads: Int, unless isInterrupted: @Sendable () -> Bool = { false }
  ) {
    let known = files.withLock(\.self)
    let paths = Set(samples.flatMap(\.paths)).filter { known[$0] == nil }.sorted()
    _ = Parallel.map(paths.count, threads: threads) { index in
      if !isInterrupted() { _ = self.file(paths[index]) }
    }
  }

  /// The key of a sample, 64 hexadecimal digits; nil if a file cannot be read, which decoding tells in better words.
  func key(of sample: Sample) -> String? {
    var lines = [settings]
    for (page, label) in [(sample.image, "")] + sample.masks.map({ ($0.page, $0.label ?? "") }) {
      guard let file = file(page.path) else { return nil }
      lines.append("\(file.hash) \(page.page) \(label)")
    }
    return FileHash.hex(Array(lines.joined(separator: "\n").utf8))
  }

  /// Refuses a sample one of whose files is not what was hashed any more.
  func requireUnchanged(_ sample: Sample) throws(DiagnosticError) {
    for path in sample.paths {
      guard let known = files.withLock({ $0[path] }), known.stamp != FileStamp(path) else { continue }
      if known.hash != FileHash.ofFile(path) { throw FileProblem.changed(path) }
    }
  }

  private func file(_ path: String) -> KnownFile? {
    if let known = files.withLock({ $0[path] }) { return known }
    guard let stamp = FileStamp(path), let hash = FileHash.ofFile(path) else { return nil }
    let file = KnownFile(hash: hash, stamp: stamp)
    files.withLock { $0[path] = file }
    return file
  }
}

extension Sample {
  /// The files that it consists of.
  var paths: [String] { [image.path] + masks.map(\.page.path) }
}

extension FileProblem {
  /// The error of a file that is not what it was when the run began.
  static func changed(_ name: String) -> DiagnosticError {
    error(
      name, "has changed since it was first read",
      notes: ["leave the data alone while a run reads it"])
  }
}

extension SampleReader {
  /// All that decoding depends on beside the files, as text that is the same in each process.
  var settings: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    // Strings, numbers and lists cannot fail to be encoded.
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "\(self)"
  }
}
