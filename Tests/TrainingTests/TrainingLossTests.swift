import Images
import NeuralNets
import Testing
import Torch

@testable import Training

@Suite("The loss of a training")
struct TrainingLossTests {
  /// Two images with three discs of one or two classes, `[2, 24, 24]`, and a network's input made of them.
  private func example(classes: Int) throws -> (images: Tensor, target: Tensor) {
    let target: [Int] = (0..<1152).map { place in
      let index = Self.disc(atX: place % 24 - place / 576, y: place / 24 % 24)
      return classes == 1 ? min(index, 1) : index
    }
    let values: [Float] = target.enumerated().map { place, index in
      Float(index) + Float((place * 7) % 11) / 20
    }
    let masks: Tensor = try Tensor(target, shape: [2, 24, 24])
    return (try Tensor(values, shape: [2, 1, 24, 24]), masks)
  }

  /// The class of the disc at a place; 0 for none.
  private static func disc(atX x: Int, y: Int) -> Int {
    func isWithin(_ radius: Int, ofX centerX: Int, y centerY: Int) -> Bool {
      (x - centerX) * (x - centerX) + (y - centerY) * (y - centerY) < radius * radius
    }
    if isWithin(4, ofX: 6, y: 7) || isWithin(3, ofX: 18, y: 4) { return 1 }
    return isWithin(5, ofX: 16, y: 15) ? 2 : 0
  }

  private static let functions: [SegmentationLoss.Function] = [
    .crossEntropy(), .crossEntropy(.init(labelSmoothing: 0.1, topK: 0.2)), .binaryCrossEntropy(),
    .binaryCrossEntropy(.init(labelSmoothing: 0.1, topK: 0.2)), .dice(),
    .dice(.init(batch: true), squared: true),
    .focal(), .tversky(), .tversky(gamma: 0.75), .jaccard(), .lovasz(), .lovasz(perImage: true), .boundary,
  ]

  @Test(
    "Each loss goes down in a few steps of a tiny network, with border weights and ignored pixels",
    arguments: functions, [1, 3])
  func goesDown(function: SegmentationLoss.Function, classes: Int) throws {
    if classes == 1, function.component == .crossEntropy { return }
    let (images, target) = try example(classes: classes)
    try target.narrowed(1, 20..<24).fill(with: 255)
    let store = ParameterStore(seed: 2)
    let unet = try UNet(.init(inputChannels: 1, outputChannels: classes, depth: 2, width: 4), in: store)
    let optimizer = try Optimizer(.adamW(), weightDecay: 0, of: store)
    let loss = TrainingLoss(
      SegmentationLoss([.init(function)]), borderWeights: BorderWeights(w0: 10, sigma: 5))
    var values: [Double] = []
    for step in 0..<25 {
      store.clearGradients()
      let value = try #require(try loss(unet(images, .training(seed: UInt64(step))), target))
      try value.total.backward()
      let result = try optimizer.step(learningRate: 0.02, loss: value.total)
      #expect(try result.skipped.scalar() == 0)
      values.append(try value.total.scalar())
    }
    let (first, last) = (values[0], values[24])
    let enough = function == .boundary ? first - 0.3 : 0.7 * first
    #expect(last < enough, "\(values)")
  }

  @Test("The maps are those of the target at its own size")
  func maps() throws {
    let (_, target) = try example(classes: 3)
    let logits = try Tensor.uninitialized([2, 3, 24, 24])
    try logits.fillNormal(mean: 0, deviation: 2, using: Generator(seed: 1))
    let mix = SegmentationLoss([.init(.crossEntropy()), .init(.boundary, weight: 0.5)], ignoredIndex: nil)
    let map = BorderWeights(w0: 10, sigma: 5)
    // Every second pixel, as a lower output of the network would have it.
    for step in [1, 2] {
      let places = try Tensor((0..<24 / step).map { $0 * step })
      let small = try target.indexSelected(1, places).indexSelected(2, places)
      let scores = try logits.indexSelected(2, places).indexSelected(3, places)
      let side = 24 / step
      let masks = try (0..<2).map { number in
        try #require(
          ClassMask(
            size: ImageSize(width: side, height: side), indices: small.selected(0, number).elements()))
      }
      let border = try Tensor(masks.flatMap { map($0) }, shape: [2, side, side])
      let distances = try Tensor(
        masks.flatMap { SignedDistances.of($0, classes: 3) }, shape: [2, 3, side, side])
      let maps = SegmentationLoss.Maps(borderWeights: border, signedDistances: distances)
      let expected = try #require(try mix(scores, small, maps: maps)).total.scalar()
      let found = try #require(try TrainingLoss(mix, borderWeights: map)(scores, small))
      let plain = try #require(try TrainingLoss(mix)(scores, small))
      #expect(try found.total.scalar() == expected)
      let (bordered, unbordered) = try (
        found.components[0].value.scalar(), plain.components[0].value.scalar()
      )
      #expect(unbordered < bordered)
      let boundaries = try (found.components[1].value.scalar(), plain.components[1].value.scalar())
      #expect(boundaries.0 == boundaries.1)
    }
  }

  @Test("Ignored cut-outs don't count, though the config ignores no value")
  func cutouts() throws {
    let loss = TrainingLoss(costing: try tinyExperiment(["augmentation.cutout={ignore: true}"]))
    let logits = try Tensor((0..<8).map { Float($0 % 3) }, shape: [1, 2, 2, 2])
    let part = try Tensor([1, 0, 255, 255], shape: [1, 2, 2])
    let counted = try #require(try loss(logits, part)).total.scalar()
    let visible = try #require(
      try loss(logits.narrowed(2, 0..<1).laidOut(.contiguous), part.narrowed(1, 0..<1))
    ).total.scalar()
    #expect(abs(counted - visible) < 1e-6)
    #expect(try loss(logits, Tensor([255, 255, 255, 255], shape: [1, 2, 2])) == nil)
  }

  @Test("Its components are named as the config's keys")
  func names() {
    let loss = TrainingLoss(SegmentationLoss([.init(.lovasz()), .init(.dice())]))
    #expect(loss.componentNames == ["lovasz", "dice"])
  }
}
