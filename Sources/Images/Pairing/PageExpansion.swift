import Diagnostics
import Foundation

/// Makes a sample of each page of files that have several.
enum PageExpansion {
  /// The extensions of formats that can have several pictures in a file.
  private static let extensions: Set<String> = ["tif", "tiff", "gif", "webp", "npy"]

  /// Stands for the number of pages of a file whose header doesn't decode.
  private static let unreadable = 0

  /// The samples with those of several pages replaced by one for each page, in the pages' order.
  ///
  /// A file whose header doesn't decode counts as one page; reading it says more.
  ///
  /// - Throws: Images and masks of different numbers of pages, and ids that two samples would share.
  static func pages(of samples: [Sample]) throws(DiagnosticError) -> [Sample] {
    let counts = pageCounts(of: samples)
    // A file alone is meant as a stack, and with one page in place of many no split would fit.
    if samples.count == 1, let path = counts.first(where: { $0.value == unreadable })?.key {
      _ = try ImageFile.header(of: FilePage(path))
    }
    guard counts.values.contains(where: { $0 > 1 }) else { return samples }
    var problems = ProblemList()
    var expanded: [Sample] = []
    for sample in samples {
      let pages = counts[sample.image.path] ?? 1
      guard isEven(sample, pages, counts, &problems) else { continue }
      expanded += pages < 2 ? [sample] : (0..<pages).map { page(of: sample, $0) }
    }
    var known: [String: Sample] = [:]
    for sample in expanded {
      guard let twin = known.updateValue(sample, forKey: sample.id) else { continue }
      problems.add(
        Diagnostic(
          "'\(twin.image)' and '\(sample.image)' would both be called '\(sample.id)'; rename one of them"))
    }
    try problems.throwIfAny()
    return expanded
  }

  private static func page(of sample: Sample, _ number: Int) -> Sample {
    Sample(
      id: "\(sample.id)/\(number)", image: FilePage(sample.image.path, page: number),
      masks: sample.masks.map { MaskPart(FilePage($0.page.path, page: number), label: $0.label) })
  }

  /// Whether all masks have as many pages as their image; those that don't are reported.
  private static func isEven(
    _ sample: Sample, _ pages: Int, _ counts: [String: Int], _ problems: inout ProblemList
  ) -> Bool {
    let uneven = sample.masks.filter { mask in
      let count = counts[mask.page.path, default: 1]
      return pages != unreadable && count != unreadable && count != pages
    }
    for mask in uneven {
      let count = counts[mask.page.path, default: 1]
      problems.add(
        Diagnostic(
          "image '\(sample.image.path)' has \(words(pages)), but its mask '\(mask.page.path)' has \(words(count))",
          notes: ["a page of an image is paired with the same page of its mask"]))
    }
    return uneven.isEmpty
  }

  private static func words(_ pages: Int) -> String { pages == 1 ? "1 page" : "\(pages) pages" }

  /// How many pages each file has that may have several, by its path.
  private static func pageCounts(of samples: [Sample]) -> [String: Int] {
    let paths = Array(Set(samples.lazy.flatMap { [$0.image.path] + $0.masks.map(\.page.path) }))
      .filter { extensions.contains(($0 as NSString).pathExtension.lowercased()) }
    let threads = ProcessInfo.processInfo.activeProcessorCount
    let counts = Parallel.map(paths.count, threads: threads) { index in
      (try? ImageFile.header(of: FilePage(paths[index])))?.pages ?? unreadable
    }
    return Dictionary(uniqueKeysWithValues: zip(paths, counts))
  }
}
