import Config
import Diagnostics
import Experiment
import Testing

@Suite("Model, loss and training of an experiment")
struct ModelAndTrainingTests {
  private func config(_ overrides: String...) throws -> ExperimentConfig {
    let folder = try ConfigFolder()
    try folder.write("data: {images: i, masks: m, classes: [x, y, z]}\nloss: {ce: 1}\n")
    return try folder.load("experiment.yaml", overrides).config
  }

  @Test("The defaults are those of the design")
  func defaults() throws {
    let config = try config()
    #expect(config.data.files.maskName == "{stem}")
    #expect(config.data.split.validation == .fraction(0.2, DrawConfig()))
    #expect(config.data.crop == nil)
    #expect((config.model.depth, config.model.width) == (4, 32))
    #expect(
      (config.model.norm, config.model.upsampling, config.model.dropout.bottleneck) == (
        .batch, .transposed, 0
      ))
    #expect(config.optimizer.learningRate == 1e-3)
    #expect(config.schedule.curve == .constant)
    #expect((config.training.epochs, config.training.batchSize, config.training.samples) == (40, 4, 4))
    #expect((config.training.threads, config.training.workers) == (.auto, .auto))
    #expect(config.training.gradientClipping == nil)
  }

  @Test("Weights are a path, or a mapping in which the file is required")
  func weights() throws {
    #expect(try config().model.weights == nil)
    let weights = try config("model.weights=a.safetensors").model.weights
    #expect(weights?.file.string.hasSuffix("/a.safetensors") == true)
    #expect((weights?.prefix, weights?.freeze, weights?.strict) == ("", [], true))
    let all = try config(
      "model.weights={file: /a, prefix: model., freeze: [inc, up1.conv], strict: false}"
    ).model.weights
    #expect((all?.prefix, all?.freeze, all?.strict) == ("model.", ["inc", "up1.conv"], false))
    let error = #expect(throws: DiagnosticError.self) { try config("model.weights={prefix: model.}") }
    #expect(
      error?.description.hasPrefix("<command line>:1:7: error: 'file' is required in 'weights'") == true)
  }

  @Test("Each rule has its own keys and its own weight decay")
  func optimizers() throws {
    let adamw = try config().optimizer
    guard case .adamw(let moments) = adamw.rule else {
      Issue.record("not adamw")
      return
    }
    #expect((moments.beta1, moments.beta2, moments.epsilon) == (0.9, 0.999, 1e-8))
    #expect(adamw.weightDecay == 0.01)
    let sgd = try config("optimizer={name: sgd}").optimizer
    #expect(sgd.rule == .sgd(momentum: 0.9, nesterov: false))
    #expect(sgd.weightDecay == 0)
    #expect(try config("optimizer={name: adam}").optimizer.weightDecay == 0)
  }

  @Test("Each curve has its own keys")
  func schedules() throws {
    #expect(
      try config("schedule={name: cosine, min_learning_rate: 1e-5}").schedule.curve == .cosine(minimum: 1e-5))
    #expect(try config("schedule.name=poly").schedule.curve == .poly(power: 0.9, minimum: 0))
    #expect(try config("schedule.warmup_epochs=1.5").schedule.warmupEpochs == 1.5)
  }

  @Test("Class weights are told by name or in order, 1 where nothing is told")
  func classWeights() throws {
    let config = try config("loss.class_weights={z: 3}")
    #expect(
      config.loss.classWeights?.values(for: config.data.classes, ClassFrequencies(classes: 3)) == [1, 1, 3])
    let ordered = try self.config("loss.class_weights=[2, 0, 1]")
    #expect(
      ordered.loss.classWeights?.values(for: ordered.data.classes, ClassFrequencies(classes: 3)) == [2, 0, 1])
  }

  @Test("Threads and workers are a number or auto")
  func counts() throws {
    #expect(try config("training.threads=3", "training.workers=0").training.threads == .fixed(3))
    let text = try ConfigFolder().mistakes(
      "data: {images: i, masks: m, classes: [x, y]}\nloss: {ce: 1}\n", ["training.threads=0"])
    #expect(
      text == """
        <command line>:1:18: error: 'threads' must be auto or a whole number from 1 to 1024, not 0
         1 | training.threads=0
           |                  ^
        """)
  }

  @Test("A loss that extends another replaces it, so that its cross-entropy can leave")
  func extendedLoss() throws {
    let folder = try ConfigFolder()
    try folder.write("data: {images: i, masks: m, classes: [x, y]}\nloss: {ce: 1}\n", to: "base.yaml")
    try folder.write("extends: base.yaml\nloss: {dice: 1}\naugmentation: {preset: light}\n")
    let config = try folder.load().config
    #expect(config.loss.ce == nil)
    #expect(config.loss.dice?.weight == 1)
  }

  @Test("The deepest model that a sample allows is known before images are read")
  func deepest() throws {
    let model = try config().model
    #expect(model.smallestSide == 32)
    #expect(model.fits(PixelSize(height: 32, width: 500)))
    #expect(!model.fits(PixelSize(height: 500, width: 31)))
    #expect(model.deepest(for: PixelSize(height: 500, width: 31)) == 3)
    #expect(model.deepest(for: PixelSize(height: 3, width: 3)) == nil)
  }
}
