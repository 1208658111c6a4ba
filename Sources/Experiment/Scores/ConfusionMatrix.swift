/// How often each true class was predicted as each class, over valid pixels.
public struct ConfusionMatrix: Equatable, Sendable {
  /// The number of rows and of columns.
  public let side: Int
  /// Row-major: `counts[truth * side + prediction]`.
  public private(set) var counts: [Int]

  /// A matrix without a pixel.
  public init(side: Int) {
    self.side = side
    counts = Array(repeating: 0, count: side * side)
  }

  /// The matrix of these counts, row-major; `nil` where they are not `side` × `side`.
  public init?(side: Int, counts: [Int]) {
    guard counts.count == side * side else { return nil }
    self.side = side
    self.counts = counts
  }

  /// Adds the pixels of another matrix of the same side.
  public static func += (total: inout ConfusionMatrix, other: ConfusionMatrix) {
    for (index, count) in zip(total.counts.indices, other.counts) { total.counts[index] += count }
  }

  /// The number of valid pixels.
  public var pixels: Int { counts.reduce(0, +) }

  /// One row for each true class, with one column for each predicted class.
  public var rows: [[Int]] { (0..<side).map { Array(counts[$0 * side..<($0 + 1) * side]) } }

  /// The counts of each class.
  public var classCounts: [ClassCounts] {
    var (truths, predictions) = (Array(repeating: 0, count: side), Array(repeating: 0, count: side))
    for (index, count) in counts.enumerated() {
      truths[index / side] += count
      predictions[index % side] += count
    }
    let pixels = pixels
    return (0..<side).map { label in
      let truePositives = self[label, label]
      return ClassCounts(
        truePositives: truePositives, falsePositives: predictions[label] - truePositives,
        falseNegatives: truths[label] - truePositives,
        trueNegatives: pixels - truths[label] - predictions[label] + truePositives)
    }
  }

  /// The share of valid pixels that are right, 0 to 1; `nil` without a pixel.
  public var accuracy: Double? {
    let right = (0..<side).reduce(0) { $0 + self[$1, $1] }
    return pixels == 0 ? nil : Double(right) / Double(pixels)
  }

  private subscript(truth: Int, prediction: Int) -> Int { counts[truth * side + prediction] }
}
