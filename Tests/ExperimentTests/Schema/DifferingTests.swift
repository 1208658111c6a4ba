import Config
import Experiment
import Testing

@Suite("The keys that differ from their default")
struct DifferingTests {
  private func differing(_ text: String) throws -> [String: String] {
    let folder = try ConfigFolder()
    try folder.write(text)
    let loaded = try folder.load()
    try folder.write(loaded.resolvedText, to: "resolved.yaml")
    let again = try folder.load("resolved.yaml")
    #expect(again.differing == loaded.differing, "the run's own config.yaml declares the same")
    return loaded.differing.filter { !$0.key.hasPrefix("data.") }
  }

  private let data = "data: {images: /i, masks: /m, classes: [a, b]}\n"

  @Test("A key that is given with its default does not differ")
  func defaults() throws {
    #expect(try differing(data + "loss: {ce: 1}\nmodel: {depth: 4}") == ["loss.ce": "{weight: 1.0}"])
  }

  @Test("A probability differs however it is written, and a neutral one does not")
  func chances() throws {
    let augmentation = "augmentation: {vertical_flip: 0.5, quarter_turns: {}, rotation: {probability: 0}}"
    #expect(
      try differing(data + "loss: {ce: 1}\n" + augmentation) == [
        "loss.ce": "{weight: 1.0}", "augmentation.vertical_flip": "{probability: 0.5}",
        "augmentation.quarter_turns": "{probability: 0.5}",
      ])
  }

  @Test("A norm without settings and dropout in one place are written as one value, as they always were")
  func shortMappings() throws {
    #expect(
      try differing(data + "loss: {ce: 1}\nmodel: {norm: {name: none}, dropout: {bottleneck: 0.2}}") == [
        "loss.ce": "{weight: 1.0}", "model.norm": "none", "model.dropout": "0.2",
      ])
    #expect(
      try differing(data + "loss: {ce: 1}\nmodel: {norm: batch, dropout: {encoder: 0}}") == [
        "loss.ce": "{weight: 1.0}"
      ])
    #expect(
      try differing(data + "loss: {ce: 1}\nmodel: {norm: group, dropout: {encoder: 0.1}}") == [
        "loss.ce": "{weight: 1.0}", "model.norm": "{name: group, groups: 8}",
        "model.dropout": "{encoder: 0.1, bottleneck: 0.0, decoder: 0.0}",
      ])
  }

  @Test("What a preset brings is said by the preset alone")
  func presets() throws {
    #expect(
      try differing(data + "loss: {ce: 1}\naugmentation: {preset: standard}") == [
        "loss.ce": "{weight: 1.0}", "augmentation.preset": "standard",
      ])
  }

  @Test("The validation is one value, since its keys exclude each other")
  func validation() throws {
    let folder = try ConfigFolder()
    try folder.write(
      "data: {images: /i, masks: /m, classes: [a, b], validation: {range: [1, 2]}}\nloss: {ce: 1}")
    #expect(try folder.load().differing["data.validation"] == "{range: [1, 2]}")
  }
}
