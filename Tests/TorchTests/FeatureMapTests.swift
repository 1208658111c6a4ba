import Testing
import Torch

/// Maps in channels-last order are for loops of our own; in any other order the same operation is libtorch's.
@Suite("Pooling, joining and enlarging channels-last maps give what libtorch gives")
struct FeatureMapTests {
  /// Numbers with many equal ones among them, as after a ReLU.
  private func map(_ shape: [Int], _ type: DType, seed: UInt64) throws -> Tensor {
    let numbers = try Tensor.zeros(shape)
    try numbers.fillNormal(mean: 0, deviation: 2, using: Generator(seed: seed))
    return try numbers.relu().converted(to: type)
  }

  /// What an operation gives for maps in that order, and the gradient of each of them and of `weights`, for some gradient of the result.
  private func outcome(
    of maps: [Tensor], _ weights: [Tensor] = [], in layout: Tensor.Layout,
    _ operation: ([Tensor]) throws -> Tensor
  ) throws -> [[Float]] {
    let inputs = try maps.map { try $0.laidOut(layout).detached() }
    for input in inputs { try input.setRequiresGradient() }
    let result = try operation(inputs)
    let factors = try map(result.shape, result.dtype, seed: 9).laidOut(layout)
    let sum = try (result * factors).converted(to: .float32).sum()
    let gradients = try Tensor.gradients(of: sum, by: inputs + weights)
    return try ([result] + gradients.map { try #require($0) }).map { tensor in
      try tensor.detached().converted(to: .float32).laidOut(.contiguous).elements()
    }
  }

  @Test(
    "Two maps become one with the channels of both", arguments: [DType.float32, .bfloat16],
    [(8, 8), (5, 3), (64, 16)])
  func joined(type: DType, channels: (Int, Int)) throws {
    let maps = [
      try map([2, channels.0, 6, 5], type, seed: 1), try map([2, channels.1, 6, 5], type, seed: 2),
    ]
    let join: ([Tensor]) throws -> Tensor = { try Tensor.concatenated($0, 1) }
    #expect(try outcome(of: maps, in: .channelsLast, join) == outcome(of: maps, in: .contiguous, join))
  }

  @Test(
    "The greatest of 2 × 2 pixels, of equal ones the first, also where a row or column is over",
    arguments: [DType.float32, .bfloat16])
  func pooled(type: DType) throws {
    let pool: ([Tensor]) throws -> Tensor = { try $0[0].maxPool2d(2) }
    for shape in [[2, 8, 6, 4], [1, 16, 5, 7], [1, 24, 2, 2], [1, 3, 4, 4]] {
      let maps = [try map(shape, type, seed: 3)]
      #expect(try outcome(of: maps, in: .channelsLast, pool) == outcome(of: maps, in: .contiguous, pool))
    }
  }

  @Test("Where there is a NaN it is the greatest")
  func notANumber() throws {
    var numbers = [Float](repeating: 1, count: 8 * 4)
    numbers[8] = .nan
    let image = try Tensor(numbers, shape: [1, 2, 2, 8]).permuted([0, 3, 1, 2])
    let greatest = try image.maxPool2d(2).elements(as: Float.self)
    #expect(greatest.count == 8 && greatest[0].isNaN && greatest[1...].allSatisfy { $0 == 1 })
  }

  @Test(
    "The bias of a transposed convolution has the sums of the gradient as its own",
    arguments: [DType.float32, .bfloat16])
  func bias(type: DType) throws {
    let weight = try map([6, 5, 2, 2], type, seed: 4)
    let bias = try Tensor([1, -2, 3, 0, 0.5] as [Float]).converted(to: type)
    try bias.setRequiresGradient()
    let features = try map([2, 6, 4, 3], type, seed: 5)
    let enlarged = try features.laidOut(.channelsLast).convTranspose2d(weight, bias: bias, stride: 2)
    let factors = try map(enlarged.shape, type, seed: 6)
    let sum = try (enlarged * factors).converted(to: .float32).sum()
    let gradient = try #require(try Tensor.gradients(of: sum, by: [bias])[0])
    let sums = try factors.converted(to: .float32).sum([0, 2, 3])
    #expect(
      try gradient.converted(to: .float32).elements(as: Float.self)
        == sums.converted(to: type).converted(to: .float32).elements())
    let without = try features.convTranspose2d(weight, bias: nil, stride: 2)
    let difference = try (enlarged.detached().converted(to: .float32) - without.converted(to: .float32)).mean(
      [0, 2, 3])
    for (found, expected) in zip(try difference.elements(as: Float.self), [1, -2, 3, 0, 0.5] as [Float]) {
      #expect(abs(found - expected) < 0.05)
    }
  }

  @Test("Sums of regions leave out what is ignored", arguments: [false, true])
  func regions(squared: Bool) throws {
    let probabilities = try Tensor(
      [0.5, 0.25, 1, 0.125, 0.5, 0.75, 0, 0.875] as [Float], shape: [1, 2, 2, 2])
    let target = try Tensor([0, 1, 255, 1] as [Int64], shape: [1, 2, 2])
    let sums = try probabilities.regionSums(target, ignoring: 255, squared: squared)
    #expect(sums.shape == [3, 1, 2])
    let guesses: [Float] =
      squared ? [0.25 + 0.0625 + 0.015625, 0.25 + 0.5625 + 0.765625] : [0.875, 2.125]
    #expect(try sums.elements() == guesses + [1, 2, 0.5, 1.625])
  }

  @Test("Sums of regions have the gradients of what they are made of", arguments: [1, 3], [false, true])
  func regionGradients(channels: Int, squared: Bool) throws {
    let probabilities = try map([2, channels, 5, 9], .float32, seed: 7)
    let labels = (0..<90).map { Int64($0 % 7 == 0 ? 255 : $0 % max(channels, 2)) }
    let target = try Tensor(labels, shape: [2, 5, 9])
    let factors = try map([3, 2, channels], .float32, seed: 8)
    let sums: (Tensor) throws -> Tensor = {
      try $0.regionSums(target, ignoring: 255, squared: squared) * factors
    }
    // libtorch's own operations do it in double precision.
    let gradients = try [DType.float32, .float64].map { type in
      let values = try probabilities.converted(to: type).detached()
      try values.setRequiresGradient()
      let sum = try sums(values).converted(to: .float32).sum()
      let gradient = try #require(try Tensor.gradients(of: sum, by: [values])[0])
      return try gradient.converted(to: .float32).elements(as: Float.self)
    }
    #expect(gradients[0].count == gradients[1].count && gradients[0].contains { $0 != 0 })
    for (found, expected) in zip(gradients[0], gradients[1]) {
      #expect(abs(found - expected) <= 1e-5 * max(1, abs(expected)))
    }
  }
}
