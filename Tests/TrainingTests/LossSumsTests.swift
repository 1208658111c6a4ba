import Experiment
import NeuralNets
import Testing
import Torch

@testable import Training

@Suite("The sums of an epoch's losses")
struct LossSumsTests {
  private let loss = TrainingLoss(SegmentationLoss([.init(.crossEntropy()), .init(.dice())]))

  private func value(_ number: Double) throws -> SegmentationLoss.Value {
    let target = try Tensor([Int64](repeating: 0, count: 4).map(Int.init), shape: [1, 2, 2])
    let logits = try Tensor((0..<8).map { Float(number) * Float($0) / 3 }, shape: [1, 2, 2, 2])
    return try #require(try loss(logits, target))
  }

  @Test("add up to the same bits in one process or in two")
  func continued() throws {
    let whole = try LossSums(loss, on: .cpu)
    for step in 0..<20 { try whole.add(value(Double(step) * 0.137), samples: step % 3 + 1) }
    var state = TrainingState.Sums()
    for part in [0..<7, 7..<20] {
      let sums = try LossSums(loss, continuing: state, on: .cpu)
      for step in part { try sums.add(value(Double(step) * 0.137), samples: step % 3 + 1) }
      state = try sums.read()
    }
    #expect(try state == whole.read())
    #expect(state.samples == whole.samples)
  }

  @Test("give means over the samples, and none without a sample")
  func means() throws {
    let sums = try LossSums(loss, on: .cpu)
    #expect(try sums.read().mean.total == nil)
    let (first, second) = (try value(1), try value(2))
    try sums.add(first, samples: 3)
    try sums.add(second, samples: 1)
    let expected = try (3 * first.total.scalar() + second.total.scalar()) / 4
    let mean = try #require(sums.read().mean.total)
    #expect(abs(mean - expected) < 1e-12)
    #expect(try sums.read().mean.parts.keys.sorted() == ["ce", "dice"])
  }

  @Test(
    "leave a batch whose loss is no finite number out of training's mean, and have no mean of such a validation"
  )
  func leavingOut() throws {
    let (sums, without, strict) = (
      try LossSums(loss, on: .cpu), try LossSums(loss, on: .cpu), try LossSums(loss, on: .cpu)
    )
    for number in [0.3, 0.7] {
      for each in [sums, without] { try each.addNumbers(of: value(number), samples: 2) }
    }
    for poison in [Double.nan, .infinity] {
      try sums.addNumbers(of: value(poison), samples: 3)
      try strict.add(value(poison), samples: 1)
      #expect(try strict.read().mean.total == nil)
    }
    let read = try sums.read()
    #expect((read.samples, read.leftOut) == (10, 6))
    #expect(try read.mean == without.read().mean)
    #expect(try without.read().leftOut == nil)
    // Those that were read before stay left out.
    let resumed = try LossSums(loss, continuing: read, on: .cpu)
    #expect(try resumed.read() == read)
    let none = try LossSums(loss, on: .cpu)
    try none.addNumbers(of: value(.nan), samples: 3)
    #expect(try none.read().mean.total == nil)
  }
}
