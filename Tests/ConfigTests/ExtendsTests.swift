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

  @Test("A circle is refused where it closes, with all files that lead there")
  func circle() throws {
    let folder = try ConfigFolder([
      "a.yaml": "extends: sub/b.yaml\n", "sub/b.yaml": "model: {depth: 2}\nextends: c.yaml\n",
      "sub/c.yaml": "extends: ../sub/./b.yaml\n", "self.yaml": "extends: [self.yaml]\n",
    ])
    #expect(
      folder.mistakes() == """
        sub/c.yaml:1:10: error: 'extends' goes in a circle: a.yaml → sub/b.yaml → sub/c.yaml → sub/../sub/./b.yaml
         1 | extends: ../sub/./b.yaml
           |          ^~~~~~~~~~~~~~~
        """)
    #expect(
      folder.mistakes("self.yaml") == """
        self.yaml:1:11: error: 'extends' goes in a circle: self.yaml → self.yaml
         1 | extends: [self.yaml]
           |           ^~~~~~~~~
        """)
  }

  @Test("Of several bases a later one lies over the earlier, and the file over all")
  func list() throws {
    let folder = try ConfigFolder([
      "recipe.yaml": "model: {depth: 2, width: 8, norm: group}\n",
      "data.yaml": "name: d\nmodel: {width: 9}\n",
      "a.yaml": "extends: [recipe.yaml, ./data.yaml]\nmodel: {norm: none}\n",
    ])
    let config = try folder.load().config
    #expect(config.name == "d")
    #expect((config.model.depth, config.model.width, config.model.norm) == (2, 9, .none))
  }

  @Test("A base that several files extend lies once, below all of them")
  func diamond() throws {
    let folder = try ConfigFolder([
      "base.yaml": "model: {depth: 1, width: 1, sizes: [1]}\n",
      "left.yaml": "extends: base.yaml\nmodel: {depth: 2}\n",
      "right.yaml": "extends: ./base.yaml\nmodel: {width: 3}\n",
      "a.yaml": "extends: [left.yaml, right.yaml, left.yaml]\n",
    ])
    let loaded = try folder.load()
    #expect((loaded.config.model.depth, loaded.config.model.width, loaded.config.model.sizes) == (2, 3, [1]))
    #expect(
      loaded.provenance(of: "model.depth")?.lines == [
        "model.depth = 2", "  left.yaml:2:16   2", "  overrides base.yaml:1:16   1",
        "  overrides the default   4",
      ])
  }

  @Test(
    "Null extends nothing", arguments: ["extends: null", "extends:", "extends: ${X:-null}", "extends: ~"])
  func nothing(text: String) throws {
    #expect(try load("\(text)\nmodel: {depth: 2}\n").model.depth == 2)
  }

  @Test("A chain of twenty files is followed, and a longer one refused where it becomes too long")
  func longest() throws {
    let folder = try ConfigFolder()
    for number in 1...20 {
      try folder.write("extends: \(number + 1).yaml\nmodel: {sizes: [\(number)]}\n", to: "\(number).yaml")
    }
    try folder.write("model: {depth: 2}\n", to: "21.yaml")
    let config = try folder.load("2.yaml").config
    #expect((config.model.depth, config.model.sizes) == (2, [2]))
    #expect(
      folder.mistakes("1.yaml") == """
        20.yaml:1:10: error: 'extends' leads through more than 20 files, from '1.yaml'
         1 | extends: 21.yaml
           |          ^~~~~~~
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

  @Test(
    "What is extended must be a path or a list of paths",
    arguments: [
      ("{a: b}", 10, "'extends' must be a path or a list of paths, not a mapping"),
      ("[]", 10, "'extends' must be a path or a list of paths, not a list of 0"),
      ("''", 10, "'extends' must be a path or a list of paths, not an empty text"),
      ("[a, null]", 14, "each value of 'extends' must be a path, not 'null'"),
      ("[[a]]", 11, "each value of 'extends' must be a path, not a list of 1"),
    ])
  func noPath(value: String, column: Int, message: String) throws {
    let text = try mistakes("extends: \(value)\n")
    #expect(text.hasPrefix("a.yaml:1:\(column): error: \(message)\n"), "\(text)")
  }
}
