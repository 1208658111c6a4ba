import Diagnostics
import Experiment
import Foundation
import Images
import Testing
import Torch

@testable import Training

@Suite("How long training waits for its data")
struct DataWaitTests {
  private func history(_ waits: [Double?], seconds: Double = 100) -> [EpochRecord] {
    let nothing = LossRecord(total: nil, parts: [:])
    return waits.enumerated().map { index, wait in
      EpochRecord(
        epoch: index + 1, learningRate: 0.1, seconds: seconds, imagesPerSecond: 1, dataWait: wait,
        train: nothing, val: nil)
    }
  }

  private func isWarned(_ waits: [Double?], seconds: Double = 100) -> Bool {
    Diagnostic.waitingForData(history(waits, seconds: seconds), workers: 1) != nil
  }

  @Test("A fifth of an epoch after the first is a warning with what to do")
  func warning() throws {
    let warning = try #require(Diagnostic.waitingForData(history([0.9, 0.1, 0.35]), workers: 2))
    #expect(
      "\(warning)" == """
        warning: training waited for its data for 35 % of epoch 3
            = raise training.workers, which is 2, choose a smaller data.resize, or give the cache of decoded images more room with UNET_CACHE_SIZE ('unet cache' says how much it has)
        """)
  }

  @Test("It is told once a run, not of the first epoch, and not of seconds")
  func once() {
    #expect(isWarned([0, 0.3]))
    #expect(!isWarned([0, 0.3, 0.3]))
    #expect(!isWarned([0, 0.3, 0.1]))
    #expect(!isWarned([0.9]))
    #expect(!isWarned([0.9, 0.2]))
    #expect(!isWarned([0.9, nil]))
    #expect(!isWarned([]))
    #expect(!isWarned([0, 0.3], seconds: 10))
  }

  @Test("It adds up over the processes of an interrupted epoch, and starts anew with the next")
  func addsUp() throws {
    let conditions = Conditions(
      libtorch: "", capability: "", device: "", precision: "", threads: 1, data: "")
    var state = TrainingState(plannedEpochs: 2, conditions: conditions, differing: [:])
    #expect(state.time == nil)
    state.add(TrainingTime(total: 8, waiting: 1))
    state = try JSONFormat.decode(TrainingState.self, from: JSONFormat.encode(state))
    state.add(TrainingTime(total: 2, waiting: 2))
    #expect(state.time == TrainingTime(total: 10, waiting: 3))
    #expect(state.time?.waitingShare == 0.3)
    state.begin(afterEpoch: 1)
    #expect((state.epochs, state.batches, state.seconds, state.time) == (1, 0, 0, nil))
    #expect(TrainingTime().waitingShare == nil)
  }

  @Test("A loader counts the time until a batch stands on the device, whoever makes it", arguments: [0, 2])
  func loader(workers: Int) throws {
    let folder = try PictureFolder(Array(repeating: ImageSize(width: 16, height: 16), count: 5)) { _, x, _ in
      UInt8(x % 3)
    }
    defer { folder.remove() }
    let config = try folder.config()
    let data = try TrainingData(config)
    let plan = EpochPlan(config, imageCount: data.training.count, epoch: 0)
    let loader = BatchLoader(data, plan: plan, from: 0, workers: workers)
    defer { loader.stop() }
    #expect(loader.takeWaited() == 0)
    var sums: [Double] = []
    let start = ContinuousClock.now
    for _ in 0..<plan.batchCount {
      #expect(try loader.next(on: .cpu).images.shape == [2, 1, 16, 16])
      sums.append(loader.takeWaited() + (sums.last ?? 0))
    }
    #expect(0 < sums[0] && sums[0] < sums[1])
    #expect(sums[1] <= (ContinuousClock.now - start) / .seconds(1))
  }
}
