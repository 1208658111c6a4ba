public import Config

/// How long, in what portions and on what to train.
public struct TrainingConfig: ConfigSection {
  /// The numbers that convolutions use.
  public enum Precision: String, ConfigChoice {
    /// bf16 where the processor has it, else fp32.
    case auto
    /// 32 bits.
    case fp32
    /// Mixed: bfloat16 where it is safe.
    case bf16
  }

  /// Where the network runs.
  public enum Device: String, ConfigChoice {
    /// CUDA if there is a GPU, else the CPU.
    case auto
    /// The processor.
    case cpu
    /// The first NVIDIA GPU.
    case cuda
  }

  /// How many times all samples are seen, 1 to 1 000 000.
  public let epochs: Int
  /// Samples in a step, 1 to 65 536.
  public let batchSize: Int
  /// The seed of the weights, the order and the augmentation, at least 0.
  public let seed: Int
  /// The norm beyond which gradients are scaled down; nil for never.
  public let gradientClipNorm: Double?
  /// The numbers that convolutions use.
  public let precision: Precision
  /// Where the network runs.
  public let device: Device
  /// The threads of libtorch, 1 to 1024.
  public let threads: AutomaticCount
  /// The threads that prepare samples, 0 for none of their own, to 1024; they change no result.
  public let workers: AutomaticCount
  /// How many pictures a validation writes, 0 to 1000.
  public let samples: Int

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    epochs = keys.read("epochs", default: 40, in: 1...1_000_000, "How many times all samples are seen.")
    batchSize = keys.read("batch_size", default: 4, in: 1...65536, "Samples in a step.")
    seed = keys.read(
      "seed", default: 0, in: .atLeast(0), "Seed of the weights, the order and the augmentation.")
    gradientClipNorm = keys.optional(
      "gradient_clip_norm", in: .above(0), "Norm beyond which all gradients together are scaled down.")
    precision = keys.read(
      "precision", default: .auto, "Numbers that convolutions use; `auto`: bf16 where the processor has it.")
    device = keys.read("device", default: .auto, "Where the network runs; `auto`: a GPU if there is one.")
    threads = keys.read(
      "threads", default: .auto, as: AutomaticCount.format(in: 1...1024), "Threads of libtorch.")
    workers = keys.read(
      "workers", default: .auto, as: AutomaticCount.format(in: 0...1024),
      "Threads that prepare samples; they change no result.")
    samples = keys.read("samples", default: 4, in: 0...1000, "Pictures that a validation writes.")
  }
}
