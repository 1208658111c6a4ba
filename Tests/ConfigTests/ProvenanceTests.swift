import Config
import Testing

@Suite("Where values come from")
struct ProvenanceTests {
  /// What `unet check --explain` prints for some keys.
  private func explain(
    _ files: [String: String], _ overrides: [String] = [], environment: [String: String] = [:],
    of names: String...
  ) throws -> String {
    let folder = try ConfigFolder(files)
    folder.environment = environment
    let loaded = try folder.load("a.yaml", overrides)
    let lines = try names.flatMap(loaded.keys(under:)).compactMap(loaded.provenance).flatMap(\.lines)
    return lines.joined(separator: "\n").replacing(folder.path, with: "FOLDER")
  }

  @Test("A value from the command line names the file, the base and the default that it overrides")
  func chain() throws {
    let files = [
      "base.yaml": "optimizer:\n  rate: 1e-2\n", "a.yaml": "extends: base.yaml\noptimizer: {rate: 0.02}\n",
    ]
    #expect(
      try explain(files, ["optimizer.rate=0.1", "optimizer.rate=.5"], of: "optimizer.rate") == """
        optimizer.rate = 0.5
          <command line>:2:16   .5
          overrides <command line>:1:16   0.1
          overrides a.yaml:2:19   0.02
          overrides base.yaml:2:9   1e-2
          overrides the default   0.001
        """)
  }

  @Test("A key that nobody gives has its default")
  func standard() throws {
    #expect(try explain(["a.yaml": ""], of: "model.depth") == "model.depth = 4\n  the default")
  }

  @Test("A section stands for every key in it")
  func section() throws {
    #expect(
      try explain(["a.yaml": "optimizer: {name: sgd}\n"], of: "optimizer") == """
        optimizer.rate = 0.001
          the default
        optimizer.name = sgd
          a.yaml:1:19   sgd
          overrides the default   adam
        optimizer.momentum = 0.9
          the default
        """)
  }

  @Test("Null restores the default, and so does the null of a section")
  func null() throws {
    let base = "model: {depth: 2, norm: group}\noptimizer: {rate: 0.5}\n"
    let over = "extends: base.yaml\nmodel: {depth: ~}\noptimizer: null\n"
    #expect(
      try explain(["base.yaml": base, "a.yaml": over], of: "model.depth", "model.norm", "optimizer.rate")
        == """
        model.depth = 4
          a.yaml:2:16   null, so the default counts
          overrides base.yaml:1:16   2
        model.norm = group
          base.yaml:1:25   group
          overrides the default   batch
        optimizer.rate = 0.001
          a.yaml:3:12   null, so the default counts
          overrides base.yaml:2:19   0.5
        """)
  }

  @Test("A mapping that is replaced whole takes its keys away")
  func wholes() throws {
    let base =
      "loss: {dice: {weight: 2, smooth: 3}, weights: {a: 1}}\noptimizer: {name: sgd, momentum: 0, rate: 1}\n"
    let over = "extends: base.yaml\nloss: {dice: {smooth: 5}}\noptimizer: {name: adam}\n"
    #expect(
      try explain(["base.yaml": base, "a.yaml": over], of: "loss", "optimizer.rate") == """
        loss.dice.weight = 1.0
          a.yaml:2:14   'loss.dice' without it, so the default counts
          overrides base.yaml:1:23   2
        loss.dice.smooth = 5.0
          a.yaml:2:23   5
          overrides base.yaml:1:34   3
          overrides the default   1.0e-06
        loss.weights = null
          a.yaml:2:7   'loss' without it, so the default counts
          overrides base.yaml:1:47   {a: 1}
        optimizer.rate = 0.001
          a.yaml:3:12   'optimizer' without it, so the default counts
          overrides base.yaml:2:43   1
        """)
  }

  @Test("A single value counts for the key that it stands for")
  func shorthand() throws {
    #expect(
      try explain(["a.yaml": "loss: {dice: 0.5}\n"], ["loss.dice.smooth=1"], of: "loss.dice") == """
        loss.dice.weight = 0.5
          a.yaml:1:14   0.5
          overrides the default   1.0
        loss.dice.smooth = 1.0
          <command line>:1:18   1
          overrides the default   1.0e-06
        """)
  }

  @Test("An override inside of a value tells the part that it sets")
  func part() throws {
    #expect(
      try explain(["a.yaml": "loss: {weights: {a: 1, b: 2}}\n"], ["loss.weights.b=3"], of: "loss.weights.b")
        == """
        loss.weights = {a: 1.0, b: 3.0}
          <command line>:1:16   b: 3
          overrides a.yaml:1:17   {a: 1, b: 2}
          overrides the default   null
        """)
  }

  @Test("Variables are named with what they stand for, from the environment or by default")
  func variables() throws {
    #expect(
      try explain(
        ["a.yaml": "model:\n  depth: ${D}\n  weights: ${HERE:-sub}/${E:-w}.bin\n"],
        environment: ["D": "3", "E": "x"], of: "model.depth", "model.weights") == """
          model.depth = 3
            a.yaml:2:10   ${D}
              ${D} is '3' in the environment
            overrides the default   4
          model.weights = FOLDER/sub/x.bin
            a.yaml:3:12   ${HERE:-sub}/${E:-w}.bin
              ${HERE} is not set, so its default counts: 'sub'
              ${E} is 'x' in the environment
            overrides the default   null
          """)
  }

  @Test("Values that need quotes are told in quotes")
  func quoted() throws {
    #expect(
      try explain(["a.yaml": "name: \"1\\n2\"\nmodel: {sizes: [1, 02]}\n"], of: "name", "model.sizes") == """
        name = "1\\n2"
          a.yaml:1:7   "1\\n2"
          overrides the default   run
        model.sizes = [1, 2]
          a.yaml:2:16   [1, 02]
          overrides the default   [1, 2]
        """)
  }

  @Test(
    "A name that is no key is refused with the nearest that is one",
    arguments: [
      ("model.dept", "there is no key 'model.dept'; did you mean 'model.depth'?"),
      ("modl", "there is no key 'modl'; did you mean 'model'?"),
      ("smooth", "there is no key 'smooth'; did you mean 'loss.dice.smooth'?"),
      ("xyz", "there is no key 'xyz'"),
      ("optimizer.momentum", "'optimizer.momentum' has no value here; it belongs to 'name: sgd'"),
    ])
  func unknown(name: String, message: String) throws {
    let loaded = try ConfigFolder(["a.yaml": "loss: {weights: {b: 2}}\n"]).load()
    let error = #expect(throws: NoSuchKey.self) { try loaded.keys(under: name) }
    #expect(error?.description == message)
  }

  @Test("A name inside of a value that is null stands for that value")
  func inside() throws {
    let loaded = try ConfigFolder(["a.yaml": "loss: {weights: {b: 2}}\n"]).load()
    #expect(try loaded.keys(under: "loss.dice.smooth") == ["loss.dice"])
    #expect(try loaded.keys(under: "loss.weights.b") == ["loss.weights"])
    #expect(throws: NoSuchKey.self) { try loaded.keys(under: "loss.weights.c") }
  }
}
