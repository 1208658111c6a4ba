import Config
import Experiment
import Testing

@Suite("The choices of the training loop")
struct TrainingChoiceTests {
  private let base = "data: {images: i, masks: m, classes: [x, y]}\nloss: {ce: 1}\n"

  private func training(_ overrides: String...) throws -> TrainingConfig {
    let folder = try ConfigFolder()
    try folder.write(base)
    return try folder.load("experiment.yaml", overrides).config.training
  }

  @Test("The defaults change nothing: one batch an update, no average, no early stop, no limit")
  func defaults() throws {
    let folder = try ConfigFolder()
    try folder.write(base)
    let config = try folder.load().config
    #expect(config.training.accumulationSteps == 1)
    #expect(config.training.gradientClipping == nil)
    #expect(config.training.ema == nil)
    #expect(config.training.earlyStopping == nil)
    #expect(config.training.limitBatches == nil)
    #expect((config.validation.keepBest, config.validation.everyEpochs) == (1, 1))
  }

  @Test("What has one leading key takes its value alone")
  func shorthands() throws {
    let ema = try #require(try training("training.ema=0.99").ema)
    #expect((ema.decay, ema.warmup) == (0.99, false))
    #expect(try training("training.ema={warmup: true}").ema?.decay == 0.999)
    let stopping = try #require(try training("training.early_stopping=3").earlyStopping)
    #expect((stopping.patience, stopping.minDelta) == (3, 0))
    #expect(try training("training.early_stopping={min_delta: 0.01}").earlyStopping?.patience == 10)
  }

  @Test("A limit of batches is one of validation images too, unless they have their own")
  func limits() throws {
    let both = try #require(try training("training.limit_batches=5").limitBatches)
    #expect((both.training, both.validation) == (5, 5))
    let own = try #require(try training("training.limit_batches={training: 5, validation: 2}").limitBatches)
    #expect((own.training, own.validation) == (5, 2))
    let one = try #require(try training("training.limit_batches={validation: 2}").limitBatches)
    #expect((one.training, one.validation) == (nil, 2))
  }

  @Test("Gradients are clipped by their norm or by value, not by both")
  func clipping() throws {
    #expect(try training("training.gradient_clip_norm=1").gradientClipping == .norm(1))
    #expect(try training("training.gradient_clip_value=0.5").gradientClipping == .value(0.5))
    #expect(
      try ConfigFolder().mistakes(base + "training: {gradient_clip_norm: 1, gradient_clip_value: 2}\n") == """
        experiment.yaml:3:56: error: 'gradient_clip_value' and 'gradient_clip_norm' exclude each other
         3 | training: {gradient_clip_norm: 1, gradient_clip_value: 2}
           |                                                        ^
            = remove one of them
        """)
  }

  @Test("What is out of range is refused with the range")
  func ranges() throws {
    #expect(
      try ConfigFolder().mistakes(
        base, ["training.accumulation_steps=0", "training.ema=1", "validation.keep_best=0"]) == """
          <command line>:1:29: error: 'accumulation_steps' must be a whole number from 1 to 65536, not 0
           1 | training.accumulation_steps=0
             |                             ^
          <command line>:2:14: error: 'ema' must be a number at least 0 and below 1, not 1
           2 | training.ema=1
             |              ^
              = a number alone is its 'decay'
          <command line>:3:22: error: 'keep_best' must be a whole number from 1 to 1000, not 0
           3 | validation.keep_best=0
             |                      ^
          """)
  }
}

@Suite("Early stopping")
struct EarlyStoppingTests {
  private func rule(_ text: String) throws -> EarlyStoppingConfig {
    let folder = try ConfigFolder()
    try folder.write("data: {images: i, masks: m, classes: [x, y]}\nloss: {ce: 1}\n")
    let config = try folder.load("experiment.yaml", ["training.early_stopping=\(text)"]).config
    return try #require(config.training.earlyStopping)
  }

  /// A history of validations, `nil` for an epoch without one.
  private func history(_ values: [Double??], _ metric: Metric = .meanIoU) -> [EpochRecord] {
    let nothing = LossRecord(total: nil, parts: [:])
    return values.enumerated().map { index, value in
      let validation = value.map { value in
        ValidationRecord(
          loss: LossRecord(total: value, parts: [:]), scores: [.meanIoU: value], classScores: [:])
      }
      return EpochRecord(
        epoch: index + 1, learningRate: 0.1, seconds: 1, imagesPerSecond: 1, train: nothing, val: validation)
    }
  }

  @Test("ends after as many validations in a row without an improvement as it has patience")
  func patience() throws {
    let values: [Double??] = [0.1, 0.3, 0.3, 0.2, 0.4, 0.4, 0.3, 0.2, 0.9]
    #expect(try rule("3").lastEpoch(of: history(values), by: .meanIoU) == 8)
    #expect(try rule("3").lastEpoch(of: history(Array(values.prefix(7))), by: .meanIoU) == nil)
    #expect(try rule("2").lastEpoch(of: history(values), by: .meanIoU) == 4)
    #expect(try rule("4").lastEpoch(of: history(values), by: .meanIoU) == nil)
    #expect(try rule("1").lastEpoch(of: [], by: .meanIoU) == nil)
  }

  @Test("takes only what is better by more than min_delta for an improvement")
  func minDelta() throws {
    let slow: [Double??] = [0.5, 0.625, 0.75, 0.875, 1]
    #expect(try rule("{patience: 2, min_delta: 0.25}").lastEpoch(of: history(slow), by: .meanIoU) == 3)
    #expect(try rule("{patience: 2, min_delta: 0.2}").lastEpoch(of: history(slow), by: .meanIoU) == nil)
  }

  @Test("follows the metric's own direction")
  func direction() throws {
    let falling: [Double??] = [0.5, 0.4, 0.3, 0.2]
    #expect(try rule("2").lastEpoch(of: history(falling), by: .loss) == nil)
    #expect(try rule("2").lastEpoch(of: history(falling), by: .meanIoU) == 3)
    #expect(try rule("{patience: 2, min_delta: 0.25}").lastEpoch(of: history(falling), by: .loss) == 3)
  }

  @Test("counts validations, not epochs, and takes a score that does not exist for no improvement")
  func gaps() throws {
    let sparse: [Double??] = [.none, 0.5, .none, 0.4, .none, 0.3]
    #expect(try rule("2").lastEpoch(of: history(sparse), by: .meanIoU) == 6)
    let undefined: [Double??] = [.some(nil), .some(nil), 0.1, .some(nil), .some(nil), .some(nil)]
    #expect(try rule("3").lastEpoch(of: history(undefined), by: .meanIoU) == 6)
    #expect(try rule("2").lastEpoch(of: history(undefined), by: .meanIoU) == 2)
  }
}
