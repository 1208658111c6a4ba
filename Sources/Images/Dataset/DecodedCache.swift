public import Diagnostics
import Foundation
import Synchronization

/// The samples of an experiment, each decoded once: on disk, of which parts are read, or in memory as far as there is room.
///
/// Nothing stays in memory of a sample on disk but its summary. Threads may share it. What it gives depends on the files alone, never
/// on who asked first, and never on where it was kept.
public final class DecodedCache: Sendable {
  /// How samples are decoded.
  public let reader: SampleReader
  /// Where decoded samples are kept; nil where there is no disk for them.
  public let folder: DecodedFolder?

  /// What is known of a sample that was decoded, by this run or an earlier one.
  private struct Entry {
    /// What it is kept under on disk; nil where there is none.
    let key: String?
    let summary: SampleSummary
  }

  /// Whether nobody waits any more for what takes long.
  let isInterrupted: @Sendable () -> Bool
  private let keys: SampleKeys
  private let known = Mutex<[Sample: Entry]>([:])
  private let recent: RecentlyUsed<Sample, DecodedSample>
  private let decodes = Atomic(0)

  /// Bytes of decoded samples in memory, of those that are not on disk: 1 GiB, or a quarter of the machine's memory if that is less.
  public static var usualBytesInMemory: Int {
    min(1 << 30, Int(clamping: ProcessInfo.processInfo.physicalMemory / 4))
  }

  /// Makes an empty cache.
  ///
  /// - Parameters:
  ///   - folder: Where decoded samples are kept for this run and others; nil keeps them in memory only.
  ///   - mostBytesInMemory: What samples that are not on disk take at most; others are decoded whenever they are asked for.
  ///   - isInterrupted: Whether what goes through all samples should end early; asked from any thread.
  public init(
    _ reader: SampleReader, in folder: DecodedFolder? = nil,
    mostBytesInMemory: Int = DecodedCache.usualBytesInMemory,
    isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) {
    self.reader = reader
    self.isInterrupted = isInterrupted
    self.folder = folder
    keys = SampleKeys(reader)
    recent = RecentlyUsed(mostBytes: mostBytesInMemory)
  }

  /// How often a sample was decoded.
  public var decodedCount: Int { decodes.load(ordering: .relaxed) }
  /// Bytes of the decoded samples in memory.
  public var bytesInMemory: Int { recent.bytes }
  /// Bytes that they take at most.
  public var mostBytesInMemory: Int { recent.mostBytes }

  /// Decodes all of `samples` that neither this run nor an earlier one has.
  ///
  /// - Parameters:
  ///   - samples: What will be asked for.
  ///   - threads: How many samples are decoded at once, at least 1; changes no result.
  ///   - progress: Called, from any thread, with the number of samples that are ready.
  /// - Throws: The problems of all files at once: those that don't decode, mask values that no class covers,
  ///   sizes and channel counts that don't fit; `DiagnosticError.interrupted`.
  public func load(
    _ samples: [Sample], threads: Int, progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws(DiagnosticError) {
    if let folder {
      keys.look(at: samples, threads: threads, unless: isInterrupted)
      // All that is there is marked as used before anything has to make room.
      _ = Parallel.map(samples.count, threads: threads) { _ = self.find(samples[$0]) }
      folder.trim()
    }
    let done = Atomic(0)
    let outcomes = Parallel.map(samples.count, threads: threads) { index in
      defer { progress(done.add(1, ordering: .relaxed).newValue) }
      return Result { () throws(DiagnosticError) in
        try self.requireUninterrupted()
        _ = try self.entry(of: samples[index])
      }
    }
    try requireUninterrupted()
    var problems = ProblemList()
    for outcome in outcomes {
      _ = problems.collect { () throws(DiagnosticError) in try outcome.get() }
    }
    try problems.throwIfAny()
  }

  /// Ends what goes through all samples, where nobody waits for it.
  func requireUninterrupted() throws(DiagnosticError) {
    if isInterrupted() { throw .interrupted }
  }

  /// What is known of one sample, decoded now if it is not yet.
  ///
  /// - Throws: What is wrong with the sample's files.
  public func summary(of sample: Sample) throws(DiagnosticError) -> SampleSummary {
    try entry(of: sample).summary
  }

  private func entry(of sample: Sample) throws(DiagnosticError) -> Entry {
    if let found = find(sample) { return found }
    let key = folder == nil ? nil : keys.key(of: sample)
    let decoded = try decoded(sample)
    if key != nil { try keys.requireUnchanged(sample) }
    let entry = Entry(key: key, summary: SampleSummary(of: decoded, classes: reader.classes.indexCount))
    keep(decoded, entry, of: sample)
    return known.withLock { entries in
      let first = entries[sample] ?? entry
      entries[sample] = first
      return first
    }
  }

  /// What is known of a sample, by this run or an earlier one.
  private func find(_ sample: Sample) -> Entry? {
    if let entry = known.withLock({ $0[sample] }) { return entry }
    guard let folder, let key = keys.key(of: sample), let summary = folder.summary(of: key) else {
      return nil
    }
    let entry = Entry(key: key, summary: summary)
    known.withLock { $0[sample] = entry }
    return entry
  }

  private func decoded(_ sample: Sample) throws(DiagnosticError) -> DecodedSample {
    decodes.add(1, ordering: .relaxed)
    return try reader.read(sample)
  }

  private func keep(_ decoded: DecodedSample, _ entry: Entry, of sample: Sample) {
    if let folder, let key = entry.key, folder.store(decoded, entry.summary, key: key) { return }
    recent.insert(decoded, for: sample, bytes: entry.summary.pixelBytes)
  }

  /// Decodes a sample that is neither on disk nor in memory any more.
  private func decodedAgain(_ sample: Sample, _ entry: Entry) throws(DiagnosticError) -> DecodedSample {
    let decoded = try decoded(sample)
    let summary = entry.summary
    guard decoded.imageHash == summary.imageHash else { throw FileProblem.changed(sample.image.description) }
    guard decoded.maskHash == summary.maskHash else { throw FileProblem.changed(sample.maskName) }
    keep(decoded, entry, of: sample)
    return decoded
  }
}

// MARK: Pixels

extension DecodedCache {
  /// One sample.
  ///
  /// - Throws: What is wrong with the sample's files, or that they have changed since they were first read.
  public func sample(_ sample: Sample) throws(DiagnosticError) -> DecodedSample {
    try part(of: sample, onDisk: { $0.sample }, inMemory: { $0 })
  }

  /// The parts of a sample's image and of its mask that a rectangle inside them covers; of those on disk nothing else is read.
  public func window(
    of sample: Sample, _ part: PixelRectangle
  ) throws(DiagnosticError) -> (image: PixelImage, mask: ClassMask) {
    try self.part(
      of: sample,
      onDisk: { file in
        guard let image = file.image(part), let mask = file.mask(part) else { return nil }
        return (image, mask)
      },
      inMemory: { ($0.image.cropped(to: part), $0.mask.cropped(to: part)) })
  }

  /// The image of a sample.
  public func image(of sample: Sample) throws(DiagnosticError) -> PixelImage {
    try part(of: sample, onDisk: { $0.image(PixelRectangle(whole: $0.summary.size)) }, inMemory: { $0.image })
  }

  /// The mask of a sample at the size of its image.
  public func mask(of sample: Sample) throws(DiagnosticError) -> ClassMask {
    try part(of: sample, onDisk: { $0.mask(PixelRectangle(whole: $0.summary.size)) }, inMemory: { $0.mask })
  }

  /// A row of that mask.
  public func maskRow(_ row: Int, of sample: Sample) throws(DiagnosticError) -> [UInt8] {
    let width = try summary(of: sample).size.width
    let part = PixelRectangle(columns: 0..<width, rows: row..<row + 1)
    return try self.part(of: sample, onDisk: { $0.mask(part) }, inMemory: { $0.mask.cropped(to: part) })
      .indices
  }

  /// The mask of a sample at the size of its file.
  public func fullMask(of sample: Sample) throws(DiagnosticError) -> ClassMask {
    try part(of: sample, onDisk: { $0.fullMask }, inMemory: { $0.fullMask })
  }

  private func part<Part>(
    of sample: Sample, onDisk: (StoredPixels) -> Part?, inMemory: (DecodedSample) -> Part
  ) throws(DiagnosticError) -> Part {
    let entry = try entry(of: sample)
    if let kept = recent[sample] { return inMemory(kept) }
    if let folder, let key = entry.key, let file = folder.file(key, entry.summary), let part = onDisk(file) {
      return part
    }
    return inMemory(try decodedAgain(sample, entry))
  }
}
