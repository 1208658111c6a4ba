import ArgumentParser
import Experiment
import Foundation
import Images
import Training

/// `unet cache`: what the program keeps between runs.
struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache",
    abstract: "Say where decoded images are kept, and how much; remove them.",
    discussion: """
      Runs keep the images that they decoded, and `unet inspect` what it found in them, so that the next one reads no image again. \
      Both are in $UNET_CACHE, or else in unet in the user's cache folder ($XDG_CACHE_HOME, or ~/.cache). Decoded images take at \
      most $UNET_CACHE_SIZE (20GB without it; 0 keeps none); those that were not used for longest go first.

      Whatever is removed is decoded again where it is needed: it costs time, and changes no result.
      """)

  @Flag(help: "Remove what is kept; a run that is going on is not disturbed.")
  var clear = false

  func run() throws {
    try reportingFailures {
      let environment = ProcessInfo.processInfo.environment
      guard let folder = CacheFolder.path(in: environment) else {
        return print("folder      none: neither UNET_CACHE nor XDG_CACHE_HOME nor HOME names a folder")
      }
      print("folder      \(folder)")
      let contents = CacheContents(in: folder)
      if clear { return try remove(contents) }
      let bound = Wording.bytes(Double(try CacheSettings(in: environment).mostDecodedBytes))
      print("decoded     \(Self.amount(contents.decoded)) of at most \(bound)")
      print("facts       \(Self.amount(contents.facts))")
      print("last used   \(contents.all.map(\.used).max().map(Self.minute) ?? "never")")
    }
  }

  private func remove(_ contents: CacheContents) throws {
    var removed: [CacheContents.File] = []
    var failure: FileFailure?
    for file in contents.all {
      do {
        try AtomicFile.remove(file.path)
        removed.append(file)
      } catch {
        failure = failure ?? error
      }
    }
    print("removed     \(Self.amount(removed))")
    if let failure { throw failure }
  }

  /// "12 files, 3.4 MB".
  private static func amount(_ files: [CacheContents.File]) -> String {
    let bytes = files.reduce(0) { $0 + $1.bytes }
    return "\(Wording.count(files.count, "file")), \(Wording.bytes(Double(bytes)))"
  }

  /// "2026-01-31 09:30 UTC".
  private static func minute(_ date: Date) -> String {
    let format = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
      .dateTimeSeparator(.space).time(includingFractionalSeconds: false)
    return "\(date.formatted(format).prefix(16)) UTC"
  }
}
