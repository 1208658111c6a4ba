import Experiment
import Images
import Testing
import Torch

@testable import Training

@Suite("Counting on the device")
struct ConfusionMatrixTests {
  @Test(
    "The matrix is that of counting one pixel after the other, without ignored ones", arguments: [2, 3, 20])
  func counts(side: Int) throws {
    var stream = RandomStream(seed: 1, epoch: side, position: 0, purpose: .order)
    let truth = (0..<600).map { _ in Int(stream.next() % UInt64(side)) }
    let prediction = (0..<600).map { _ in Int(stream.next() % UInt64(side)) }
    let isIgnored = (0..<600).map { _ in stream.next() % 4 == 0 }
    var expected = Array(repeating: 0, count: side * side)
    for place in truth.indices where !isIgnored[place] {
      expected[truth[place] * side + prediction[place]] += 1
    }
    let masked = zip(truth, isIgnored).map { $1 ? Int(ClassMask.ignored) : $0 }
    let found = try ConfusionMatrix(
      Tensor(masked, shape: [1, 20, 30]), Tensor(prediction, shape: [1, 20, 30]), side: side)
    #expect(found.counts == expected)
  }
}
