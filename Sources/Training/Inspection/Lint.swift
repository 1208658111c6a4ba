import Experiment
import Images

/// What is wrong, doubtful or good to know about data, from the facts of its samples alone.
struct Lint {
  /// What beside the facts decides whether something is doubtful.
  struct Surroundings {
    /// Whether the part that validates was chosen at random, image by image.
    var isSplitAtRandom = false
    /// Whether the network sees a part of the range of the values that the files' type has, and nothing scales it up.
    var keepsFileRange = false
    /// Whether all images that validate are among the facts; not in a trial that is limited.
    var isValidationWhole = true
    /// What is doubtful about what is cut out of the images.
    var samples: [Finding] = []
    /// The findings that are not told.
    var silenced: Set<FindingName> = []
  }

  let facts: DatasetFacts
  let surroundings: Surroundings
  /// The samples of each part, in numbers.
  let parts: [DatasetFacts.Part: PartFacts]

  init(_ facts: DatasetFacts, _ surroundings: Surroundings = Surroundings()) {
    self.facts = facts
    self.surroundings = surroundings
    let classes = facts.classNames.count
    let parts = facts.parts.map { ($0, PartFacts(facts[$0], classes: classes)) }
    self.parts = Dictionary(uniqueKeysWithValues: parts)
  }

  /// All findings but those that are silenced, errors first.
  var findings: [Finding] {
    let found =
      twins + classFindings + maskFindings + imageFindings
      + [smallValidation, similarNames].compactMap(\.self) + surroundings.samples
    let told = found.filter { !surroundings.silenced.contains($0.name) }
    return [Finding.Severity.error, .warning, .note].flatMap { severity in
      told.filter { $0.severity == severity }
    }
  }

  /// "a.png (training)".
  private func place(_ entry: DatasetFacts.Entry) -> String {
    "\(entry.sample.image) (\(entry.part.rawValue))"
  }

  private func finding(
    _ name: FindingName, _ severity: Finding.Severity, _ message: String, of entries: [DatasetFacts.Entry],
    next: String
  ) -> Finding? {
    guard !entries.isEmpty else { return nil }
    return Finding(
      name, severity, message, count: entries.count, files: entries.map { $0.sample.image.description },
      samples: entries.map(\.sample), next: next)
  }
}

// MARK: The same pixels

extension Lint {
  /// Groups of images with the same pixels, in the order of their first.
  ///
  /// Blank images are alike whatever they show; they have a finding of their own.
  private var groups: [[DatasetFacts.Entry]] {
    var positions: [String: Int] = [:]
    var groups: [[DatasetFacts.Entry]] = []
    for entry in facts.entries where !entry.facts.isBlank {
      if let position = positions[entry.facts.imageHash] {
        groups[position].append(entry)
      } else {
        positions[entry.facts.imageHash] = groups.count
        groups.append([entry])
      }
    }
    return groups.filter { $0.count > 1 }
  }

  private var twins: [Finding] {
    let groups = groups
    let leaks = groups.filter { Set($0.map(\.part)).count > 1 }
    let contradictions = groups.filter { Set($0.map(\.facts.maskHash)).count > 1 }
    let duplicates = groups.filter { group in
      Set(group.map(\.part)).count < group.count && Set(group.map(\.facts.maskHash)).count == 1
    }
    return [
      twin(
        .leak, .error, leaks, "stands in more than one of training, validation and test",
        next: "remove it from all but one: scores on images that were trained on say nothing about new ones"),
      twin(
        .contradiction, .warning, contradictions, "has masks that differ",
        next: "keep the right mask of each; what differs cannot be learned"),
      twin(
        .duplicate, .warning, duplicates, "stands more than once in the same part",
        next: "keep one of each, unless it shall count more than others"),
    ].compactMap(\.self)
  }

  private func twin(
    _ name: FindingName, _ severity: Finding.Severity, _ groups: [[DatasetFacts.Entry]], _ what: String,
    next: String
  ) -> Finding? {
    guard !groups.isEmpty else { return nil }
    let subject = groups.count == 1 ? "an image" : "each of \(Wording.count(groups.count, "image"))"
    return Finding(
      name, severity, "\(subject), by its pixels, \(what)", count: groups.count,
      files: groups.map { $0.map(place).joined(separator: " = ") },
      samples: groups.flatMap { $0.map(\.sample) }, next: next)
  }
}

// MARK: Masks

extension Lint {
  /// Below this part of the pixels a class is rare.
  private static let rareShare = 0.001
  /// In fewer images than this a class is rare, where there are at least `manyImages`.
  private static let fewImages = 3
  private static let manyImages = 10

  private var classFindings: [Finding] {
    let looked: [DatasetFacts.Part] =
      surroundings.isValidationWhole ? [.training, .validation, .test] : [.training]
    return looked.compactMap(absentClasses) + [rareClasses].compactMap(\.self)
  }

  private func absentClasses(_ part: DatasetFacts.Part) -> Finding? {
    guard let numbers = parts[part] else { return nil }
    let absent = facts.classNames.indices.filter { numbers.classPixels[$0] == 0 }
    guard !absent.isEmpty else { return nil }
    let names = absent.map { "'\(facts.classNames[$0])'" }.joined(separator: ", ")
    let next =
      part == .training
      ? "look at the values in data.classes; what no mask shows cannot be learned"
      : "a class without a pixel there has no score; choose another split"
    return Finding(
      .absentClass, .warning, "no pixel of the \(part.rawValue) masks is \(names)", count: absent.count,
      next: next)
  }

  private var rareClasses: Finding? {
    guard let training = parts[.training] else { return nil }
    let rare = facts.classNames.indices.filter { index in
      let share = Double(training.classPixels[index]) / Double(max(1, training.validPixels))
      let hasFewImages = training.classImages[index] < Self.fewImages && training.count >= Self.manyImages
      return training.classPixels[index] > 0 && (share < Self.rareShare || hasFewImages)
    }
    guard !rare.isEmpty else { return nil }
    let list = rare.map { index in
      let share = 100 * Double(training.classPixels[index]) / Double(max(1, training.validPixels))
      let images = Wording.count(training.classImages[index], "image")
      return "'\(facts.classNames[index])' (\(Wording.significant(share)) % of the pixels, in \(images))"
    }
    return Finding(
      .rareClass, .warning, "training shows little of \(list.joined(separator: ", "))", count: rare.count,
      next: "more images of it, loss.class_weights, or merge it with another class")
  }

  private var maskFindings: [Finding] {
    let uniform = facts.entries.filter { $0.facts.onlyClass != nil }
    let isMost = 2 * uniform.count > facts.entries.count
    let names = Set(uniform.compactMap(\.facts.onlyClass)).sorted().map { index in
      let count = uniform.count { $0.facts.onlyClass == index }
      return "\(Wording.grouped(count)) of '\(facts.classNames[index])'"
    }
    let ignored = facts.entries.filter { entry in
      entry.facts.ignoredPixels > entry.facts.classPixels.reduce(0, +)
    }
    let overlapping = facts.entries.filter { $0.facts.overlappingPixels > 0 }
    return [
      finding(
        .oneClassMask, isMost ? .warning : .note,
        "\(Wording.count(uniform.count, "mask")) of \(facts.entries.count) hold one class alone: "
          + names.joined(separator: ", "),
        of: uniform,
        next: isMost
          ? "look at the sheet and at the values in data.classes: most masks show nothing to tell apart"
          : "nothing, if these images show nothing else"),
      finding(
        .ignoredMostly, .warning, "more than half of \(Wording.count(ignored.count, "mask")) is ignored",
        of: ignored, next: "look at data.ignore, if it should be less"),
      finding(
        .overlap, .warning,
        "in \(Wording.count(overlapping.count, "image")) files of different classes claim the same pixels",
        of: overlapping, next: "the class that stands later in data.classes has them"),
    ].compactMap(\.self)
  }
}

// MARK: Images

extension Lint {
  /// Images that use less than this part of the range of their type have hardly any contrast.
  private static let littleRange = 1.0 / 16

  private var imageFindings: [Finding] {
    let blank = facts.entries.filter(\.facts.isBlank)
    return [
      finding(
        .blankImage, .warning, "all pixels are the same in \(Wording.count(blank.count, "image"))", of: blank,
        next: "remove what shows nothing"),
      mixedDepth, mixedSizes, unusedRange, lowContrast,
    ].compactMap(\.self)
  }

  private var mixedDepth: Finding? {
    let depths = PartFacts(facts.entries, classes: 0).depths
    guard depths.count > 1, let usual = depths.first?.depth else { return nil }
    let list = depths.map { "\(Wording.grouped($0.count)) of \($0.depth.words)" }.joined(separator: ", ")
    return finding(
      .mixedDepth, .warning, "images differ in the type of their values: \(list)",
      of: facts.entries.filter { $0.facts.depth != usual },
      next: "each type is scaled by its own largest value; convert them to one")
  }

  private var mixedSizes: Finding? {
    let sizes = PartFacts(facts.entries, classes: 0).sizes
    guard sizes.count > 1, let usual = sizes.first else { return nil }
    return finding(
      .mixedSizes, .note,
      "images have \(sizes.count) sizes; \(Wording.grouped(usual.count)) of \(facts.entries.count) have \(usual.size)",
      of: facts.entries.filter { $0.facts.size != usual.size },
      next:
        "nothing: samples are as large as data.crop, else as the largest image, and what is added counts for nothing"
    )
  }

  private var unusedRange: Finding? {
    let deep = facts.entries.filter { $0.facts.depth == .sixteenBit }
    guard let greatest = deep.flatMap({ $0.facts.intensities.map(\.maximum) }).max(),
      greatest < 65536 * Self.littleRange
    else { return nil }
    return Finding(
      .unusedRange, surroundings.keepsFileRange ? .warning : .note,
      "16-bit images use the values up to \(Wording.grouped(Int(greatest))) of 65,535", count: deep.count,
      next: surroundings.keepsFileRange
        ? "scale them:  data.normalization=percentiles" : "nothing: data.normalization scales them")
  }

  private var lowContrast: Finding? {
    let bytes = facts.entries.filter { $0.facts.depth == .eightBit && !$0.facts.isBlank }
    let flat = bytes.filter { entry in
      entry.facts.intensities.allSatisfy { $0.quantile(0.99) - $0.quantile(0.01) < 256 * Self.littleRange }
    }
    guard 2 * flat.count > bytes.count else { return nil }
    return finding(
      .lowContrast, .warning,
      "\(Wording.grouped(flat.count)) of \(Wording.count(bytes.count, "image")) have nearly all pixels (1 to 99 %) within 16 of 256 values",
      of: flat, next: "look at the sheet: masks in place of images, or values 0 to 1 saved as bytes?")
  }
}

// MARK: The split

extension Lint {
  /// Fewer images than this say little about others.
  private static let fewValidationImages = 5

  private var smallValidation: Finding? {
    guard surroundings.isValidationWhole, let count = parts[.validation]?.count,
      count < Self.fewValidationImages
    else { return nil }
    return Finding(
      .smallValidation, .warning, "\(Wording.count(count, "image")) for validation: scores depend on which",
      count: count, next: "more images in data.validation, or folds")
  }

  /// Consecutive images on both sides of a random split, where neighbours look much more alike than others do.
  private var similarNames: Finding? {
    guard surroundings.isSplitAtRandom else { return nil }
    let series = Series(facts.entries)
    let across = series.neighbours.filter { $0.0.part != $0.1.part }
    guard across.count >= Self.fewNeighbours, series.looksContinuous(across) else { return nil }
    return Finding(
      .similarNames, .warning,
      "\(Wording.count(across.count, "pair")) of consecutive images that look alike stand on both sides of a random split",
      count: across.count, files: across.map { "\(place($0.0)) and \(place($0.1))" },
      samples: across.flatMap { [$0.0.sample, $0.1.sample] },
      next:
        "what is learned of a frame is scored on the next; keep them together with range or group in data.validation and data.test"
    )
  }

  private static let fewNeighbours = 3
}

extension SampleFacts.Depth {
  /// The type in words.
  var words: String {
    switch self {
    case .eightBit: "8 bits"
    case .sixteenBit: "16 bits"
    case .float: "floating point"
    }
  }
}
