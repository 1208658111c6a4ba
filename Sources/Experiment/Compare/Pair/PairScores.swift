/// The scores of two sides by class and by image.
struct PairScores {
  let classScore: ClassScore
  let classes: [Pair.Score]
  let imageScore: Metric
  /// Those that differ most first.
  let images: [Pair.Score]
  let otherImages: Int
  let notes: [String]

  /// - Parameters:
  ///   - first: the images of each run of the one side.
  ///   - classes: the names of the classes of both sides.
  init(
    _ first: [[RunDetails.Image]], _ second: [[RunDetails.Image]], classes names: [[String]], _ metric: Metric
  ) {
    (classScore, imageScore) = Self.scores(for: metric)
    guard names[0] == names[1], !first.isEmpty, !second.isEmpty else {
      (classes, images, otherImages) = ([], [], 0)
      notes =
        names[0] == names[1] || names.contains { $0.isEmpty }
        ? ["a side without per_image.json has no scores by class and by image"]
        : ["the two have different classes, so that no class and no image compares"]
      return
    }
    // An image counts where every run has scored it: otherwise means are over different runs.
    let all = (first + second).map { Set($0.map(\.key)) }
    let common = all.dropFirst().reduce(all[0]) { $0.intersection($1) }
    let sides = [first, second].map { side in
      side.map { run in run.filter { common.contains($0.key) } }
    }
    otherImages = all.reduce(into: Set()) { $0.formUnion($1) }.count - common.count
    let (score, imageMetric) = (classScore, imageScore)
    classes =
      common.isEmpty
      ? []
      : names[0].indices.map { label in
        Self.score(names[0][label], sides.map { $0.map { ClassColumn($0, label) } }, score)
      }
    images = Self.imageScores(sides, imageMetric)
    notes =
      otherImages > 0
      ? [
        """
        \(Wording.count(otherImages, "image")) that not every run of both has scored \(otherImages == 1 ? "is" : "are") left out
        """
      ] : []
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

  /// Images have one order in all runs, by their content.
  private static func imageScores(_ sides: [[[RunDetails.Image]]], _ metric: Metric) -> [Pair.Score] {
    let scores = (sides[0].first ?? []).enumerated().map { place, image in
      let means = sides.map { side in mean(side.map { $0[place].value(of: metric) }) }
      return Pair.Score(image.id, means, interval: nil)
    }
    return scores.sorted { one, two in
      // Of those that differ as much, and of those without a score, the first by name.
      let sizes = [one, two].map { $0.difference.map(abs) ?? -1 }
      return sizes[0] == sizes[1] ? one.id < two.id : sizes[0] > sizes[1]
    }
  }

  /// The score of a class, with the range of the difference over runs and images.
  private static func score(_ name: String, _ sides: [[ClassColumn]], _ score: ClassScore) -> Pair.Score {
    let scores = sides.map { $0.map { $0.value(of: score) } }
    let rows = sides.map { $0.map { $0.pseudoValues(of: score) } }
    let isByImage = rows.joined().allSatisfy { $0 != nil }
    let tables = zip(rows, scores).compactMap { rows, scores in
      isByImage ? ScoreTable(rows.compactMap(\.self)) : ScoreTable(scores: scores.compactMap(\.self))
    }
    let contrast = tables.count == 2 ? Contrast(tables, reference: .baseline(0)) : nil
    return Pair.Score(name, scores.map(mean), interval: contrast?.differences.first?.interval)
  }

  private static func mean(_ values: [Double?]) -> Double? {
    let known = values.compactMap(\.self)
    return known.isEmpty ? nil : known.mean
  }
}

extension Pair.Score {
  fileprivate init(_ id: String, _ sides: [Double?], interval: Interval?) {
    let (first, second) = (sides[0], sides[1])
    self.init(
      id: id, first: first, second: second, difference: first.flatMap { own in second.map { $0 - own } },
      interval: interval)
  }
}

/// One class in all images of a run.
private struct ClassColumn {
  private let counts: [ClassCounts]
  private let surfaces: [SurfaceValues?]
  private let label: Int

  init(_ images: [RunDetails.Image], _ label: Int) {
    counts = images.map { $0.counts.indices.contains(label) ? $0.counts[label] : .zero }
    surfaces = images.map(\.surface)
    self.label = label
  }

  func value(of score: ClassScore) -> Double? {
    if case .counts(let score, .dataset) = score { return score.value(of: counts.reduce(.zero, +)) }
    let values = values(of: score)
    return values.isEmpty ? nil : values.mean
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

  /// The values of the images that have one.
  private func values(of score: ClassScore) -> [Double] {
    switch score {
    case .counts(let score, _): counts.compactMap(score.value(of:))
    case .surface(let score):
      surfaces.compactMap { values in
        let all = values?[score] ?? []
        return all.indices.contains(label) ? all[label] : nil
      }
    }
  }
}
