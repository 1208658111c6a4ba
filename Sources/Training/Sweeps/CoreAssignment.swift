import Torch

/// Which cores and which GPU each of the processes gets that train cells side by side.
struct CoreAssignment: Equatable, Sendable {
  private let cores: [Int]
  private let threads: Int
  private let devices: [String]

  /// - Parameters:
  ///   - cores: the numbers of those that may be used.
  ///   - threads: of each process.
  ///   - devices: the names of the GPUs, as `CUDA_VISIBLE_DEVICES` takes them; none without.
  init(cores: [Int], threads: Int, devices: [String] = []) {
    self.cores = cores
    self.threads = threads
    self.devices = devices
  }

  /// The cores of a process, by its place among those that run at once, from 0; none where there are not enough for
  /// each to have its own.
  func cores(ofSlot slot: Int) -> CoreSet {
    let end = (slot + 1) * threads
    return slot >= 0 && end <= cores.count ? CoreSet(Array(cores[slot * threads..<end])) : CoreSet([])
  }

  /// The GPU of a process, as `CUDA_VISIBLE_DEVICES` takes it; nil without one.
  func device(ofSlot slot: Int) -> String? {
    devices.isEmpty ? nil : devices[slot % devices.count]
  }
}
