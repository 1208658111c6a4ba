extension Comparison {
  /// The comparison with curves that a page can draw: of at most so many epochs, evenly chosen, the last one among them, and of five digits.
  func thinned(toEpochs limit: Int = 200) -> Comparison {
    var result = self
    result.configurations = configurations.map { configuration in
      var thinned = configuration
      thinned.curves = configuration.curves?.thinned(to: limit)
      return thinned
    }
    return result
  }
}

extension Comparison.Curves {
  fileprivate func thinned(to limit: Int) -> Comparison.Curves {
    let step = max(1, (epoch.count + limit - 1) / limit)
    // Counted from the end, which is what a reader looks at.
    let kept = epoch.indices.filter { (epoch.count - 1 - $0) % step == 0 }
    func chosen(_ values: [Double?]) -> [Double?] {
      kept.map { $0 < values.count ? values[$0].map(Self.rounded) : nil }
    }
    return Comparison.Curves(
      epoch: kept.map { epoch[$0] },
      bands: bands.mapValues { Band(mean: chosen($0.mean), low: chosen($0.low), high: chosen($0.high)) })
  }

  /// A hundred-thousandth of a score is less than a pixel of any curve.
  private static func rounded(_ value: Double) -> Double { (value * 100_000).rounded() / 100_000 }
}
