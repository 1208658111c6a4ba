import Foundation

/// How the learning rate changes after the warm-up, as a pure function of progress.
///
/// The numbers are those of PyTorch's class that each case names.
public enum Schedule: Hashable, Sendable {
  /// It stays.
  case constant
  /// Half a cosine (Loshchilov and Hutter 2017), PyTorch's `CosineAnnealingLR`, down to `minimum`.
  case cosine(minimum: Double)
  /// (1 − progress)^`power`, PyTorch's `PolynomialLR`, down to `minimum`.
  case polynomial(power: Double, minimum: Double)
  /// Times `factor` at some epochs of the training.
  case step(Drops, factor: Double)
  /// Times `factor` for each epoch since the warm-up, PyTorch's `ExponentialLR`.
  case exponential(factor: Double)
  /// A rise and a longer fall, PyTorch's `OneCycleLR` with cosine annealing.
  case oneCycle(OneCycle)
  /// Times what a `Plateau` says, PyTorch's `ReduceLROnPlateau`, down to `minimum`.
  case plateau(minimum: Double)
  /// A cosine that starts again and again, PyTorch's `CosineAnnealingWarmRestarts`.
  case warmRestarts(WarmRestarts)

  /// The epochs of the training, those of the warm-up counted, at whose end the learning rate drops.
  public enum Drops: Hashable, Sendable {
    /// After each so many, at least 1: PyTorch's `StepLR`.
    case every(Int)
    /// After these, ascending: PyTorch's `MultiStepLR`.
    case at([Int])

    /// How many drops there are up to the beginning of an epoch, counted from 0.
    func count(before epoch: Int) -> Int {
      switch self {
      case .every(let epochs): epoch / epochs
      case .at(let epochs): epochs.count { $0 <= epoch }
      }
    }
  }

  /// The 1cycle policy (Smith and Topin 2019): from base / `divFactor` up to the base and down to
  /// base / `divFactor` / `finalDivFactor`.
  public struct OneCycle: Hashable, Sendable {
    /// The share of the training in which the learning rate rises, 0..<1.
    public let pctStart: Double
    /// The base as a multiple of the first learning rate, above 0.
    public let divFactor: Double
    /// The first learning rate as a multiple of the last, above 0.
    public let finalDivFactor: Double

    /// PyTorch's defaults.
    public init(pctStart: Double = 0.3, divFactor: Double = 25, finalDivFactor: Double = 1e4) {
      self.pctStart = pctStart
      self.divFactor = divFactor
      self.finalDivFactor = finalDivFactor
    }
  }

  /// SGDR (Loshchilov and Hutter 2017): cosines from the base down to `minimum`, each `multiplier` times as long as the last.
  public struct WarmRestarts: Hashable, Sendable {
    /// The length of the first cosine in epochs, at least 1.
    public let periodEpochs: Int
    /// How many times as long each cosine is as the one before, at least 1.
    public let multiplier: Int
    /// Where each cosine ends.
    public let minimum: Double

    /// Cosines that begin at the end of the warm-up.
    public init(periodEpochs: Int, multiplier: Int = 1, minimum: Double = 0) {
      self.periodEpochs = periodEpochs
      self.multiplier = multiplier
      self.minimum = minimum
    }
  }

  /// How far a training is, counted in steps or in whole epochs.
  struct Progress {
    /// How many there have been since the warm-up, at least 0.
    let done: Double
    /// How many there are after the warm-up in all.
    let total: Double
    /// How many an epoch has.
    let perEpoch: Double
    /// The epochs of the training that are done, with those of the warm-up.
    let epoch: Int

    /// The share that is done, 0...1.
    var share: Double { total > 0 ? min(done / total, 1) : 1 }
  }

  /// The learning rate at a point of the training, from `base`, which is the learning rate after the warm-up.
  ///
  /// - Parameter plateauFactor: what a `Plateau` says; for `plateau` only.
  func learningRate(at progress: Progress, from base: Double, plateauFactor: Double) -> Double {
    switch self {
    case .constant: base
    case .cosine(let minimum): Self.cosine(from: base, to: minimum, at: progress.share)
    case .polynomial(let power, let minimum): minimum + (base - minimum) * pow(1 - progress.share, power)
    case .step(let drops, let factor): base * pow(factor, Double(drops.count(before: progress.epoch)))
    case .exponential(let factor): base * pow(factor, progress.done / progress.perEpoch)
    case .oneCycle(let cycle): cycle.learningRate(at: progress, from: base)
    case .plateau(let minimum): max(base * plateauFactor, minimum)
    case .warmRestarts(let restarts): restarts.learningRate(at: progress, from: base)
    }
  }

  /// Half a cosine from one value at share 0 to another at share 1.
  fileprivate static func cosine(from first: Double, to last: Double, at share: Double) -> Double {
    last + (first - last) * (1 + cos(.pi * share)) / 2
  }
}

extension Schedule.OneCycle {
  /// As PyTorch does, it counts from the first to the last point, so that both ends are reached.
  fileprivate func learningRate(at progress: Schedule.Progress, from base: Double) -> Double {
    let first = base / divFactor
    let (top, end) = (pctStart * progress.total - 1, progress.total - 1)
    let done = min(progress.done, end)
    if done <= top { return Schedule.cosine(from: first, to: base, at: top > 0 ? done / top : 1) }
    return Schedule.cosine(from: base, to: first / finalDivFactor, at: (done - top) / (end - top))
  }
}

extension Schedule.WarmRestarts {
  fileprivate func learningRate(at progress: Schedule.Progress, from base: Double) -> Double {
    var period = Double(periodEpochs) * progress.perEpoch
    var done = progress.done
    if multiplier == 1 { done.formTruncatingRemainder(dividingBy: period) }
    while done >= period {
      done -= period
      period *= Double(multiplier)
    }
    return Schedule.cosine(from: base, to: minimum, at: done / period)
  }
}
