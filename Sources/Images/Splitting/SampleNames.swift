import Diagnostics
import Foundation

/// The names by which people call the samples of a dataset.
struct SampleNames {
  /// What a name can mean: a sample, or all pages of a stack.
  struct Target {
    /// As errors say it.
    let name: String
    let positions: [Int]
    /// The parts of the path, the last first.
    fileprivate let parts: [String]
  }

  /// What a line means.
  struct Match {
    /// What the name can mean, at least one.
    let targets: [Target]
    /// What follows the name.
    let rest: String
    /// Whether the last of the folders is the same.
    let sharesFolders: Bool
    /// Whether the name is in a folder, the samples are in one, and it is another.
    let isElsewhere: Bool
  }

  /// By the last part of their path: ids and stacks, then the image files, then the mask files.
  private let tables: [[String: [Target]]]

  init(_ samples: [Sample]) {
    let ids = samples.enumerated().map { Self.target($0.element.id, $0.element.id, [$0.offset]) }
    let files = Dictionary(grouping: samples.indices) { samples[$0].image.path }
    let stacks = files.values.filter { $0.count > 1 }.map { pages in
      let name = (samples[pages[0]].id as NSString).deletingLastPathComponent
      return Self.target(name, name, pages)
    }
    let images = files.map { path, pages in
      Self.target(Self.stem(path), pages.count > 1 ? path : samples[pages[0]].id, pages)
    }
    let masks = samples.enumerated().flatMap { position, sample in
      Set(sample.masks.map(\.page.path)).map { Self.target(Self.stem($0), sample.id, [position]) }
    }
    // In one order whatever a dictionary's is.
    tables = [ids + stacks, images, masks].map { targets in
      Dictionary(grouping: targets) { $0.parts.first ?? "" }
        .mapValues { $0.sorted { $0.positions.lexicographicallyPrecedes($1.positions) } }
    }
  }

  private static func target(_ path: String, _ name: String, _ positions: [Int]) -> Target {
    Target(name: name, positions: positions, parts: parts(path).reversed())
  }

  /// What a line means, of several ways to read it; nil where it means nothing.
  ///
  /// A name is one of the same last part; of several, those that share the most folders with it, counted from the end.
  func matches(_ readings: [NameLine.Reading]) -> Match? {
    for table in tables {
      var best: (shared: Int, match: Match)?
      for reading in readings {
        guard let (shared, targets) = Self.closest(reading.name, table), shared > best?.shared ?? 0 else {
          continue
        }
        let isElsewhere =
          shared == 1 && Self.parts(reading.name).count > 1 && targets.allSatisfy { $0.name.contains("/") }
        best = (
          shared,
          Match(
            targets: targets, rest: reading.rest, sharesFolders: shared > 1, isElsewhere: isElsewhere)
        )
      }
      if let best { return best.match }
    }
    return nil
  }

  private static func closest(_ name: String, _ table: [String: [Target]]) -> (Int, [Target])? {
    let parts = parts(name).reversed().map(\.self)
    guard let last = parts.first else { return nil }
    guard let candidates = table[stem(last)] ?? table[last] else { return nil }
    let shared = candidates.map { target in
      1 + zip(target.parts.dropFirst(), parts.dropFirst()).prefix { $0 == $1 || $0 == stem($1) }.count
    }
    let most = shared.max() ?? 0
    return (most, zip(candidates, shared).filter { $0.1 == most }.map(\.0))
  }

  /// The text "; did you mean 'x'?" for the name nearest to the first way to read a line, or no text.
  func suggestion(for readings: [NameLine.Reading]) -> String {
    guard let last = readings.first.flatMap({ Self.parts($0.name).last }), last.count <= 100 else {
      return ""
    }
    return Spelling.suggestion(for: Self.stem(last), in: tables[0].keys.sorted().prefix(20_000))
  }

  private static func parts(_ path: String) -> [String] {
    path.replacing("\\", with: "/").split(separator: "/").map(String.init)
  }

  /// A name without the extension of an image file.
  static func stem(_ name: String) -> String {
    let ending = (name as NSString).pathExtension.lowercased()
    return ImageFile.extensions.contains(ending) ? (name as NSString).deletingPathExtension : name
  }
}
