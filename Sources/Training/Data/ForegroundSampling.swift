import Images

/// Chooses the pixels around which crops are placed, so that rare classes are seen.
///
/// Each choice is a function of the seed, the epoch and the position in it, whoever asks first; nnU-Net's
/// `oversample_foreground_percent`, by chance instead of by a fixed share of each batch.
final class ForegroundSampling: Sendable {
  /// How many samples are chosen so, 0...1.
  private let share: Double
  /// Those of the masks that were asked for last; others are counted again.
  private let recent = RecentlyUsed<Sample, ForegroundIndex>(mostBytes: 64 << 20)

  init(share: Double) { self.share = share }

  /// The pixel in the middle of a sample's crop; `nil` where the crop may be anywhere.
  func pixel(
    of sample: Sample, in cache: DecodedCache, _ plan: EpochPlan, position: Int
  ) throws -> PixelPosition? {
    guard share > 0 else { return nil }
    var stream = RandomStream(
      seed: plan.seed, epoch: plan.epoch, position: position, purpose: .foreground)
    guard stream.chance(share), let choice = try index(of: sample, cache).choice(using: &stream) else {
      return nil
    }
    return choice.pixel(in: try cache.maskRow(choice.row, of: sample))
  }

  private func index(of sample: Sample, _ cache: DecodedCache) throws -> ForegroundIndex {
    if let index = recent[sample] { return index }
    let index = ForegroundIndex(try cache.mask(of: sample))
    recent.insert(index, for: sample, bytes: index.bytes)
    return index
  }
}
