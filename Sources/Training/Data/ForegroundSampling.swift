import Images
import Synchronization

/// Chooses the pixels around which crops are placed, so that rare classes are seen.
///
/// Each choice is a function of the seed, the epoch and the position in it, whoever asks first; nnU-Net's
/// `oversample_foreground_percent`, by chance instead of by a fixed share of each batch.
final class ForegroundSampling: Sendable {
  /// How many samples are chosen so, 0...1.
  private let share: Double
  private let known = Mutex<[Sample: ForegroundIndex]>([:])

  init(share: Double) { self.share = share }

  /// The pixel in the middle of a sample's crop; `nil` where the crop may be anywhere.
  func pixel(of sample: Sample, _ mask: ClassMask, _ plan: EpochPlan, position: Int) -> PixelPosition? {
    guard share > 0 else { return nil }
    var stream = RandomStream(
      seed: plan.seed, epoch: plan.epoch, position: position, purpose: .foreground)
    guard stream.chance(share) else { return nil }
    return index(of: sample, mask).pixel(of: mask, using: &stream)
  }

  private func index(of sample: Sample, _ mask: ClassMask) -> ForegroundIndex {
    if let index = known.withLock({ $0[sample] }) { return index }
    let index = ForegroundIndex(mask)
    known.withLock { $0[sample] = index }
    return index
  }
}
