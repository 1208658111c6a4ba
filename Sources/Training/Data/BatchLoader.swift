import Foundation
import Images
import Torch

/// Prepares the batches of an epoch ahead of the training step, on threads of its own.
///
/// The number of threads changes no batch: each is a pure function of its number, and they are handed out in order.
final class BatchLoader: @unchecked Sendable {
  private let data: TrainingData
  private let plan: EpochPlan
  /// How many batches may stand ready, which bounds the memory.
  private let ahead: Int
  /// The seconds that the training's thread, which alone asks, has waited for its batches since it was last asked.
  private var waited = 0.0

  // Everything below is guarded by the condition.
  private let condition = NSCondition()
  private var ready: [Int: Result<WindowBatch, any Error>] = [:]
  private var nextToMake: Int
  private var nextToTake: Int
  private var isStopped = false

  /// Starts to prepare the batches from number `first` on.
  ///
  /// - Parameter workers: the number of threads; with 0 each batch is made when it is asked for.
  init(_ data: TrainingData, plan: EpochPlan, from first: Int, workers: Int) {
    self.data = data
    self.plan = plan
    ahead = 2 * workers
    nextToMake = first
    nextToTake = first
    for _ in 0..<workers {
      let thread = Thread { self.work() }
      thread.name = "unet loader"
      thread.start()
    }
  }

  /// The next batch in order, copied to a device and sampled there.
  ///
  /// All of it counts as waiting for data. On a GPU copies and kernels run beside the program, and it counts until they are queued.
  func next(on device: Device) throws -> Batch {
    let start = ContinuousClock.now
    defer { waited += (ContinuousClock.now - start) / .seconds(1) }
    return try next().sampled(on: device)
  }

  /// Waits until the next batch is ready; `false` where a signal asked to stop before it was.
  func awaitNext() -> Bool {
    let start = ContinuousClock.now
    condition.lock()
    defer {
      condition.unlock()
      waited += (ContinuousClock.now - start) / .seconds(1)
    }
    while ahead > 0, ready[nextToTake] == nil {
      if StopSignal.isRaised { return false }
      // A signal wakes nobody.
      _ = condition.wait(until: Date(timeIntervalSinceNow: 0.05))
    }
    return true
  }

  /// The seconds that were waited since it was last asked.
  func takeWaited() -> Double {
    defer { waited = 0 }
    return waited
  }

  /// The next batch in order; waits for it where it is not ready.
  func next() throws -> WindowBatch {
    condition.lock()
    defer { condition.unlock() }
    let number = nextToTake
    nextToTake += 1
    if ahead == 0 { return try data.windows(plan, batch: number) }
    while true {
      if let batch = ready.removeValue(forKey: number) {
        condition.broadcast()
        return try batch.get()
      }
      condition.wait()
    }
  }

  /// Lets the threads end.
  func stop() {
    condition.lock()
    isStopped = true
    condition.broadcast()
    condition.unlock()
  }

  private func work() {
    while let number = claim() {
      let batch = Result { try data.windows(plan, batch: number) }
      condition.lock()
      ready[number] = batch
      condition.broadcast()
      condition.unlock()
    }
  }

  /// The number of the next batch to make, once there is room for it; `nil` when there is nothing left to do.
  private func claim() -> Int? {
    condition.lock()
    defer { condition.unlock() }
    while !isStopped && nextToMake < plan.batchCount && nextToMake >= nextToTake + ahead { condition.wait() }
    guard !isStopped, nextToMake < plan.batchCount else { return nil }
    defer { nextToMake += 1 }
    return nextToMake
  }
}
