import Testing
import Torch

@Suite("Operations of our own on samples")
struct SampleTests {
  private func channelsLast(_ values: [Float], _ shape: [Int]) throws -> Tensor {
    try Tensor(values, shape: shape).laidOut(.channelsLast)
  }

  @Test(
    "Normalising in place gives the bits of the operations that it stands for", arguments: [1, 3, 5, 300])
  func normalize(channels: Int) throws {
    let shape = [2, channels, 7, 5]
    let values = (0..<2 * channels * 35).map { Float(($0 * 37) % 101) / 100 - 0.2 }
    for constants in [1, 2] {
      let numbers = (0..<constants * channels).map { Float($0 % 7) / 10 }
      let offsets = try Tensor(numbers, shape: [constants, channels])
      let divisors = try Tensor(numbers.map { $0 + 0.3 }, shape: [constants, channels])
      let ceilings = try Tensor(numbers.map { $0 + 0.1 }, shape: [constants, channels])
      func each(_ tensor: Tensor) throws -> Tensor { try tensor.unsqueezed(2).unsqueezed(3) }
      for ceiling in [nil, ceilings] {
        let images = try channelsLast(values, shape)
        let kept = try ceiling.map { try images.minimum(each($0)).maximum(each(offsets)) } ?? images
        let expected: [Float] = try ((kept - each(offsets)) / each(divisors)).elements()
        try images.normalizeInPlace(offsets: offsets, divisors: divisors, ceilings: ceiling)
        #expect(try images.elements(as: Float.self).map(\.bitPattern) == expected.map(\.bitPattern))
      }
    }
  }

  @Test("Normalising keeps NaN, and takes only images that lie channels last")
  func normalizeKeepsNaN() throws {
    let one = try Tensor([1] as [Float], shape: [1, 1])
    let images = try channelsLast([.nan, 3], [1, 1, 1, 2])
    try images.normalizeInPlace(offsets: one, divisors: one, ceilings: one)
    let values: [Float] = try images.elements()
    #expect(values[0].isNaN && values[1] == 0)
    let planes = try Tensor.zeros([1, 2, 3, 3])
    let error = #expect(throws: TorchError.self) {
      try planes.normalizeInPlace(offsets: one, divisors: one, ceilings: nil)
    }
    #expect(error?.message.hasPrefix("images lie channels last") == true)
  }

  @Test("Rows of arrays go to their places, apart or without a gap")
  func copyRows() throws {
    let tensor = try Tensor.zeros([2, 3, 4], .uint8)
    try tensor.copyRows([1, 2, 3, 4] as [UInt8], length: 2, to: 12, every: 4)
    try tensor.copyRows([5, 6, 7, 8, 9, 10, 11, 12] as [UInt8], length: 4, to: 4, every: 4)
    let expected: [UInt8] = [0, 0, 0, 0, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0]
    #expect(try tensor.elements() == expected)
    let floats = try Tensor.zeros([4])
    try floats.copyRows([0.5, 1.5] as [Float], length: 1, to: 1, every: 2)
    #expect(try floats.elements() == [0, 0.5, 0, 1.5] as [Float])
  }

  @Test("Rows that don't fit are refused, whichever way")
  func rowsThatDoNotFit() throws {
    let tensor = try Tensor.zeros([2, 4], .uint8)
    func message(_ bytes: [UInt8], length: Int, to start: Int, every stride: Int) -> String? {
      let error = #expect(throws: TorchError.self) {
        try tensor.copyRows(bytes, length: length, to: start, every: stride)
      }
      return error?.message.split(separator: "\n").first.map(String.init)
    }
    #expect(message([1, 2, 3], length: 3, to: 6, every: 3) == "the rows end at byte 9 of 8")
    #expect(message([1, 2, 3], length: 3, to: -1, every: 3) == "the rows end at byte 2 of 8")
    #expect(message([1, 2, 3, 4], length: 2, to: 0, every: 1) == "the rows end at byte 3 of 8")
    #expect(message([1, 2, 3], length: 2, to: 0, every: 2) == "3 bytes are no rows of 2")
    let error = #expect(throws: TorchError.self) {
      try tensor.copyRows([1] as [Float], length: 1, to: 0, every: 1)
    }
    #expect(error?.message == "rows of float32 for a tensor of uint8")
  }
}
