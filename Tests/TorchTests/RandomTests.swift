import Testing
import Torch

@Suite("Randomness")
struct RandomTests {
  @Test("The same seed gives the same numbers, another seed others")
  func seeds() throws {
    func draw(_ seed: UInt64) throws -> [Float] {
      let tensor = try Tensor.uninitialized([100])
      try tensor.fillNormal(mean: 0, deviation: 1, using: Generator(seed: seed))
      return try tensor.elements()
    }
    #expect(try draw(1) == draw(1))
    #expect(try draw(1) != draw(2))
    #expect(try draw(1 << 63) != draw(0))
  }

  @Test("A generator goes on where it was, and other generators don't disturb it")
  func streams() throws {
    func draws(disturbed: Bool) throws -> [Float] {
      let generator = try Generator(seed: 5)
      let tensor = try Tensor.uninitialized([2, 4])
      try tensor.selected(0, 0).fillUniform(0..<1, using: generator)
      if disturbed { try Tensor.zeros([9]).fillUniform(0..<1, using: Generator(seed: 5)) }
      try tensor.selected(0, 1).fillUniform(0..<1, using: generator)
      return try tensor.elements()
    }
    let numbers = try draws(disturbed: false)
    #expect(try draws(disturbed: true) == numbers)
    #expect(Set(numbers).count == 8)
  }

  @Test("Distributions have the moments that they are asked for")
  func moments() throws {
    let generator = try Generator(seed: 9)
    let tensor = try Tensor.uninitialized([20_000], .float64)
    try tensor.fillBernoulli(0.25, using: generator)
    #expect(abs(try tensor.mean().scalar() - 0.25) < 0.02)
    try tensor.fillUniform(2..<4, using: generator)
    #expect(abs(try tensor.mean().scalar() - 3) < 0.02)
    #expect(try tensor.min().scalar() >= 2 && tensor.max().scalar() < 4)
    try tensor.fillNormal(mean: -1, deviation: 0.5, using: generator)
    #expect(abs(try (tensor + 1).power(2).mean().scalar() - 0.25) < 0.02)
  }
}
