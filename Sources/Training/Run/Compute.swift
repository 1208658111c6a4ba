import Config
import Diagnostics
import Experiment
import Torch

/// Where and how a run computes: the device, the type of the convolutions, and the threads.
struct Compute {
  let device: Device
  /// What convolutions compute in; `nil` is float32 throughout.
  let autocast: DType?
  let threads: Int
  /// Whether the same computation gives the same bits.
  let isExact: Bool

  /// A choice that is already made.
  init(device: Device, autocast: DType?, threads: Int) {
    self.device = device
    self.autocast = autocast
    self.threads = threads
    isExact = device == .cpu
  }

  /// Decides what `auto` means on this machine, and sets the threads of this process.
  ///
  /// - Parameter threads: those that the run began with, where it goes on: bits depend on them, so that `auto` stays what it was.
  init(_ training: TrainingConfig, threads: Int?) throws {
    try Self.checkLibrary()
    if training.deterministic { LibTorch.makeCuBLASDeterministic() }
    device = try Self.device(training.device)
    autocast = Self.autocast(training.precision, on: device)
    isExact = device == .cpu || training.deterministic
    if device != .cpu, isExact { try LibTorch.setDeterministic(true) }
    switch training.threads {
    case .fixed(let count): try LibTorch.setThreadCount(count)
    case .auto: if let threads { try LibTorch.setThreadCount(threads) }
    }
    self.threads = LibTorch.threadCount
  }

  /// What a training would use, where a GPU that it asks for need not be there yet; sets the threads of this process.
  init(planning training: TrainingConfig) throws {
    guard training.device == .cuda, !Device.cudaIsAvailable else {
      self = try Compute(training, threads: nil)
      return
    }
    let device = Device.cuda(0)
    self.init(
      device: device, autocast: Self.autocast(training.precision, on: device), threads: LibTorch.threadCount)
  }

  /// Refuses what this device has no deterministic kernel for, where the config asks for those only.
  func requireKernels(for experiment: Loaded<ExperimentConfig>) throws(DiagnosticError) {
    guard device != .cpu, experiment.config.training.deterministic else { return }
    let mistakes = experiment.config.inexactKernels.map {
      experiment.mistake($0.message, at: $0.key, notes: [$0.advice])
    }
    if !mistakes.isEmpty { throw DiagnosticError(mistakes) }
  }

  /// "fp32" or "bf16".
  var precision: String { autocast == nil ? "fp32" : "bf16" }

  /// Another libtorch than that of the build may have other layouts behind the same names.
  private static func checkLibrary() throws {
    let isUnknown = LibTorch.loadedVersion.isEmpty
    guard isUnknown || LibTorch.builtVersion == LibTorch.loadedVersion else {
      throw TrainingFailure(
        .usage,
        "this program was built with libtorch \(LibTorch.builtVersion), and the system loaded "
          + "\(LibTorch.loadedVersion); build again (make build) with LIBTORCH set to the one to use")
    }
  }

  private static func device(_ choice: TrainingConfig.Device) throws -> Device {
    switch choice {
    case .cpu: return .cpu
    case .auto: return Device.cudaIsAvailable ? .cuda(0) : .cpu
    case .cuda:
      guard Device.cudaIsAvailable else {
        throw TrainingFailure(
          .usage,
          "training.device is cuda, and libtorch finds no CUDA device; choose cpu or auto, or build against a libtorch with CUDA (LIBTORCH)"
        )
      }
      return .cuda(0)
    }
  }

  private static func autocast(_ choice: TrainingConfig.Precision, on device: Device) -> DType? {
    switch choice {
    case .fp32: nil
    case .bf16: .bfloat16
    case .auto: device != .cpu || LibTorch.processorMultipliesBFloat16 ? .bfloat16 : nil
    }
  }
}

extension TrainingConfig {
  /// The threads that prepare batches.
  ///
  /// One keeps up: it only copies windows out of decoded images.
  var loaderThreads: Int {
    switch workers {
    case .auto: 1
    case .fixed(let count): count
    }
  }
}
