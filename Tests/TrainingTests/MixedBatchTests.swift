import Experiment
import Images
import NeuralNets
import Testing
import Torch

@testable import Training

@Suite("A batch whose samples are mixed with each other")
struct MixedBatchTests {
  /// Three samples of 24 × 24 with a square of class 1 or 2 at places of their own.
  private func batch() throws -> Batch {
    let places = (0..<3).flatMap { number in (0..<576).map { (number, $0 % 24, $0 / 24) } }
    let classes = places.map { number, x, y in
      (x - 4 * number) / 5 == 1 && (y - 3 * number) / 6 == 1 ? 1 + number % 2 : 0
    }
    let images = places.map { number, x, y in Float(number * 1000 + y * 24 + x) }
    return Batch(
      ids: ["a", "b", "c"], images: try Tensor(images, shape: [3, 1, 24, 24]),
      masks: try Tensor(classes, shape: [3, 24, 24]))
  }

  /// CutMix's first draw whose rectangle is a proper part, with its rectangle.
  private func cutmix() throws -> (mixture: Mixture, partners: [Int], rectangle: PixelRectangle) {
    var mixing = Augmentation.Mixing()
    mixing.cutmix = .init(probability: 1, alpha: 8)
    let size = ImageSize(width: 24, height: 24)
    let mixture = try #require(mixing.draw(seed: 1, epoch: 0, batch: 0, count: 3, size: size))
    guard case .cutmix(let partners, let rectangle) = mixture else { throw TorchError.noRectangle }
    #expect((20...500).contains(rectangle.size.area))
    return (mixture, partners, rectangle)
  }

  /// Outputs of a network with deep supervision: of 24 and of 12 pixels.
  private func outputs(classes: Int) throws -> [Tensor] {
    try [24, 12].map { side in
      let logits = try Tensor.uninitialized([3, classes, side, side])
      try logits.fillNormal(mean: 0, deviation: 2, using: Generator(seed: 5))
      return logits
    }
  }

  @Test("MixUp blends each image with its partner's, keeps the mask, and gives the partner's with its share")
  func mixup() throws {
    let batch = try batch()
    let mixed = try batch.mixed(.mixup(partners: [2, 0, 1], share: 0.75))
    let own: [Float] = try batch.images.elements()
    let found: [Float] = try mixed.images.laidOut(.contiguous).elements()
    for (place, value) in found.enumerated() {
      let partner = [2, 0, 1][place / 576] * 576 + place % 576
      #expect(value == 0.75 * own[place] + 0.25 * own[partner])
    }
    #expect(try mixed.masks.elements(as: Int.self) == batch.masks.elements(as: Int.self))
    let other = try #require(mixed.other)
    #expect(other.share == 0.25)
    let order = try Tensor([2, 0, 1])
    #expect(
      try other.masks.elements(as: Int.self) == batch.masks.indexSelected(0, order).elements(as: Int.self))
    #expect(mixed.ids == batch.ids)
  }

  @Test(
    "CutMix pastes the partner's rectangle into image and mask, and leaves the batch that it was drawn for")
  func pasted() throws {
    let batch = try batch()
    let (mixture, partners, rectangle) = try cutmix()
    let (images, masks): ([Float], [Int]) = try (batch.images.elements(), batch.masks.elements())
    let mixed = try batch.mixed(mixture)
    let (newImages, newMasks): ([Float], [Int]) = try (mixed.images.elements(), mixed.masks.elements())
    for place in 0..<3 * 576 {
      let (x, y) = (place % 24, place / 24 % 24)
      let isInside = rectangle.columns.contains(x) && rectangle.rows.contains(y)
      let source = isInside ? partners[place / 576] * 576 + place % 576 : place
      #expect(newImages[place] == images[source])
      #expect(newMasks[place] == masks[source])
    }
    #expect(mixed.other == nil)
    #expect(newMasks != masks)
    #expect(try batch.images.elements() == images && batch.masks.elements() == masks)
  }

  private static let functions: [SegmentationLoss.Function] = [
    .crossEntropy(), .binaryCrossEntropy(.init(labelSmoothing: 0.1, topK: 0.2)), .dice(),
    .dice(.init(batch: true), squared: true), .focal(), .tversky(gamma: 0.75), .jaccard(), .lovasz(),
    .boundary,
  ]

  @Test(
    "Its loss is the shares' mean of those of both masks, in each component and every output",
    arguments: functions)
  func loss(function: SegmentationLoss.Function) throws {
    let loss = TrainingLoss(
      SegmentationLoss([.init(function, weight: 2)], ignoredIndex: nil),
      borderWeights: BorderWeights(w0: 10, sigma: 5))
    let (batch, outputs) = try (batch(), outputs(classes: 3))
    let mixed = try batch.mixed(.mixup(partners: [1, 2, 0], share: 0.7))
    for outputs in [outputs, [outputs[0]]] {
      let both = try [batch.masks, #require(mixed.other).masks].map { try #require(try loss(outputs, $0)) }
      let value = try #require(try loss(outputs, of: mixed))
      func mean(_ number: (SegmentationLoss.Value) throws -> Tensor) throws -> Double {
        try 0.7 * number(both[0]).scalar() + 0.3 * number(both[1]).scalar()
      }
      let total = try value.total.scalar()
      #expect(abs(total - (try mean(\.total))) < 1e-5 * max(1, abs(total)))
      #expect(value.components.map(\.component) == [function.component])
      let component = try value.components[0].value.scalar()
      #expect(abs(component - (try mean { $0.components[0].value })) < 1e-5 * max(1, abs(component)))
      #expect(try abs(both[0].total.scalar() - both[1].total.scalar()) > 1e-6, "the masks differ")
      #expect(try loss(outputs, of: batch)?.total.scalar() == both[0].total.scalar())
    }
  }

  @Test("Border weights and distances are those of the pasted mask")
  func maps() throws {
    let loss = TrainingLoss(
      SegmentationLoss([.init(.crossEntropy()), .init(.boundary)], ignoredIndex: nil),
      borderWeights: BorderWeights(w0: 10, sigma: 5))
    let (batch, outputs) = try (batch(), outputs(classes: 3))
    let (mixture, partners, rectangle) = try cutmix()
    let masks: [Int] = try batch.masks.elements()
    let pasted = (0..<3 * 576).map { place in
      let isInside = rectangle.columns.contains(place % 24) && rectangle.rows.contains(place / 24 % 24)
      return masks[isInside ? partners[place / 576] * 576 + place % 576 : place]
    }
    let expected = try #require(try loss(outputs, Tensor(pasted, shape: [3, 24, 24])))
    let found = try #require(try loss(outputs, of: batch.mixed(mixture)))
    #expect(try found.total.scalar() == expected.total.scalar())
    for (found, expected) in zip(found.components, expected.components) {
      #expect(try found.value.scalar() == expected.value.scalar())
    }
  }

  @Test("A mask without a valid pixel leaves its share to the other")
  func emptyMask() throws {
    let loss = TrainingLoss(SegmentationLoss([.init(.crossEntropy())]))
    let (batch, outputs) = try (batch(), outputs(classes: 3))
    let ignored = try Tensor(Array(repeating: 255, count: 3 * 576), shape: [3, 24, 24])
    let alone = try #require(try loss(outputs, batch.masks)).total.scalar()
    for (masks, other) in [(batch.masks, ignored), (ignored, batch.masks)] {
      let mixed = Batch(ids: batch.ids, images: batch.images, masks: masks, other: (other, 0.3))
      #expect(try loss(outputs, of: mixed)?.total.scalar() == alone)
    }
    let nothing = Batch(ids: batch.ids, images: batch.images, masks: ignored, other: (ignored, 0.3))
    #expect(try loss(outputs, of: nothing) == nil)
  }

  @Test("An update of several mixed batches learns as from one of all their samples, and sums their losses")
  func accumulated() throws {
    func trained(_ parts: [Range<Int>]) throws -> (network: Network, sums: TrainingState.Sums) {
      let network = try tinyNetwork(tinyExperiment())
      let sums = try LossSums(network.segmentationLoss, on: .cpu)
      let others = try tinyBatch(0..<8).mixed(.mixup(partners: [3, 4, 5, 6, 7, 0, 1, 2], share: 0.6))
      let masks = try #require(others.other).masks
      try network.beginUpdate()
      for part in parts {
        let batch = Batch(
          ids: Array(others.ids[part]), images: try others.images.narrowed(0, part),
          masks: try others.masks.narrowed(0, part), other: (try masks.narrowed(0, part), 0.4))
        let loss = try #require(try network.loss(of: batch, seed: 0))
        try network.learn(loss, samples: batch.count, of: 8)
        try sums.add(loss, samples: batch.count)
      }
      try network.update(step: 0, learningRate: 0.1, samples: 8)
      return (network, try sums.read())
    }
    let (whole, parts) = try (trained([0..<8]), trained([0..<3, 3..<8]))
    for entry in whole.network.store.parameters {
      let other = try #require(parts.network.store[entry.name])
      #expect(try withoutGradient { try (entry.tensor - other).abs().max().scalar() } < 1e-6)
    }
    #expect(abs(whole.sums.loss - parts.sums.loss) < 1e-4)
    #expect(Set(whole.sums.parts.keys) == ["ce", "dice"])
    let sum = (whole.sums.parts["ce"] ?? 0) + (whole.sums.parts["dice"] ?? 0)
    #expect(abs(whole.sums.loss - sum) < 1e-4)
  }

  @Test("The loader's batches are mixed as their number says, all but one of a single sample")
  func loaded() throws {
    let sizes = Array(repeating: ImageSize(width: 30, height: 26), count: 8)
    let folder = try PictureFolder(sizes) { number, x, y in UInt8((x / 5 + y / 7 + number) % 3) }
    defer { folder.remove() }
    let config = try folder.config(
      "data.crop=[20, 24]", "training.batch_size=3", "augmentation={mixup: 0.4, cutmix: 0.5}")
    let data = try TrainingData(config)
    let plain = data.varied(by: Augmentation())
    var (mixtures, counts): ([Mixture?], [Int]) = ([], [])
    for epoch in 0..<8 {
      let plan = EpochPlan(config, imageCount: data.training.count, epoch: epoch)
      for number in 0..<plan.batchCount {
        let windows = try data.windows(plan, batch: number)
        (mixtures, counts) = (mixtures + [windows.mixture], counts + [windows.elements.count])
        let unmixed = try plain.windows(plan, batch: number).sampled(on: .cpu)
        let expected = try windows.mixture.map(unmixed.mixed) ?? unmixed
        let found = try windows.sampled(on: .cpu)
        #expect(try found.images.elements(as: Float.self) == expected.images.elements(as: Float.self))
        #expect(try found.masks.elements(as: Int.self) == expected.masks.elements(as: Int.self))
        #expect(found.other?.share == expected.other?.share)
      }
    }
    #expect(zip(counts, mixtures).allSatisfy { $0 > 1 || $1 == nil })
    #expect(counts.contains(1))
    let (mixups, others) = (
      mixtures.count { if case .mixup = $0 { true } else { false } }, mixtures.count { $0 != nil }
    )
    #expect(mixups > 1 && others - mixups > 1 && others < mixtures.count)
  }

  @Test("The cost of a step that MixUp mixes has the second loss in it")
  func cost() throws {
    let probe = SizeLaw.Probe(images: 2, size: ImageSize(width: 16, height: 16))
    let operations = try [[], ["augmentation.mixup=0.5"]].map { overrides in
      let trace = try NetworkTrace(tinyExperiment(overrides), channels: 1, autocast: nil)
      return try #require(try trace.train(probe)).forward.count
    }
    #expect(operations[0] < operations[1])
  }
}

extension TorchError {
  fileprivate static var noRectangle: TorchError {
    TorchError(operation: "draw", shapes: [], message: "a mixture without a rectangle")
  }
}
