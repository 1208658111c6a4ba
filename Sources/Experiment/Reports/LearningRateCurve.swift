import Foundation

/// What a learning-rate range test saw (Smith 2017, "Cyclical Learning Rates for Training Neural Networks"): the loss of each step while
/// the learning rate rises by the same factor from step to step.
public struct LearningRateCurve: Equatable, Sendable {
  /// One step.
  public struct Point: Equatable, Sendable {
    /// The step size.
    public let learningRate: Double
    /// The loss of the step's batch, before its update.
    public let loss: Double
    /// The mean of the losses so far, of which each counts 0.9 times as much as the next.
    public let smoothed: Double
  }

  /// The steps of a whole test.
  public static let stepCount = 100
  /// Where the test begins and where it would end.
  public static let lowest = 1e-7, highest = 1.0

  /// The steps so far.
  public private(set) var points: [Point] = []
  /// Whether the loss left all bounds, after which nothing is to be learned.
  public private(set) var hasDiverged = false
  private var sum = 0.0

  /// A test without a step.
  public init() {}

  /// Whether there is no step to come.
  public var isComplete: Bool { hasDiverged || points.count == Self.stepCount }

  /// The learning rate of the next step.
  public var nextLearningRate: Double {
    Self.lowest * pow(Self.highest / Self.lowest, Double(points.count) / Double(Self.stepCount - 1))
  }

  /// Adds the next step's loss; one that is no finite number ends the test and is not kept.
  public mutating func add(loss: Double) {
    guard loss.isFinite else {
      hasDiverged = true
      return
    }
    sum = Self.memory * sum + (1 - Self.memory) * loss
    // Early on, the sum has not had the losses to be a mean of: PyTorch's and fastai's correction.
    let smoothed = sum / (1 - pow(Self.memory, Double(points.count + 1)))
    points.append(Point(learningRate: nextLearningRate, loss: loss, smoothed: smoothed))
    let best = points.map(\.smoothed).min() ?? smoothed
    hasDiverged = smoothed > Self.bound * best
  }

  /// How much of the mean a step keeps.
  private static let memory = 0.9
  /// How many times the best loss is out of all bounds.
  private static let bound = 4.0
  /// The first steps, whose mean is of too few to tell a slope.
  private static let unsure = 10
}

extension LearningRateCurve {
  /// Where the losses fall most steeply over the logarithm of the learning rate, which is well below where they are lowest; to two digits,
  /// `nil` where they never fall.
  ///
  /// The slope is that of the straight line through the losses of a decade around the step (least squares). The smoothed loss, which other
  /// tools take, comes half a decade late.
  public var steepest: Double? {
    let smoothed = points.map(\.smoothed)
    guard let lowest = smoothed.indices.min(by: { smoothed[$0] < smoothed[$1] }), lowest > Self.unsure else {
      return nil
    }
    let last = min(lowest, points.count - 1 - Self.reach)
    let slopes = stride(from: Self.reach, through: last, by: 1).map { (position: $0, slope: slope(at: $0)) }
    guard let best = slopes.min(by: { $0.slope < $1.slope }), best.slope < 0 else { return nil }
    return Self.rounded(points[best.position].learningRate)
  }

  /// How many steps before and after one make a decade with it.
  private static let reach = 7

  /// The slope of the line through the losses around a step, up to a constant factor.
  private func slope(at position: Int) -> Double {
    (-Self.reach...Self.reach).reduce(0) { $0 + Double($1) * points[position + $1].loss }
  }

  /// The middle of the longest way down: of the most points of which each is lower than the one before, others left out between them
  /// (fastai's "valley"); to two digits, `nil` where it never falls.
  public var valley: Double? {
    let losses = points.map(\.smoothed)
    var ways: [(count: Int, before: Int?)] = []
    for (position, loss) in losses.enumerated() {
      let before = (0..<position).filter { losses[$0] > loss }.max { ways[$0].count < ways[$1].count }
      ways.append((count: (before.map { ways[$0].count } ?? 0) + 1, before: before))
    }
    guard var position = ways.indices.max(by: { ways[$0].count < ways[$1].count }),
      ways[position].count > Self.unsure
    else { return nil }
    for _ in 0..<ways[position].count / 2 { position = ways[position].before ?? position }
    return Self.rounded(points[position].learningRate)
  }

  /// As many digits as such a test can tell.
  private static func rounded(_ rate: Double) -> Double { Double(String(format: "%.1e", rate)) ?? rate }

  /// The file `find_lr.csv`: a row a step.
  public var csv: String {
    let rows = points.map { "\($0.learningRate),\($0.loss),\($0.smoothed)" }
    return (["learning_rate,loss,smoothed_loss"] + rows).map { $0 + "\n" }.joined()
  }

  /// A small table for a terminal: the smoothed loss at every half power of ten, with bars.
  public var table: [String] {
    let rows = stride(from: 0, to: points.count, by: 7).map { points[$0] }
    let highest = highestOfInterest
    return ["learning rate    loss"]
      + rows.map { point in
        let share = min(max(point.smoothed / highest, 0), 1)
        let bar = String(repeating: "█", count: highest > 0 ? Int((share * 40).rounded()) : 0)
        return String(format: "%13.1e  %6.4f  ", point.learningRate, point.smoothed) + bar
      }
  }

  /// The highest smoothed loss on the way to the lowest: what comes after it is off the scale.
  var highestOfInterest: Double {
    let losses = points.map(\.smoothed)
    let lowest = losses.indices.min { losses[$0] < losses[$1] } ?? 0
    return losses.prefix(lowest + 1).max() ?? 0
  }
}
