import Foundation

/// How the learning rate falls, as a pure function of progress.
public enum Schedule: Hashable, Sendable {
  /// It stays.
  case constant
  /// Half a cosine (Loshchilov and Hutter 2017), PyTorch's `CosineAnnealingLR`, down to `minimum`.
  case cosine(minimum: Double)
  /// (1 − progress)^`power`, PyTorch's `PolynomialLR`, down to `minimum`.
  case polynomial(power: Double, minimum: Double)

  /// The learning rate at `progress` 0...1, from `base`, which is the learning rate at 0.
  public func learningRate(at progress: Double, from base: Double) -> Double {
    let progress = min(max(progress, 0), 1)
    return switch self {
    case .constant: base
    case .cosine(let minimum): minimum + (base - minimum) * (1 + cos(.pi * progress)) / 2
    case .polynomial(let power, let minimum): minimum + (base - minimum) * pow(1 - progress, power)
    }
  }
}

/// The learning rate of each step of a training: a linear warm-up, then a schedule over the steps that remain.
public struct LearningRate: Hashable, Sendable {
  /// The learning rate after the warm-up.
  public let base: Double
  /// How it falls after the warm-up.
  public let schedule: Schedule
  /// The number of steps of the warm-up, at least 0.
  public let warmupSteps: Int
  /// The number of steps of the whole training.
  public let totalSteps: Int

  /// A plan for `totalSteps` steps, the warm-up's included.
  public init(base: Double, schedule: Schedule, warmupSteps: Int = 0, totalSteps: Int) {
    self.base = base
    self.schedule = schedule
    self.warmupSteps = warmupSteps
    self.totalSteps = totalSteps
  }

  /// The learning rate of a step, from 0; in the warm-up (step + 1) / warmupSteps of the base.
  public func at(_ step: Int) -> Double {
    guard step >= warmupSteps else { return base * (Double(step + 1) / Double(warmupSteps)) }
    let remaining = totalSteps - warmupSteps
    let progress = remaining > 0 ? Double(step - warmupSteps) / Double(remaining) : 1
    return schedule.learningRate(at: progress, from: base)
  }
}
