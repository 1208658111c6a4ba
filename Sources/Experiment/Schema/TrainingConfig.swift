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

  /// How gradients are bounded before an update.
  public enum Clipping: Equatable, Sendable {
    /// All together are scaled down to this norm.
    case norm(Double)
    /// Each number is cut off at plus and minus this.
    case value(Double)
  }

  /// What becomes of a run whose loss or gradient is NaN or infinite; the update is skipped in either case.
  public enum NaNPolicy: String, ConfigChoice {
    /// It ends, and says where.
    case stop
    /// It goes on, and counts.
    case skip
  }

  /// How many times all samples are seen, 1 to 1 000 000.
  public let epochs: Int
  /// Samples in a batch, 1 to 65 536.
  public let batchSize: Int
  /// Batches in an update, 1 to 65 536; optimiser and schedule count updates.
  public let accumulationSteps: Int
  /// The seed of the weights, the order and the augmentation, at least 0.
  public let seed: Int
  /// How gradients are bounded before an update; nil for not at all.
  public let gradientClipping: Clipping?
  /// What becomes of the run where the loss or a gradient is no finite number.
  public let onNaN: NaNPolicy
  /// The moving average of the weights, with which is validated; nil for none.
  public let ema: MovingAverageConfig?
  /// When training ends before its last epoch; nil for never.
  public let earlyStopping: EarlyStoppingConfig?
  /// How much of an epoch is done, for a trial; nil for all.
  public let limitBatches: BatchLimits?
  /// The numbers that convolutions use.
  public let precision: Precision
  /// Where the network runs.
  public let device: Device
  /// Whether CUDA computes with deterministic kernels only; a CPU always does.
  public let deterministic: Bool
  /// The threads of libtorch, 1 to 1024.
  public let threads: AutomaticCount
  /// The threads that prepare samples, 0 for none of their own, to 1024; they change no result.
  public let workers: AutomaticCount
  /// Minutes after which the state is saved within an epoch too, at least 0; 0 is after each update.
  public let checkpointMinutes: Double
  /// How many pictures a validation writes, 0 to 1000.
  public let samples: Int
  /// Whether TensorBoard's event file is written.
  public let tensorboard: Bool

  /// Reads the keys.
  public init(_ keys: inout KeyReader) {
    epochs = keys.read("epochs", default: 40, in: 1...1_000_000, "How many times all samples are seen.")
    batchSize = keys.read("batch_size", default: 4, in: 1...65536, "Samples in a batch.")
    accumulationSteps = keys.read(
      "accumulation_steps", default: 1, in: 1...65536,
      """
      Batches whose gradients are averaged for one update, each counting as it has samples; optimizer and schedule count \
      updates, and a batch norm sees one batch at a time.
      """
    )
    seed = keys.read(
      "seed", default: 0, in: .atLeast(0), "Seed of the weights, the order and the augmentation.")
    gradientClipping = Clipping.read(&keys)
    onNaN = keys.read(
      "on_nan", default: .stop,
      """
      When the loss or a gradient is NaN or infinite, the update is skipped, and the run either ends (`stop`) or goes on (`skip`), \
      unless that is each of an epoch; a skipped update counts as one for `schedule` and `ema`. May change on --resume.
      """)
    ema = keys.optionalMapping(
      "ema", shorthand: "decay",
      "Exponential moving average of the weights; it is validated and kept as the best, beside the weights that train.",
      MovingAverageConfig.init)
    earlyStopping = keys.optionalMapping(
      "early_stopping", shorthand: "patience",
      "Ends training when `validation.metric` no longer improves; may change on --resume, unless it would have ended before.",
      EarlyStoppingConfig.init)
    limitBatches = keys.optionalMapping(
      "limit_batches", shorthand: "training",
      "Cuts epochs and validations short, to try out a config; the schedule is laid out for the short epochs.",
      BatchLimits.init)
    (precision, device, deterministic) = Self.readDevice(&keys)
    (threads, workers) = Self.readThreads(&keys)
    (checkpointMinutes, samples, tensorboard) = Self.readOutput(&keys)
  }

  private static func readDevice(_ keys: inout KeyReader) -> (Precision, Device, Bool) {
    let precision: Precision = keys.read(
      "precision", default: .auto, "Numbers that convolutions use; `auto`: bf16 where the processor has it.")
    let device: Device = keys.read(
      "device", default: .auto, "Where the network runs; `auto`: a GPU if there is one.")
    let deterministic: Bool = keys.read(
      "deterministic", default: false,
      "Whether a GPU computes with deterministic kernels only, which are slower and lack some losses; a CPU always does."
    )
    return (precision, device, deterministic)
  }

  private static func readThreads(_ keys: inout KeyReader) -> (AutomaticCount, AutomaticCount) {
    let threads = keys.read(
      "threads", default: .auto, as: AutomaticCount.format(in: 1...1024), "Threads of libtorch.")
    let workers = keys.read(
      "workers", default: .auto, as: AutomaticCount.format(in: 0...1024),
      "Threads that prepare samples; they change no result.")
    return (threads, workers)
  }

  private static func readOutput(_ keys: inout KeyReader) -> (Double, Int, Bool) {
    let minutes: Double = keys.read(
      "checkpoint_minutes", default: 10, in: .atLeast(0),
      "Minutes after which the state is saved within an epoch too, besides after each epoch; 0 is after each update."
    )
    let samples = keys.read("samples", default: 4, in: 0...1000, "Pictures that a validation writes.")
    let tensorboard = keys.read(
      "tensorboard", default: true, "Whether scores and pictures also go into an event file for TensorBoard.")
    return (minutes, samples, tensorboard)
  }
}

extension TrainingConfig.Clipping {
  /// Reads the two keys, of which at most one may be given.
  fileprivate static func read(_ keys: inout KeyReader) -> Self? {
    let norm: Double? = keys.optional(
      "gradient_clip_norm", in: .above(0), "Norm beyond which all gradients together are scaled down.")
    let value: Double? = keys.optional(
      "gradient_clip_value", in: .above(0), "Magnitude at which each number of a gradient is cut off.")
    keys.check(
      "gradient_clip_value", "gradient_clip_norm", that: norm == nil || value == nil,
      else: "'gradient_clip_value' and 'gradient_clip_norm' exclude each other", notes: ["remove one of them"]
    )
    return norm.map(Self.norm) ?? value.map(Self.value)
  }
}
