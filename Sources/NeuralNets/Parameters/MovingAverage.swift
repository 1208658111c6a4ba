import Foundation
public import Torch

/// An exponential moving average of a network's weights (Polyak and Juditsky 1992), which often predicts better than they do.
///
/// The numbers are those of PyTorch's `swa_utils.AveragedModel` with `get_ema_multi_avg_fn`: the first update copies the weights, and each
/// further one takes `decay` · average + (1 − `decay`) · weights. Buffers, such as running statistics, are copied.
public struct MovingAverage: Hashable, Sendable {
  /// The share of the average that an update keeps, 0 to below 1.
  public let decay: Double
  /// Whether the share grows with the updates as timm's `ModelEmaV3` lets it: 1 − (1 + updates)^(−2/3), up to `decay`.
  public let warmsUp: Bool

  /// The rule of an average.
  public init(decay: Double, warmsUp: Bool = false) {
    self.decay = decay
    self.warmsUp = warmsUp
  }

  /// The share of the average that an update keeps; 0 for the first update, which is number 0.
  public func decay(ofUpdate number: Int) -> Double {
    guard number > 0 else { return 0 }
    return warmsUp ? min(decay, 1 - pow(1 + Double(number), -2.0 / 3)) : decay
  }

  /// Moves the averaged weights towards the weights of a network of the same shape, all in one call.
  ///
  /// - Parameters:
  ///   - average: what changes.
  ///   - store: the network that trains.
  ///   - number: how many updates of the average came before.
  public func move(
    _ average: ParameterStore, towards store: ParameterStore, update number: Int
  ) throws(TorchError) {
    let share = decay(ofUpdate: number)
    try withoutGradient { () throws(TorchError) in
      var (averages, weights): ([Tensor], [Tensor]) = ([], [])
      for entry in average.entries {
        guard let source = store[entry.name] else { continue }
        if entry.role == .buffer || share == 0 {
          try entry.tensor.copy(from: source)
        } else {
          averages.append(entry.tensor)
          weights.append(source)
        }
      }
      if !averages.isEmpty { try Fused.move(averages, towards: weights, by: 1 - share) }
    }
  }
}
