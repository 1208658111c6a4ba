extension Metric {
  /// The score of counts of all classes, of one image or summed over several; nil for 0/0, and for a metric that is not one of counts.
  ///
  /// It is what `Scoring` says of the same pixels.
  func value(of counts: [ClassCounts]) -> Double? {
    switch self {
    case .macro(let score, _):
      let values = counts.compactMap(score.value(of:))
      return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    case .micro(let score, _): return score.value(of: counts.reduce(.zero, +))
    case .pixelAccuracy:
      guard let first = counts.first else { return nil }
      let pixels =
        first.truePositives + first.falsePositives + first.falseNegatives + first.trueNegatives
      let right =
        counts.count == 1
        ? first.truePositives + first.trueNegatives : counts.reduce(0) { $0 + $1.truePositives }
      return pixels == 0 ? nil : Double(right) / Double(pixels)
    case .surface, .loss: return nil
    }
  }

  /// Whether it is a mean over images.
  var isMeanOverImages: Bool {
    switch self {
    case .macro(_, .perImage), .micro(_, .perImage), .surface, .loss: true
    case .macro(_, .dataset), .micro(_, .dataset), .pixelAccuracy: false
    }
  }
}

extension ClassCounts {
  /// The counts without those of one image.
  static func - (a: ClassCounts, b: ClassCounts) -> ClassCounts {
    ClassCounts(
      truePositives: a.truePositives - b.truePositives, falsePositives: a.falsePositives - b.falsePositives,
      falseNegatives: a.falseNegatives - b.falseNegatives, trueNegatives: a.trueNegatives - b.trueNegatives)
  }
}

extension PerImageRecord.Image {
  /// The counts of each class, in channel order; nil where the record is damaged.
  var counts: [ClassCounts]? {
    guard truePositives.count == falsePositives.count, truePositives.count == falseNegatives.count else {
      return nil
    }
    return truePositives.indices.map { label in
      let (tp, fp, fn) = (truePositives[label], falsePositives[label], falseNegatives[label])
      return ClassCounts(
        truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: validPixels - tp - fp - fn)
    }
  }
}
