import Testing
import Torch

@Suite("Layers and losses")
struct VisionTests {
  @Test("A convolution adds up products, and a transposed one spreads them")
  func convolutions() throws {
    let image = try Tensor([1, 2, 3, 4] as [Float], shape: [1, 1, 2, 2])
    let ones = try Tensor.ones([1, 1, 2, 2])
    #expect(try image.conv2d(ones, bias: Tensor([0.5] as [Float])).elements() == [10.5] as [Float])
    #expect(try image.conv2d(ones, bias: nil, stride: 2, padding: 1).elements() == [1, 2, 3, 4] as [Float])
    let spread = try image.convTranspose2d(ones, bias: nil, stride: 2)
    #expect(try spread.elements() == [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4] as [Float])
  }

  @Test("Batch norm normalises by the batch and remembers, or by what it remembers")
  func batchNorm() throws {
    let image = try Tensor([1, 3] as [Float], shape: [1, 1, 1, 2])
    let (mean, variance) = (try Tensor.zeros([1]), try Tensor.ones([1]))
    func norm(_ statistics: Tensor.BatchStatistics) throws -> [Float] {
      try image.batchNorm(
        weight: Tensor.ones([1]), bias: Tensor.zeros([1]), runningMean: mean, runningVariance: variance,
        by: statistics, epsilon: 0
      ).elements()
    }
    #expect(try norm(.running) == [1, 3])
    #expect(try norm(.batch(momentum: 0.5)) == [-1, 1])
    #expect(try mean.scalar() == 1)
    #expect(try variance.scalar() == 1.5)
  }

  /// The map, the running statistics, and the gradients by map, weight and bias, of a training pass.
  private func trained(
    _ shape: [Int], _ dtype: DType, fused: Bool
  ) throws -> [[Double]] {
    let generator = try Generator(seed: 8)
    func random(_ shape: [Int], mean: Double) throws -> Tensor {
      let tensor = try Tensor.uninitialized(shape)
      try tensor.fillNormal(mean: mean, deviation: 1, using: generator)
      return tensor
    }
    let image = try random(shape, mean: 30).converted(to: dtype).laidOut(.channelsLast)
    let cotangent = try random(shape, mean: 0).converted(to: dtype)
    let (weight, bias) = (try random([shape[1]], mean: 1), try random([shape[1]], mean: 0))
    let (mean, variance) = (try Tensor.zeros([shape[1]]), try Tensor.ones([shape[1]]))
    for tensor in [image, weight, bias] { try tensor.setRequiresGradient() }
    let norm = fused ? Tensor.batchNormReLU : Tensor.batchNorm
    let normalized = try norm(image)(weight, bias, mean, variance, .batch(momentum: 0.1), 1e-5)
    let output = try fused ? normalized : normalized.relu()
    try (output * cotangent).sum().backward()
    let gradients = try [image, weight, bias].map { try #require($0.gradient) }
    return try ([output, mean, variance] + gradients).map { try $0.detached().elements() }
  }

  @Test(
    "Batch norm and ReLU as one are the two one after the other, for any number of channels",
    arguments: [[2, 1, 5, 7], [1, 3, 4, 4], [2, 16, 9, 8], [1, 48, 3, 3], [2, 100, 1, 2]],
    [DType.float32, .bfloat16])
  func fusedBatchNorm(_ shape: [Int], _ dtype: DType) throws {
    let fused = try trained(shape, dtype, fused: true)
    let separate = try trained(shape, dtype, fused: false)
    let tolerance = dtype == .float32 ? 2e-5 : 0.03
    for (a, b) in zip(fused, separate) {
      let size = Swift.max(1, b.map { abs($0) }.max() ?? 0)
      #expect(zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * size })
    }
  }

  @Test("They are with running statistics, too", arguments: [DType.float32, .bfloat16])
  func evaluatedBatchNorm(_ dtype: DType) throws {
    let image = try Tensor((0..<60).map { Float($0) / 10 - 3 }, shape: [2, 3, 2, 5]).converted(to: dtype)
    let (weight, bias) = (try Tensor([1, -2, 0.5] as [Float]), try Tensor([0, 1, 2] as [Float]))
    let (mean, variance) = (try Tensor([0.5, -1, 0] as [Float]), try Tensor([4, 1, 0.25] as [Float]))
    let outputs = try withoutGradient { () throws(TorchError) in
      try [Tensor.Layout.channelsLast, .contiguous].map { (layout) throws(TorchError) in
        try image.laidOut(layout).batchNormReLU(
          weight: weight, bias: bias, runningMean: mean, runningVariance: variance, by: .running,
          epsilon: 1e-5)
      }
    }
    let numbers = try outputs.map {
      try $0.laidOut(.contiguous).converted(to: .float32).elements(as: Float.self)
    }
    #expect(numbers[0].contains(0) && numbers[0].contains { $0 > 1 })
    for (ours, theirs) in zip(numbers[0], numbers[1]) {
      #expect(abs(ours - theirs) <= (dtype == .float32 ? 1e-5 : 0.04) * Swift.max(1, theirs))
    }
  }

  @Test("A NaN goes through batch norm and ReLU, so that it is noticed")
  func fusedNaN() throws {
    for dtype in [DType.float32, .bfloat16] {
      let image = try Tensor.full([1, 2, 2, 2], Scalar(Double.nan), dtype).laidOut(.channelsLast)
      let output = try image.batchNormReLU(
        weight: Tensor.ones([2]), bias: Tensor.zeros([2]), runningMean: Tensor.zeros([2]),
        runningVariance: Tensor.ones([2]), by: .batch(momentum: 0.1), epsilon: 1e-5)
      #expect(try output.isFinite().any().scalar() == 0)
    }
  }

  @Test("Pooling keeps the greatest, and resizing aligns corners or edges")
  func resizing() throws {
    let image = try Tensor([1, 2, 3, 4] as [Float], shape: [1, 1, 2, 2])
    #expect(try image.maxPool2d(2).elements() == [4] as [Float])
    let corners = try image.resizedBilinearly(height: 2, width: 3, aligning: .corners)
    #expect(try corners.elements() == [1, 1.5, 2, 3, 3.5, 4] as [Float])
    let edges = try image.resizedBilinearly(height: 2, width: 4)
    #expect(try edges.elements() == [1, 1.25, 1.75, 2, 3, 3.25, 3.75, 4] as [Float])
  }

  @Test("Cross entropy weighs classes and skips ignored places")
  func crossEntropy() throws {
    let logits = try Tensor([0, 0, 0, 0, 9, 9] as [Float], shape: [3, 2])
    let target = try Tensor([0, 1, 255])
    #expect(abs(try logits.crossEntropy(target, classWeights: nil, ignoring: 255).scalar() - 0.693147) < 1e-6)
    let weights = try Tensor([1, 3] as [Float])
    let single = try logits.logSoftmax(1).negativeLogLikelihood(
      target, classWeights: weights, ignoring: 255, .none)
    #expect(try single.elements(as: Float.self).map { ($0 * 1000).rounded() } == [693, 2079, 0])
  }

  @Test("Binary cross entropy of an undecided logit is ln 2, times its weight")
  func binaryCrossEntropy() throws {
    let loss = try Tensor([0, 0] as [Float]).binaryCrossEntropyWithLogits(
      Tensor([0, 1] as [Float]), weights: Tensor([1, 0] as [Float]), .sum)
    #expect(abs(try loss.scalar() - 0.693147) < 1e-6)
  }
}
