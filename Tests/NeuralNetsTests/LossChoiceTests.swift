import NeuralNets
import Testing
import Torch

@Suite("Choices of losses")
struct LossChoiceTests {
  /// One of the cases that Scripts/fixtures/loss_choices.py computes.
  private struct Case: Decodable {
    let group: String
    let channels: Int
    let ignore, weighted, border: Bool
    let loss: String
    let options: Options

    struct Options: Decodable {
      let labelSmoothing, topK, smooth, gamma, alpha, beta: Double?
      let background, batch, squared, perImage: Bool?
      let classes: String?
    }

    private var pixels: SegmentationLoss.Pixels {
      .init(labelSmoothing: options.labelSmoothing ?? 0, topK: options.topK)
    }

    private var regions: SegmentationLoss.Regions {
      .init(
        background: options.background ?? true, smooth: options.smooth ?? 1e-6, batch: options.batch ?? false)
    }

    var function: SegmentationLoss.Function {
      get throws {
        switch try #require(SegmentationLoss.Component(rawValue: loss)) {
        case .crossEntropy: .crossEntropy(pixels)
        case .binaryCrossEntropy: .binaryCrossEntropy(pixels)
        case .dice: .dice(regions, squared: options.squared ?? false)
        case .focal: .focal(gamma: options.gamma ?? 2, alpha: options.alpha)
        case .tversky:
          .tversky(
            regions, alpha: options.alpha ?? 0.3, beta: options.beta ?? 0.7, gamma: options.gamma ?? 1)
        case .jaccard: .jaccard(regions)
        case .lovasz: .lovasz(perImage: options.perImage ?? false, absent: options.classes == "all")
        case .boundary: .boundary
        }
      }
    }
  }

  @Test("Values and gradients of every choice are those of PyTorch and of the papers")
  func parity() throws {
    let fixture = try Fixture("loss_choices")
    let cases = try fixture.metadata("cases", as: [Case].self)
    #expect(cases.count == 138)
    #expect(Set(cases.map(\.loss)) == Set(SegmentationLoss.Component.allCases.map(\.rawValue)))
    for (number, each) in cases.enumerated() {
      let logits = try fixture["\(each.group).logits"].cloned()
      try logits.setRequiresGradient()
      let classWeights =
        each.weighted ? try fixture["\(each.group).class_weights"].elements(as: Double.self) : nil
      let loss = SegmentationLoss(
        [.init(try each.function, weight: 2)], classWeights: classWeights,
        ignoredIndex: each.ignore ? 255 : nil)
      let maps = SegmentationLoss.Maps(
        borderWeights: each.border ? try fixture["\(each.group).border"] : nil,
        signedDistances: try fixture["\(each.group).distances"])
      let value = try #require(try loss(logits, fixture["\(each.group).target"], maps: maps))
      let expected = try fixture["\(number).value"]
      #expect(try difference(value.components[0].value, expected) < 1e-5, "\(each)")
      #expect(try difference(value.total, expected * 2) < 1e-5, "\(each)")
      try value.total.backward()
      let gradient = try #require(logits.gradient)
      #expect(try relativeDifference(gradient, fixture["\(number).gradient"] * 2) < 1e-5, "\(each)")
    }
  }

  private func example() throws -> (logits: Tensor, target: Tensor) {
    let logits = try Tensor.uninitialized([2, 3, 4, 5])
    try logits.fillNormal(mean: 0, deviation: 2, using: Generator(seed: 1))
    return (logits, try Tensor((0..<40).map { $0 % 3 }, shape: [2, 4, 5]))
  }

  private func value(_ function: SegmentationLoss.Function, _ logits: Tensor, _ target: Tensor) throws
    -> Double
  {
    try #require(try SegmentationLoss([.init(function)])(logits, target)).total.scalar()
  }

  @Test("Choices that mean the same give the same")
  func equivalents() throws {
    let (logits, target) = try example()
    func expectEqual(_ a: SegmentationLoss.Function, _ b: SegmentationLoss.Function) throws {
      #expect(try abs(value(a, logits, target) - value(b, logits, target)) < 1e-6, "\(a)")
    }
    try expectEqual(.focal(gamma: 0), .crossEntropy())
    try expectEqual(.crossEntropy(.init(topK: 1)), .crossEntropy())
    try expectEqual(.tversky(alpha: 0.5, beta: 0.5), .dice())
    try expectEqual(.tversky(alpha: 1, beta: 1), .jaccard())
    try expectEqual(.lovasz(absent: true), .lovasz())
  }

  @Test("The hardest pixels are at least one, and as many whether or not others are ignored")
  func hardest() throws {
    let (logits, target) = try example()
    let losses = try logits.crossEntropy(target, classWeights: nil, ignoring: 255, .none)
    let greatest = try losses.max().scalar()
    #expect(try abs(value(.crossEntropy(.init(topK: 0.001)), logits, target) - greatest) < 1e-6)
    let half = try value(
      .crossEntropy(.init(topK: 0.5)), logits.narrowed(0, 0..<1), target.narrowed(0, 0..<1))
    let ignored = try target.cloned()
    try ignored.narrowed(0, 1..<2).fill(with: 255)
    #expect(try abs(value(.crossEntropy(.init(topK: 0.5)), logits, ignored) - half) < 1e-6)
  }

  @Test("The boundary loss is least where each pixel has its own class")
  func boundary() throws {
    let target = try Tensor([0, 1, 1, 0, 1, 1], shape: [1, 2, 3])
    let distances = try Tensor([0, 1, 2, 0, 1, 2, 1, 0, -1, 1, 0, -1] as [Float], shape: [1, 2, 2, 3])
    let loss = SegmentationLoss([.init(.boundary)])
    func value(_ logits: Tensor) throws -> Double {
      try #require(try loss(logits, target, maps: .init(signedDistances: distances))).total.scalar()
    }
    let planes = try target.oneHot(classes: 2).permuted([0, 3, 1, 2]).converted(to: .float32)
    let perfect = try value(planes * 200 - 100)
    #expect(abs(perfect + 2.0 / 12) < 1e-6)
    for seed: UInt64 in 0..<5 {
      let logits = try Tensor.uninitialized([1, 2, 2, 3])
      try logits.fillNormal(mean: 0, deviation: 3, using: Generator(seed: seed))
      #expect(try value(logits) > perfect)
    }
  }
}
