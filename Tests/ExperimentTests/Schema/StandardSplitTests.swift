import Config
import Testing

@testable import Experiment

/// Experiments whose split has other defaults, as a layout gives them.
private struct Laid: ConfigSection {
  let split: SplitConfig

  init(_ keys: inout KeyReader) {
    let draw = DrawConfig(seed: 4, group: .pattern("^(.*)_"))
    split = SplitConfig(
      &keys,
      standard: .init(
        training: Path("/root/train.txt"), validation: .fraction(0.1, draw),
        test: .list(Path("/root/test.txt"))))
  }
}

@Suite("A split with other defaults")
struct StandardSplitTests {
  private func load(_ text: String) throws -> Loaded<Laid> {
    let folder = try ConfigFolder()
    try folder.write(text)
    return try ConfigLoader(environment: [:], currentFolder: folder.path).load(file: "experiment.yaml")
  }

  @Test("is written in full, and is no difference")
  func defaults() throws {
    let loaded = try load("validation: null")
    for part in ["/root/train.txt", "fraction: 0.1", "seed: 4", "^(.*)_", "/root/test.txt"] {
      #expect(loaded.resolvedText.contains(part), "\(loaded.resolvedText)")
    }
    #expect(loaded.differing.isEmpty)
    #expect(loaded.config.split.training == Path("/root/train.txt"))
    #expect(try load(loaded.resolvedText).config.split == loaded.config.split)
  }

  @Test("gives way to what is given")
  func given() throws {
    let split = try load("validation: {list: /v}\ntest: {range: [1, 2]}\ntraining: {list: /t}").config.split
    #expect(split.training == Path("/t"))
    #expect(split.validation == .list(Path("/v")))
    #expect(split.test == .ranges([PositionRange(first: 1, last: 2)]))
    let drawn = try load("validation: {fraction: 0.3, group: x}").config.split.validation
    #expect(drawn == .fraction(0.3, DrawConfig(seed: 4, group: .pattern("x"))))
  }
}
