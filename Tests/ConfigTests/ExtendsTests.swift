import Config
import Testing

@Suite("Files that extend files")
struct ExtendsTests {
  @Test("Sections merge key by key")
  func sections() throws {
    let folder = try ConfigFolder([
      "base.yaml": "name: base\nmodel: {depth: 2, norm: group}\n",
      "a.yaml": "extends: base.yaml\nmodel: {depth: 3}\noptimizer: {rate: 0.5}\n",
    ])
    let config = try folder.load().config
    #expect(config.name == "base")
    #expect(config.model.depth == 3)
    #expect(config.model.norm == .group)
    #expect(config.optimizer.rate == 0.5)
  }

  @Test("Lists and mappings that are no sections are replaced whole")
  func wholes() throws {
    let folder = try ConfigFolder([
      "base.yaml": "model: {sizes: [1, 2, 3]}\nloss: {dice: {weight: 2, smooth: 3}, weights: {a: 1}}\n",
      "a.yaml": "extends: base.yaml\nmodel: {sizes: [4]}\nloss: {dice: {smooth: 5}}\n",
    ])
    let config = try folder.load().config
    #expect(config.model.sizes == [4])
    #expect(config.loss.dice == 1)
    #expect(config.loss.smooth == 5)
    #expect(config.loss.weights == nil)
  }

  @Test(
    "A section whose name changes is replaced whole, one whose name stays is merged",
    arguments: [
      ("{name: sgd}", "{name: sgd, rate: 0.1}", 0.1), ("{name: sgd, rate: 0.5}", "{name: adam}", 1e-3),
      ("{rate: 0.5}", "{name: sgd}", 1e-3), ("{rate: 0.5}", "{name: adam}", 0.5),
      ("{rate: 0.5}", "{name: null}", 0.5),
      ("{name: sgd, rate: 0.5}", "{momentum: 0.1}", 0.5), ("{name: sgd, rate: 0.5}", "{name: \"${N}\"}", 0.5),
    ])
  func names(base: String, over: String, rate: Double) throws {
    let folder = try ConfigFolder([
      "base.yaml": "optimizer: \(base)\n", "a.yaml": "extends: base.yaml\noptimizer: \(over)\n",
    ])
    folder.environment = ["N": "sgd"]
    #expect(try folder.load().config.optimizer.rate == rate)
  }

  @Test("Null in the extending file restores the default")
  func null() throws {
    let folder = try ConfigFolder([
      "base.yaml": "model: {depth: 2}\noptimizer: {rate: 0.5}\n",
      "a.yaml": "extends: base.yaml\nmodel: {depth: null}\noptimizer: null\n",
    ])
    let config = try folder.load().config
    #expect(config.model.depth == 4)
    #expect(config.optimizer.rate == 1e-3)
  }

  @Test("A chain is followed from folder to folder, and each path belongs to its own file")
  func chain() throws {
    let folder = try ConfigFolder([
      "base.yaml": "model: {weights: w.bin}\n",
      "sub/middle.yaml": "extends: ../base.yaml\nmodel: {depth: 2}\n",
      "sub/sub/a.yaml": "extends: ../${M}.yaml\nmodel: {norm: none}\n",
    ])
    folder.environment = ["M": "middle"]
    let config = try folder.load("sub/sub/a.yaml").config
    #expect(config.model.weights == Path("w.bin", in: folder.path))
    #expect(config.model.depth == 2)
    #expect(config.model.norm == .none)
  }

  @Test("A mistake in an extended file is reported in that file")
  func mistakeInBase() throws {
    let folder = try ConfigFolder([
      "sub/base.yaml": "model: {depth: 9}\n", "a.yaml": "extends: sub/base.yaml\nmodel: {width: 0}\n",
    ])
    #expect(
      folder.mistakes() == """
        a.yaml:2:16: error: 'width' must be a whole number at least 1, not 0
         2 | model: {width: 0}
           |                ^
        sub/base.yaml:1:16: error: 'depth' must be a whole number from 1 to 7, not 9
         1 | model: {depth: 9}
           |                ^
        """)
  }

  @Test("A circle is refused and named")
  func circle() throws {
    let folder = try ConfigFolder(["a.yaml": "extends: b.yaml\n", "b.yaml": "extends: ./a.yaml\n"])
    #expect(
      folder.mistakes() == """
        b.yaml:1:10: error: 'extends' goes in a circle: a.yaml → b.yaml → ./a.yaml
         1 | extends: ./a.yaml
           |          ^~~~~~~~
        """)
  }

  @Test("A missing base is an error where it is named")
  func missing() throws {
    let folder = try ConfigFolder(["a.yaml": "extends: bas.yaml\n", "base.yaml": ""])
    #expect(
      folder.mistakes() == """
        a.yaml:1:10: error: there is no file 'bas.yaml'; did you mean 'base.yaml'?
         1 | extends: bas.yaml
           |          ^~~~~~~~
        """)
  }

  @Test("What is extended must be a path")
  func noPath() throws {
    #expect(
      try mistakes("extends: [a, b]\n") == """
        a.yaml:1:10: error: 'extends' must be a path, not a list of 2
         1 | extends: [a, b]
           |          ^
        """)
  }
}
