import Config
import Diagnostics
import Experiment
import Foundation
import Testing

@Suite("Sweeps at random")
struct SweepFuzzTests {
  private static let base = """
    data: {images: i, masks: m, classes: [a, b], crop: 64}
    model: {depth: 3, width: 8}
    loss: {ce: 1}
    """

  /// What cells may lay over the base: values that suit each other and that don't, sections, shorthands, mistakes.
  private static let values = [
    "model.depth=2", "model.depth=6", "model.depth=9", "model.width=4", "model={depth: 3}", "model=3",
    "model=null", "model.dept=3", "model.norm={name: group, groups: 3}", "loss={ce: 1, dice: 1}",
    "loss.dice=1",
    "loss=null", "loss=2", "loss.dice.weight=-1", "loss.bce=1", "loss.class_weights={c: 1}", "data.crop=32",
    "data.crop=[16, 128]", "data.classes=[a]", "data=null", "data.images=${NOWHERE}", "data.sample=3",
    "training.batch_size=2", "training.batch_size=0", "training.seed=1", "training.epochs=1",
    "schedule.name=poly", "schedule={name: step}", "schedule={name: cosine, warmup_epochs: 4}",
    "optimizer.name=sgd", "optimizer.momentum=0.5", "optimizer={name: adam, learning_rate: 1e-9}",
    "optimizer.learning_rate=x", "augmentation.preset=heavy", "augmentation.rotation={probability: 2}",
    "augmentation=light", "validation.metric=loss", "validation={every_epochs: 2}", "typo=1", "schema=2",
    "training.typo.of.mine=[1]", "schedule.warmup_epochs=[1]",
  ]

  @Test("A config that is read after many like it is read as if it were the first")
  func kept() throws {
    let folder = try ConfigFolder()
    try folder.write(Self.base, to: "base.yaml")
    let loader = ConfigLoader(environment: [:], currentFolder: folder.path)
    let pool = try Self.values.enumerated().map { try Override(parsing: $1, number: $0 + 1) }
    let prepared = try loader.prepare(ExperimentConfig.self, file: "base.yaml")
    var random = SplitMix(seed: 7)
    var loaded = 0
    for number in 0..<160 {
      let overrides = (0..<random.below(5)).map { _ in random.element(of: pool) }
      let words = Comment(rawValue: "number \(number): \(overrides.map { WrittenPath($0).text })")
      let fresh = try loader.prepare(ExperimentConfig.self, file: "base.yaml")
      let (reading, expected) = (prepared.reading(overrides), fresh.reading(overrides))
      #expect(reading.config == expected.config, words)
      #expect(reading.differing == expected.differing, words)
      #expect(reading.diagnostics == expected.diagnostics, words)
      guard !expected.hasMistakes else {
        #expect(throws: DiagnosticError(expected.diagnostics)) { try prepared.load(overrides) }
        continue
      }
      loaded += 1
      let (one, other) = try (prepared.load(overrides), fresh.load(overrides))
      #expect(one.resolvedText == other.resolvedText, words)
      #expect(one.keys == other.keys && one.warnings == other.warnings, words)
      #expect(one.keys.allSatisfy { one.origin(of: $0) == other.origin(of: $0) }, words)
      #expect(one.provenances == other.provenances, words)
    }
    #expect((20..<140).contains(loaded), "of both kinds: \(loaded)")
  }

  /// How many damaged sweeps are tried; `make fuzz` tries more.
  private static let count = (ProcessInfo.processInfo.environment["UNET_FUZZ"].flatMap(Int.init) ?? 2400) / 8

  private static let sweeps = [
    "base: base.yaml\ngrid:\n  model.depth: [2, 3]\n  loss: [{ce: 1}, {ce: 1, dice: {weight: 0.5}}]\nseeds: [0, 1]\n",
    "base: base.yaml\nzip:\n- {model.depth: [1, 2], data.crop: [32, 64]}\n- optimizer.learning_rate: [1e-3, 1e-2]\n",
    "base: base.yaml\ncases:\n  small: {model.depth: 1}\n  large: {model.depth: 3, model.width: 16}\nexclude: {case: small, training.seed: 1}\nseeds: 2\n",
    "base: base.yaml\nrandom:\n  samples: 3\n  keys: {optimizer.learning_rate: {log_uniform: [1e-4, 1e-2]}, model.width: {choice: [4, 8]}}\nfolds: 2\n",
    "base: base.yaml\ngrid: {training.epochs: [8]}\nseeds: 2\nstrategy: {name: halving, eta: 2}\nbudget: {hours: 3}\nslurm: {time: 60}\n",
  ]

  @Test("Each that is damaged is refused with a place for every mistake, or has cells that load")
  func damaged() throws {
    let folder = try ConfigFolder()
    try folder.write(Self.base, to: "base.yaml")
    let mutator = ConfigMutator(sources: Self.sweeps.map { Array($0.utf8) })
    for number in 0..<Self.count {
      let text = mutator.config(number)
      try Data(text).write(to: URL(fileURLWithPath: folder.path + "/sweep.yaml"))
      if let fault = fault(in: folder) {
        Issue.record("number \(number): \(fault)\n\(String(decoding: text, as: UTF8.self))")
      }
    }
  }

  /// What is wrong with how a sweep is taken; nil if nothing is.
  private func fault(in folder: ConfigFolder) -> String? {
    do throws(DiagnosticError) {
      let sweep = try Sweep.load(file: "sweep.yaml", environment: [:], currentFolder: folder.path)
      if Set(sweep.cells.map(\.label)).count < sweep.cells.count { return "two cells of one label" }
      for cell in sweep.cells.prefix(4) {
        let loaded = try sweep.experiment(of: cell)
        guard loaded.config == cell.config, loaded.differing == cell.differing else {
          return "\(cell.label) loads as another experiment"
        }
      }
      return nil
    } catch {
      if error.diagnostics.isEmpty { return "refused without a reason" }
      return error.diagnostics.first { $0.location == nil || $0.message.isEmpty }.map { "no place: \($0)" }
    }
  }
}
