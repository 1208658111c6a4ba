import Foundation
import Testing

@testable import Images

@Suite("How a batch is mixed is drawn from its number")
struct MixingTests {
  private let shape = size(40, 30)

  private func mixing(mixup: Double = 0, cutmix: Double = 0, alpha: Double = 1) -> Augmentation.Mixing {
    var mixing = Augmentation.Mixing()
    mixing.mixup = .init(probability: mixup, alpha: alpha)
    mixing.cutmix = .init(probability: cutmix, alpha: alpha)
    return mixing
  }

  private func draws(
    _ mixing: Augmentation.Mixing, count: Int = 4, batches: Int = 2000, seed: UInt64 = 1, epoch: Int = 0
  ) -> [Mixture?] {
    (0..<batches).map { mixing.draw(seed: seed, epoch: epoch, batch: $0, count: count, size: shape) }
  }

  private func numbers(_ alpha: Double, count: Int = 40_000) -> [Double] {
    var stream = RandomStream(seed: 11, purpose: .mixup)
    return (0..<count).map { _ in stream.symmetricBeta(alpha) }
  }

  @Test(
    "A symmetric Beta has the moments of its density",
    arguments: [0.01, 0.05, 0.2, 0.4, 0.5, 1, 1.5, 8, 100])
  func moments(alpha: Double) {
    let numbers = numbers(alpha)
    #expect(numbers.allSatisfy { (0...1).contains($0) })
    // E (x - 1/2)^k for k = 1, 2, 4, each within four standard errors of its estimate.
    let second = 1 / (4 * (2 * alpha + 1))
    let fourth = 3 * second / (4 * (2 * alpha + 3))
    for (power, expected) in [(1.0, 0), (2, second), (4, fourth)] {
      let values = numbers.map { pow($0 - 0.5, power) }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      let error = (variance / Double(values.count)).squareRoot()
      #expect(abs(mean - expected) <= 4 * error + 1e-12, "E^\(power): \(mean), not \(expected)")
    }
  }

  @Test("A symmetric Beta has its distribution, where that has a closed form")
  func distribution() {
    let distributions: [(alpha: Double, below: (Double) -> Double)] = [
      (0.5, { 2 / .pi * asin($0.squareRoot()) }), (1, { $0 }), (2, { $0 * $0 * (3 - 2 * $0) }),
      (3, { $0 * $0 * $0 * (10 - 15 * $0 + 6 * $0 * $0) }),
    ]
    for (alpha, below) in distributions {
      let sorted = numbers(alpha).sorted()
      let count = Double(sorted.count)
      let distance =
        sorted.enumerated().map { index, number in
          max(abs(below(number) - Double(index) / count), abs(below(number) - Double(index + 1) / count))
        }.max() ?? 1
      // Kolmogorov and Smirnov: exceeded by one in a thousand samples.
      #expect(distance < 1.95 / count.squareRoot(), "alpha \(alpha): \(distance)")
    }
  }

  @Test("A batch is mixed as often as its probability says; CutMix goes before MixUp")
  func probabilities() {
    #expect(draws(mixing()).allSatisfy { $0 == nil })
    func counts(_ mixing: Augmentation.Mixing) -> [Int] {
      let drawn = draws(mixing)
      let mixups = drawn.count { if case .mixup = $0 { true } else { false } }
      return [mixups, drawn.count { $0 != nil } - mixups]
    }
    #expect(counts(mixing(mixup: 1)) == [2000, 0])
    let half = counts(mixing(mixup: 0.5, cutmix: 0.25, alpha: 8))
    // Four standard deviations of 2000 draws with probabilities 0.75 · 0.5 and 0.25.
    #expect(abs(half[0] - 750) < 87 && abs(half[1] - 500) < 78, "\(half)")
    #expect(counts(mixing(mixup: 1, cutmix: 1, alpha: 8)) == [0, 2000])
  }

  @Test("A probability of one changes no number of the other, nor whether the other's batches are mixed")
  func independent() {
    // Numbers near a half: no rectangle is without a pixel.
    let alone = draws(mixing(mixup: 0.5, alpha: 8))
    for (mixture, both) in zip(alone, draws(mixing(mixup: 0.5, cutmix: 0.5, alpha: 8))) {
      if case .cutmix = both { continue }
      #expect(both == mixture)
    }
    for (often, seldom) in zip(draws(mixing(mixup: 1)), draws(mixing(mixup: 0.3))) {
      #expect(seldom == nil || seldom == often)
    }
  }

  @Test("Partners are a permutation in which nobody is its own; a batch of one is never mixed")
  func partners() {
    let both = mixing(mixup: 1, cutmix: 0.5)
    #expect(draws(both, count: 1).allSatisfy { $0 == nil })
    #expect(draws(both, count: 0).allSatisfy { $0 == nil })
    for count in [2, 3, 7] {
      var seen: Set<[Int]> = []
      for case .some(let mixture) in draws(both, count: count, batches: 300) {
        let partners = mixture.partners
        #expect(partners.sorted() == Array(0..<count))
        #expect(zip(partners, 0...).allSatisfy(!=))
        seen.insert(partners)
      }
      #expect(seen.count == count - 1)
    }
  }

  @Test("CutMix's rectangle lies in the sample, has its aspect, and 1 - share of its area where it isn't cut")
  func rectangles() {
    var areas: [Double] = []
    for case .cutmix(_, let rectangle) in draws(mixing(cutmix: 1)) {
      #expect(rectangle.size.area > 0)
      #expect(0 <= rectangle.columns.lowerBound && rectangle.columns.upperBound <= 40)
      #expect(0 <= rectangle.rows.lowerBound && rectangle.rows.upperBound <= 30)
      areas.append(Double(rectangle.size.area) / 1200)
      let isWhole =
        rectangle.columns.lowerBound > 0 && rectangle.columns.upperBound < 40
        && rectangle.rows.lowerBound > 0 && rectangle.rows.upperBound < 30
      if isWhole { #expect(abs(rectangle.columns.count * 3 - rectangle.rows.count * 4) <= 4) }
    }
    #expect(areas.count > 1900)
    // With s the side's share and a middle that is uniform, a side keeps s - s²/4 of its length on average, and s² is uniform:
    // E (s - s²/4)² = E s² - s³/2 + s⁴/16 = 1/2 - 1/5 + 1/48.
    let mean = areas.reduce(0, +) / Double(draws(mixing(cutmix: 1)).count)
    #expect(abs(mean - 0.3208) < 0.03, "\(mean)")
  }

  @Test("A draw is a function of the seed, the epoch and the batch")
  func keys() {
    let both = mixing(mixup: 0.5, cutmix: 0.5)
    let drawn = draws(both, batches: 50)
    #expect(drawn == draws(both, batches: 50))
    #expect(drawn != draws(both, batches: 50, seed: 2))
    #expect(drawn != draws(both, batches: 50, epoch: 1))
    #expect(Set(drawn.compactMap { $0 }).count > 25)
  }
}

extension Mixture {
  fileprivate var partners: [Int] {
    switch self {
    case .mixup(let partners, _), .cutmix(let partners, _): partners
    }
  }
}
