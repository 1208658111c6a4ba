import Experiment

extension NormalizationRecord {
  /// How pixel values reach the network, in a line: "dataset: mean 0.4912, deviation 0.1712".
  var words: String {
    switch self {
    case .constants(.none, mean: _, std: _): "none: 0 to 1"
    case .constants(let name, let mean, let std):
      "\(name.rawValue): mean \(Self.list(mean)), deviation \(Self.list(std))"
    case .image: "image: each less its own mean, over its own deviation"
    case .percentiles(let low, let high, nil):
      "percentiles: \(Self.range(low, high)) of each image become 0 and 1"
    case .percentiles(let low, let high, let bounds?):
      "percentiles: \(Self.range(low, high)) of the training images, \(Self.list(bounds.low)) and "
        + "\(Self.list(bounds.high)), become 0 and 1"
    }
  }

  private static func list(_ values: [Double]) -> String {
    values.map { Wording.fixed($0, digits: 4) }.joined(separator: " ")
  }

  private static func range(_ low: Double, _ high: Double) -> String {
    [low, high].map { Int(exactly: $0).map(String.init) ?? "\($0)" }.joined(separator: " and ")
  }
}
