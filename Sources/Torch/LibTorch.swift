import CTorch
import Foundation

/// The library itself: which one it is, and how it uses the machine.
public enum LibTorch {
  /// The release that this program was built with, such as `2.13.0`.
  public static var builtVersion: String { String(cString: ctorch_built_version()) }

  /// The release that was loaded; empty where the library doesn't say.
  public static var loadedVersion: String { String(cString: ctorch_loaded_version()) }

  /// The processor's instruction set that kernels were picked for, such as `AVX512`; results depend on it.
  public static var processorCapability: String { String(cString: ctorch_cpu_capability()) }

  /// Whether the processor multiplies `bfloat16` in hardware; elsewhere it is slower than `float32`.
  public static var processorMultipliesBFloat16: Bool { ctorch_cpu_multiplies_bfloat16() }

  /// Lets memory that is freed be reused instead of given back, worth a tenth of a training step.
  ///
  /// Call it once, before the first tensor.
  public static func keepFreedMemory() { ctorch_keep_freed_memory() }

  /// The number of threads that an operation of the calling thread may use.
  public static var threadCount: Int { ctorch_thread_count() }

  /// Sets the number of threads that an operation may use, at least 1; results depend on it to the last bit.
  public static func setThreadCount(_ count: Int) throws(TorchError) {
    guard ctorch_set_thread_count(count) else { throw .last(in: "set_num_threads", on: []) }
  }

  /// Makes an operation without a deterministic algorithm an error; the CPU's all have one.
  public static func setDeterministic(_ deterministic: Bool) throws(TorchError) {
    guard ctorch_set_deterministic(deterministic) else {
      throw .last(in: "use_deterministic_algorithms", on: [])
    }
  }

  /// Lets cuBLAS use deterministic algorithms only; call it before the first use of a GPU.
  ///
  /// It reads its setting from the environment, where one that the user chose stays.
  public static func makeCuBLASDeterministic() { setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", 0) }

  /// The number of threads that a loop of our own kernels over this many pieces runs on.
  static func kernelThreads(pieces: Int) -> Int { ctorch_kernel_threads(pieces) }
}
