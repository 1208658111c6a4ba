import NeuralNets
import Testing
import Torch

@Suite("Losses")
struct LossTests {
  /// One of the cases that Scripts/make_fixtures.py computes.
  private struct Case: Decodable {
    let channels: Int
    let ignore, weighted, background: Bool
    let weights: [String: Double]
    let smooth: Double

    func loss(_ classWeights: [Double]?) -> SegmentationLoss {
      let terms: [SegmentationLoss.Term?] = [
        weights["ce"].map { .init(.crossEntropy(), weight: $0) },
        weights["bce"].map { .init(.binaryCrossEntropy(), weight: $0) },
        weights["dice"].map { .init(.dice(.init(background: background, smooth: smooth)), weight: $0) },
      ]
      return SegmentationLoss(
        terms.compactMap(\.self), classWeights: classWeights, ignoredIndex: ignore ? 255 : nil)
    }
  }

  @Test("Values and gradients of every component and mix are PyTorch's")
  func parity() throws {
    let fixture = try Fixture("losses")
    let cases = try fixture.metadata("cases", as: [Case].self)
    #expect(cases.count == 28)
    for (number, each) in cases.enumerated() {
      let logits = try fixture["\(number).logits"]
      try logits.setRequiresGradient()
      let classWeights =
        each.weighted ? try fixture["\(number).class_weights"].elements(as: Double.self) : nil
      let value = try #require(try each.loss(classWeights)(logits, fixture["\(number).target"]))
      #expect(try difference(value.total, fixture["\(number).total"]) < 1e-5, "\(each)")
      #expect(Set(value.components.map(\.component.rawValue)) == Set(each.weights.keys))
      for (component, value) in value.components {
        #expect(try difference(value, fixture["\(number).\(component.rawValue)"]) < 1e-5, "\(each)")
      }
      try value.total.backward()
      let gradient = try #require(logits.gradient)
      #expect(try relativeDifference(gradient, fixture["\(number).gradient"]) < 1e-5, "\(each)")
    }
  }

  private let mix = SegmentationLoss([
    .init(.crossEntropy()), .init(.binaryCrossEntropy()), .init(.dice()), .init(.focal()),
    .init(.tversky(gamma: 0.75)),
    .init(.jaccard()), .init(.lovasz()),
  ])

  private func example() throws -> (logits: Tensor, target: Tensor) {
    let logits = try Tensor.uninitialized([2, 3, 4, 5])
    try logits.fillNormal(mean: 0, deviation: 2, using: Generator(seed: 1))
    return (logits, try Tensor((0..<40).map { $0 % 3 }, shape: [2, 4, 5]))
  }

  @Test("What the network says about ignored pixels changes neither the value nor any gradient")
  func ignored() throws {
    let (logits, target) = try example()
    try target.narrowed(1, 0..<2).fill(with: 255)
    func run(_ logits: Tensor) throws -> (Double, Tensor) {
      try logits.setRequiresGradient()
      let total = try #require(try mix(logits, target)).total
      return (try total.scalar(), try #require(try Tensor.gradients(of: total, by: [logits])[0]))
    }
    let (value, gradient) = try run(logits)
    let changed = try logits.detached().cloned()
    try changed.narrowed(2, 0..<2).fill(with: 50)
    let (changedValue, changedGradient) = try run(changed)
    #expect(value == changedValue)
    #expect(try gradient.elements(as: Float.self) == changedGradient.elements(as: Float.self))
    #expect(try gradient.narrowed(2, 0..<2).abs().max().scalar() == 0)
    #expect(try gradient.narrowed(2, 2..<4).abs().max().scalar() > 0)
  }

  @Test("A batch without a valid pixel has no loss, and one with a single valid pixel has a finite one")
  func allIgnored() throws {
    let (logits, target) = try example()
    try target.fill(with: 255)
    #expect(try mix(logits, target) == nil)
    try target.selected(0, 0).selected(0, 0).narrowed(0, 0..<1).fill(with: 1)
    #expect(try #require(try mix(logits, target)).total.scalar().isFinite)
  }

  @Test("Class weights that add up to 0 in a batch give 0, where PyTorch gives NaN")
  func zeroWeights() throws {
    let (logits, target) = try example()
    try target.fill(with: 1)
    try logits.setRequiresGradient()
    let loss = SegmentationLoss([.init(.crossEntropy())], classWeights: [1, 0, 1])
    let total = try #require(try loss(logits, target)).total
    #expect(try total.scalar() == 0)
    #expect(try #require(try Tensor.gradients(of: total, by: [logits])[0]).abs().max().scalar() == 0)
  }

  @Test("Zero and positive class weights together give PyTorch's weighted mean")
  func someZeroWeights() throws {
    let (logits, target) = try example()
    let loss = SegmentationLoss([.init(.crossEntropy())], classWeights: [1, 0, 2])
    let expected = try logits.crossEntropy(
      target, classWeights: Tensor([1, 0, 2] as [Float]), ignoring: 255)
    #expect(abs(try #require(try loss(logits, target)).total.scalar() - expected.scalar()) < 1e-6)
  }

  @Test(
    "A perfect guess has a loss of 0, also of a class that is neither there nor guessed, and a finite gradient",
    arguments: [
      .crossEntropy(), .crossEntropy(.init(topK: 0.5)), .binaryCrossEntropy(), .dice(), .dice(squared: true),
      .focal(), .focal(gamma: 0.5), .tversky(), .tversky(gamma: 0.75), .jaccard(), .lovasz(),
      .lovasz(perImage: true, absent: true),
    ] as [SegmentationLoss.Function])
  func perfect(function: SegmentationLoss.Function) throws {
    let loss = SegmentationLoss([.init(function)])
    let target = try Tensor([0, 1, 1, 0], shape: [1, 2, 2])
    let planes = try target.oneHot(classes: 3).permuted([0, 3, 1, 2]).converted(to: .float32)
    for logits in [try planes * 200 - 100, try planes.narrowed(1, 1..<2) * 200 - 100] {
      if logits.shape[1] == 1, function.component == .crossEntropy { continue }
      try logits.setRequiresGradient()
      let total = try #require(try loss(logits, target)).total
      #expect(try abs(total.scalar()) < 1e-5)
      try total.backward()
      #expect(try #require(logits.gradient).isFinite().all().scalar() == 1)
    }
  }

  @Test("Narrow logits are taken as single precision, whatever the autocast")
  func precision() throws {
    let (logits, target) = try example()
    let narrow = try logits.converted(to: .bfloat16)
    let inside = try withAutocast(to: .bfloat16, on: .cpu) { try mix(narrow, target) }
    let outside = try mix(narrow.converted(to: .float32), target)
    #expect(try #require(inside).total.dtype == .float32)
    #expect(try #require(inside).total.scalar() == #require(outside).total.scalar())
  }

  @Test("Shapes that don't fit are an error that says the rule")
  func shapes() throws {
    let (logits, target) = try example()
    let error = #expect(throws: TorchError.self) { try mix(logits, target.narrowed(1, 0..<3)) }
    #expect(error?.message == "logits are [N, K, H, W] and the target is [N, H, W]")
    #expect(throws: TorchError.self) { try mix(logits.narrowed(1, 0..<1), target) }
    let boundary = SegmentationLoss([.init(.boundary)])
    #expect(
      #expect(throws: TorchError.self) { try boundary(logits, target) }?.message
        == "the boundary loss needs signed distances [N, K, H, W]")
    let twice = SegmentationLoss([.init(.dice()), .init(.dice(.init(batch: true)))])
    #expect(
      #expect(throws: TorchError.self) { try twice(logits, target) }?.message
        == "a component of the mix is there twice")
    #expect(throws: TorchError.self) {
      try SegmentationLoss([.init(.crossEntropy())], classWeights: [1])(logits, target)
    }
  }
}
