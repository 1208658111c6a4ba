import CTorch

/// Where a tensor's numbers are, and where its operations run.
public enum Device: Hashable, Sendable, CustomStringConvertible {
  /// The processor's memory.
  case cpu
  /// The NVIDIA device of this number, from 0.
  case cuda(Int)

  /// The number of NVIDIA devices that libtorch can use; 0 with a build for CPUs.
  public static var cudaCount: Int { ctorch_cuda_device_count() }

  /// Whether there is an NVIDIA device that libtorch can use.
  public static var cudaIsAvailable: Bool { cudaCount > 0 }

  /// PyTorch's name: `cpu` or `cuda:0`.
  public var description: String {
    switch self {
    case .cpu: "cpu"
    case .cuda(let index): "cuda:\(index)"
    }
  }

  /// Waits until the device has done all that was asked of it; at once on a CPU.
  public func synchronize() throws(TorchError) {
    guard ctorch_synchronize(raw) else { throw .last(in: "synchronize", on: []) }
  }
}

extension Device {
  init(_ raw: ctorch_device) {
    self = raw.cuda_index < 0 ? .cpu : .cuda(Int(raw.cuda_index))
  }

  var raw: ctorch_device {
    switch self {
    case .cpu: ctorch_device(cuda_index: -1)
    case .cuda(let index): ctorch_device(cuda_index: Int32(clamping: index))
    }
  }
}
