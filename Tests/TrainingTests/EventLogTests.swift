import Experiment
import Testing

@testable import Training

@Suite("What a run tells TensorBoard")
struct EventLogTests {
  @Test(
    "has the pictures of at most fifty validations, evenly spread",
    arguments: [(50, 1, [1, 2, 3]), (120, 1, [3, 6, 9]), (1000, 1, [20, 40, 60]), (300, 4, [8, 16, 24])])
  func pictures(epochs: Int, every: Int, first: [Int]) throws {
    let config = try tinyExperiment(["training.epochs=\(epochs)", "validation.every_epochs=\(every)"])
    let log = EventLog(in: RunFolder("nowhere"), of: config, updatesPerEpoch: 1)
    let shown = (1...epochs).filter(log.showsPictures)
    #expect(Array(shown.prefix(3)) == first)
    #expect(shown.count <= 50 && shown.allSatisfy { $0 % every == 0 })
  }
}
