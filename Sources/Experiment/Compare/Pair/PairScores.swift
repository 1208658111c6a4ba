/// The scores of two sides by class and by image.
struct PairScores {
  let classScore: ClassScore
  let classes: [Pair.Score]
  let imageScore: Metric
  /// Those that differ most first.
  let images: [Pair.Score]
  let otherImages: Int
  let notes: [String]

  init(_ first: PairFiles, _ second: PairFiles, metric: Metric) {
    (classScore, imageScore) = Self.scores(for: metric)
    guard first.classes == second.classes else {
      (classes, images, otherImages) = ([], [], 0)
      let isKnown = !first.classes.isEmpty && !second.classes.isEmpty
      notes = isKnown ? ["the two have different classes, so that no class and no image compares"] : []
      return
    }
    let one = first.counts.map { ImagesByContent($0.images) }
    let two = second.counts.map { ImagesByContent($0.images) }
    // An image counts where every run has scored it: otherwise means are over different runs.
    let all = (one + two).map { Set($0.images.keys) }
    let common = one.isEmpty || two.isEmpty ? [] : all.dropFirst().reduce(all[0]) { $0.intersection($1) }
    let order = one.first?.order.filter(common.contains) ?? []
    otherImages = all.reduce(into: Set()) { $0.formUnion($1) }.count - common.count
    let (score, imageMetric) = (classScore, imageScore)
    classes = first.classes.indices.map { label in
      let tables = [one, two].map { side in
        side.map { run in ClassColumn(order.compactMap { run.images[$0] }, label) }
      }
      return Self.score(first.classes[label], tables, score)
    }
    images = order.map { key in
      let means = [one, two].map { side in
        Self.mean(side.map { $0.images[key].flatMap { $0.value(of: imageMetric) } })
      }
      return Pair.Score(
        id: one.first?.images[key]?.id ?? "", first: means[0], second: means[1],
        difference: means[0].flatMap { own in means[1].map { $0 - own } }, interval: nil)
    }
    .sorted { (abs($1.difference ?? 0), $0.id) < (abs($0.difference ?? 0), $1.id) }
    notes = otherImages > 0 ? ["\(Wording.count(otherImages, "image")) that not all runs scored are left out"] : []
  }

  /// What of a class and of an image goes with a metric.
  private static func scores(for metric: Metric) -> (ClassScore, Metric) {
    switch metric {
    case .macro(let score, let pooling): (.counts(score, pooling), .macro(score, .perImage))
    case .micro(let score, let pooling): (.counts(score, pooling), .micro(score, .perImage))
    case .surface(let score): (.surface(score), metric)
    case .pixelAccuracy: (.iou, .pixelAccuracy)
    case .loss: (.iou, .meanIoUPerImage)
    }
  }

  /// The score of a class, with the range of the difference over runs and images.
  private static func score(_ name: String, _ sides: [[ClassColumn]], _ score: ClassScore) -> Pair.Score {
    let scores = sides.map { $0.map { $0.value(of: score) } }
    let means = scores.map(mean)
    let rows = sides.map { $0.map { $0.pseudoValues(of: score) } }
    let byImage = rows.map { $0.compactMap(\.self) }
    let isByImage = zip(rows, byImage).allSatisfy { $0.count == $1.count }
    let tables = zip(byImage, scores).map { rows, scores in
      isByImage ? ScoreTable(rows) : ScoreTable(scores: scores.compactMap(\.self))
    }
    let known = tables.compactMap(\.self)
    let difference =
      known.count == 2 ? Contrast(known, reference: .baseline(0)).differences.first?.interval : nil
    return Pair.Score(
      id: name, first: means[0], second: means[1],
      difference: means[0].flatMap { own in means[1].map { $0 - own } }, interval: difference)
  }

  private static func mean(_ values: [Double?]) -> Double? {
    let known = values.compactMap(\.self)
    return known.isEmpty ? nil : known.mean
  }
}

/// The images of a run by what is in them, so that a new name makes no new image.
private struct ImagesByContent {
  /// A content, and which of those with the same one.
  struct Key: Hashable {
    let hash: String
    let number: Int
  }

  let images: [Key: PerImageRecord.Image]
  /// The keys in the order of the split.
  let order: [Key]

  init(_ list: [PerImageRecord.Image]) {
    var counts: [String: Int] = [:]
    order = list.map { image in
      defer { counts[image.contentHash, default: 0] += 1 }
      return Key(hash: image.contentHash, number: counts[image.contentHash, default: 0])
    }
    images = Dictionary(zip(order, list), uniquingKeysWith: { first, _ in first })
  }
}

/// One class in all images of a run.
private struct ClassColumn {
  private let counts: [ClassCounts]
  private let surfaces: [SurfaceValues?]
  private let label: Int

  init(_ images: [PerImageRecord.Image], _ label: Int) {
    counts = images.map { $0.counts(label) }
    surfaces = images.map(\.surface)
    self.label = label
  }

  func value(of score: ClassScore) -> Double? {
    switch score {
    case .counts(let score, .dataset): score.value(of: counts.reduce(.zero, +))
    case .counts, .surface:
      values(of: score).isEmpty ? nil : values(of: score).mean
    }
  }

  /// A value for each image whose mean is the score; nil where there is none.
  func pseudoValues(of score: ClassScore) -> [Double]? {
    if case .counts(let score, .dataset) = score {
      let whole = counts.reduce(.zero, +)
      return Jackknife.pseudoValues(count: counts.count) { leftOut in
        score.value(of: leftOut.map { whole - counts[$0] } ?? whole)
      }
    }
    let values = values(of: score)
    return values.count == counts.count ? values : nil
  }

  private func values(of score: ClassScore) -> [Double] {
    switch score {
    case .counts(let score, _): counts.compactMap(score.value(of:))
    case .surface(let score):
      surfaces.compactMap { $0.flatMap { values in
        values[score].indices.contains(label) ? values[score][label] : nil
      } }
    }
  }
}

extension PerImageRecord.Image {
  /// The counts of a class; none of a class that it doesn't have.
  fileprivate func counts(_ label: Int) -> ClassCounts {
    guard [truePositives, falsePositives, falseNegatives].allSatisfy({ $0.indices.contains(label) }) else {
      return .zero
    }
    let (tp, fp, fn) = (truePositives[label], falsePositives[label], falseNegatives[label])
    return ClassCounts(
      truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: validPixels - tp - fp - fn)
  }

  /// The metric of this image alone; nil for 0/0.
  fileprivate func value(of metric: Metric) -> Double? {
    let all = truePositives.indices.map(counts)
    switch metric {
    case .macro(let score, _): return Self.mean(all.map(score.value(of:)))
    case .micro(let score, _): return score.value(of: all.reduce(.zero, +))
    case .surface(let score): return surface.flatMap { Self.mean($0[score]) }
    case .pixelAccuracy:
      guard let first = all.first, validPixels > 0 else { return nil }
      // With one class the background's right pixels are that class's true negatives.
      let right = all.count == 1 ? first.truePositives + first.trueNegatives : truePositives.reduce(0, +)
      return Double(right) / Double(validPixels)
    case .loss: return nil
    }
  }

  private static func mean(_ values: [Double?]) -> Double? {
    let known = values.compactMap(\.self)
    return known.isEmpty ? nil : known.mean
  }
}
