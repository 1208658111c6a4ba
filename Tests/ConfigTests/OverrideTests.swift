import Config
import Diagnostics
import Testing

@Suite("Overrides on the command line")
struct OverrideTests {
  @Test("An override replaces the value at its path, and a later one wins")
  func replaces() throws {
    let config = try load(
      "model: {depth: 2, norm: group}", ["model.depth=3", "optimizer.rate=0.5", "model.depth=5"])
    #expect(config.model.depth == 5)
    #expect(config.model.norm == .group)
    #expect(config.optimizer.rate == 0.5)
  }

  @Test("An override of a mapping replaces all of it")
  func replacesMapping() throws {
    let config = try load(
      "optimizer: {name: sgd, momentum: 0.1, rate: 0.5}\nloss: {dice: 1, weights: {a: 1}}",
      ["optimizer={name: adam}", "loss.weights={b: 2}"])
    #expect(config.optimizer.rate == 1e-3)
    #expect(config.loss.weights == [Named("b", 2)])
    #expect(config.loss.dice == 1)
  }

  @Test("An override within a single value keeps what the value means")
  func withinShorthand() throws {
    let config = try load("loss: {dice: 0.5}", ["loss.dice.smooth=1"])
    #expect(config.loss.dice == 0.5)
    #expect(config.loss.smooth == 1)
  }

  @Test("Null and nothing restore the default", arguments: ["model.depth=null", "model.depth=", "model="])
  func null(text: String) throws {
    #expect(try load("model: {depth: 2}", [text]).model.depth == 4)
  }

  @Test(
    "A key may be set in a section that the file doesn't have, or has as null",
    arguments: ["", "model: null"])
  func newSection(text: String) throws {
    #expect(try load(text, ["model.depth=2"]).model.depth == 2)
  }

  @Test("The mistakes of overrides are reported like those of files, with the override's number as line")
  func mistakesOfOverrides() throws {
    let overrides = [
      "model.depth", "modle.depth=3", "model.depth=9", "optimizer.rat=1", "model.depth.x=3", "a.=1",
      "model.sizes={",
      "model.sizes.x=1",
    ]
    #expect(
      try mistakes("model: {sizes: [1]}", overrides) == """
        <command line>:1:1: error: 'model.depth' is no override
         1 | model.depth
           | ^~~~~~~~~~~
            = write key=value on one line, such as model.depth=3
        <command line>:2:1: error: unknown key 'modle'; did you mean 'model'?
         2 | modle.depth=3
           | ^~~~~
        <command line>:3:13: error: 'depth' must be a whole number from 1 to 7, not 9
         3 | model.depth=9
           |             ^
        <command line>:4:11: error: unknown key 'rat' in 'optimizer'; did you mean 'rate'?
         4 | optimizer.rat=1
           |           ^~~
        <command line>:5:13: error: 'x' cannot be set inside '9', which is no mapping
         5 | model.depth.x=3
           |             ^
            = the value is at <command line>:3:13
        <command line>:6:3: error: a key is missing before '='
         6 | a.=1
           |   ^
            = write section.key=value
        <command line>:7:14: error: not YAML: a ']' or '}' is missing at the end
         7 | model.sizes={
           |              ^
        <command line>:8:13: error: 'x' cannot be set inside a list
         8 | model.sizes.x=1
           |             ^
            = replace the whole list
        """)
  }

  @Test(
    "A text that begins with a placeholder needs no quotes",
    arguments: ["{stem}_mask", "{folder}/{stem}", "{class}/{stem}.png", "*_{stem}", "{stem}", "m_{stem}"])
  func placeholder(text: String) throws {
    #expect(try load("", ["name=\(text)"]).name == text)
  }

  @Test("The origin of a value is known")
  func origin() throws {
    let folder = try ConfigFolder(["a.yaml": "model:\n  depth: 2\n"])
    let loaded = try folder.load("a.yaml", ["model.norm=none"])
    #expect(loaded.origin(of: "model.depth")?.description == "a.yaml:2:10")
    #expect(loaded.origin(of: "model.norm")?.description == "<command line>:1:12")
    #expect(loaded.origin(of: "model.width") == nil)
  }
}
