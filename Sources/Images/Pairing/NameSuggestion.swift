/// Which patterns would pair images with files that none of them claims.
struct NameSuggestion {
  /// Images without a mask.
  let images: [FolderPairing.Entry]
  /// Files that are no image's mask.
  let masks: [ImageFolder.File]
  /// The pattern that didn't fit.
  let maskName: PathPattern

  /// How many images are looked at to guess a pattern, and how many guesses are tried.
  private static let (probes, guesses) = (3, 20)

  /// What surrounds the stem in a mask's path below the image's folder.
  private struct Guess: Hashable {
    let prefix: String
    let suffix: String
    /// What is left out of the images' own names on both sides.
    let imagePrefix: String
    let imageSuffix: String
  }

  /// The keys to write, as in `mask_name: "{stem}_mask"`; nil if no pattern pairs most of the images.
  var line: String? {
    let names = Set(masks.lazy.map(\.stem))
    let counted = guessed.map { guess in (guess: guess, count: images.count { pairs($0, guess, names) }) }
    guard let best = counted.map(\.count).max(), best * 2 > images.count else { return nil }
    let winners = counted.filter { $0.count == best }.map(\.guess)
    guard let first = winners.first else { return nil }
    // Not every image needs to have a file of each class.
    let others = counted.filter { $0.count * 4 >= best }.map(\.guess)
      .filter { $0.imagePrefix == first.imagePrefix && $0.imageSuffix == first.imageSuffix }
    return line(first, label: others.count > 1 ? label(others) : nil)
  }

  private func line(_ guess: Guess, label: (prefix: String, suffix: String)?) -> String? {
    let (prefix, suffix) = label ?? (guess.prefix, guess.suffix)
    let name = "\(prefix){stem}\(suffix)"
    let isNested = images.contains { !$0.match.folder.isEmpty }
    let masks = name.contains("/") && isNested ? "{folder}/\(name)" : name
    let own = "\(guess.imagePrefix){stem}\(guess.imageSuffix)"
    guard let pattern = try? PathPattern(masks, of: .mask), own != "{stem}" || !isTried(pattern) else {
      return nil
    }
    let images = own == "{stem}" ? "" : "image_name: \"\(own)\", "
    return "\(images)mask_name: \"\(masks)\""
  }

  private func isTried(_ pattern: PathPattern) -> Bool {
    pattern.isSame(as: maskName) && pattern.fileExtension == maskName.fileExtension
  }

  /// The folder or ending in which guesses differ, as `{class}`: each class seems to have files of its own.
  private func label(_ guesses: [Guess]) -> (prefix: String, suffix: String)? {
    let prefixes = Set(guesses.map(\.prefix))
    let suffixes = Set(guesses.map(\.suffix))
    if suffixes.count == 1, let suffix = suffixes.first,
      prefixes.allSatisfy({ $0.hasSuffix("/") && $0.count { $0 == "/" } == 1 })
    {
      return ("{class}/", suffix)
    }
    if prefixes.count == 1, let prefix = prefixes.first,
      suffixes.allSatisfy({ $0.hasPrefix("_") && !$0.contains("/") })
    {
      // Numbers are objects or pages, not classes.
      return (prefix, suffixes.allSatisfy { $0.dropFirst().allSatisfy(\.isNumber) } ? "_*" : "_{class}")
    }
    return nil
  }

  private func pairs(_ image: FolderPairing.Entry, _ guess: Guess, _ names: Set<String>) -> Bool {
    guard let stem = core(image.match.stem, guess.imagePrefix, guess.imageSuffix) else { return false }
    return names.contains(image.match.folder + guess.prefix + stem + guess.suffix)
  }

  /// The part of a name between two others; nil if it doesn't have them.
  private func core(_ name: String, _ prefix: String, _ suffix: String) -> String? {
    guard name.count > prefix.count + suffix.count, name.hasPrefix(prefix), name.hasSuffix(suffix) else {
      return nil
    }
    return String(name.dropFirst(prefix.count).dropLast(suffix.count))
  }

  /// The guesses of which most of the first images have one, without repetition.
  private var guessed: [Guess] {
    let (prefix, suffix) = commonEnds
    var variants = [("", "")]
    // Names of images are left as they are where a pattern for them is given.
    guard images.allSatisfy({ $0.file.stem == $0.match.key }) else { return guesses(without: "", "") }
    if !suffix.isEmpty { variants.append(("", suffix)) }
    if !prefix.isEmpty { variants.append((prefix, "")) }
    return variants.flatMap { prefix, suffix in guesses(without: prefix, suffix) }
  }

  private func guesses(without prefix: String, _ suffix: String) -> [Guess] {
    var counts: [Guess: Int] = [:]
    var order: [Guess] = []
    for image in images.prefix(Self.probes) {
      guard let stem = core(image.match.stem, prefix, suffix) else { continue }
      for mask in masks where mask.stem.hasPrefix(image.match.folder) {
        let name = mask.stem.dropFirst(image.match.folder.count)
        for range in name.ranges(of: stem) where isWhole(range, in: name) {
          let guess = Guess(
            prefix: String(name[..<range.lowerBound]), suffix: String(name[range.upperBound...]),
            imagePrefix: prefix, imageSuffix: suffix)
          if counts[guess] == nil { order.append(guess) }
          counts[guess, default: 0] += 1
        }
      }
    }
    let sorted = order.enumerated().sorted { left, right in
      let (more, less) = (counts[left.element] ?? 0, counts[right.element] ?? 0)
      return more != less ? more > less : left.offset < right.offset
    }
    return sorted.prefix(Self.guesses).map(\.element)
  }

  /// Whether a folder's name is the stem and not more, as the `a` in `masks/` is not; in the file's name it can be a part.
  private func isWhole(_ range: Range<Substring.Index>, in name: Substring) -> Bool {
    guard name[range.upperBound...].contains("/") else { return true }
    return name[range.upperBound...].hasPrefix("/")
      && (range.lowerBound == name.startIndex || name[..<range.lowerBound].hasSuffix("/"))
  }

  /// What the names of all images begin and end with, up to a separator: `frame_`, `_leftImg8bit`.
  private var commonEnds: (prefix: String, suffix: String) {
    guard let first = images.first?.match.stem, images.count > 1 else { return ("", "") }
    var (prefix, suffix) = (Substring(first), Substring(first))
    for image in images.dropFirst() {
      prefix = prefix.prefix(zip(prefix, image.match.stem).prefix { $0 == $1 }.count)
      suffix = suffix.suffix(zip(suffix.reversed(), image.match.stem.reversed()).prefix { $0 == $1 }.count)
    }
    let separators: Set<Character> = ["_", "-", ".", " "]
    let end = prefix.lastIndex(where: separators.contains)
    let start = suffix.firstIndex(where: separators.contains)
    return (end.map { String(prefix[...$0]) } ?? "", start.map { String(suffix[$0...]) } ?? "")
  }
}
