import Config
import Diagnostics
import Experiment
import Testing

@Suite("Configs that were damaged")
struct NoiseTests {
  private static let lines = [
    "data:", "  images: i", "  masks: m", "  classes: {membrane: 0, cell: [255, 7]}",
    "  validation: {range: [24, 29]}",
    "  crop: [256, 128]", "  ignore: \"#010203\"", "model: {depth: 4, width: 16, norm: batch}",
    "loss: {ce: 1, dice: {weight: 0.5, background: false}, class_weights: [1, 2]}",
    "augmentation: {preset: light, rotation: {degrees: 15}, scale: {range: [0.9, 1.1]}}",
    "optimizer: {name: adamw, betas: [0.8, 0.9]}",
    "schedule: {name: step, at_epochs: [10, 30], warmup_epochs: 2}",
    "training: {epochs: 40, threads: auto, gradient_clip_norm: 1}",
  ]

  private static let values = [
    "null", "x", "-1", "9223372036854775807", "1e308", "[1]", "[2, 1]", "[a, b, c]", "{}", "{a: 1}", "true",
    "\"${A}\"", "\"$${\"", "0", "sgd", "none",
  ]

  @Test(
    "Whatever stands for a value, the config loads again from its resolved text, or its mistakes have places")
  func replacedValues() throws {
    let folder = try ConfigFolder()
    try folder.write(Self.lines.joined(separator: "\n"))
    let keys = [
      "data", "data.images", "data.classes", "data.classes.cell", "data.background", "data.validation",
      "data.validation.fraction", "data.resize", "data.crop", "data.mask_name", "model", "model.depth",
      "loss", "loss.ce",
      "loss.dice", "loss.dice.weight", "loss.class_weights", "augmentation", "augmentation.preset",
      "augmentation.scale",
      "augmentation.scale.range", "optimizer", "optimizer.name", "optimizer.betas", "schedule",
      "schedule.name", "schedule.at_epochs", "schedule.every_epochs", "schedule.factor",
      "schedule.warmup_epochs", "training", "training.epochs", "training.threads",
      "training.gradient_clip_norm", "schema",
    ]
    for key in keys {
      for value in Self.values {
        try loadsAgainOrHasPlaces(folder, "\(key)=\(value)")
      }
    }
  }

  private func loadsAgainOrHasPlaces(_ folder: ConfigFolder, _ override: String) throws {
    let loaded: Loaded<ExperimentConfig>
    do throws(DiagnosticError) {
      loaded = try folder.load("experiment.yaml", [override])
    } catch {
      #expect(!error.diagnostics.isEmpty)
      #expect(error.diagnostics.allSatisfy { $0.location != nil && $0.excerpt != nil }, "\(override)")
      return
    }
    try folder.write(loaded.resolvedText, to: "config.yaml")
    let again = try folder.load("config.yaml")
    #expect(again.config == loaded.config, "\(override)")
    #expect(again.resolvedText == loaded.resolvedText, "\(override)")
  }
}
