import Config
import Diagnostics
import Experiment
import Testing

@Suite("What is wrong with a sweep")
struct SweepMistakeTests {
  /// The first line of each mistake, and the notes.
  private func told(_ sweep: String, _ overrides: [String] = [], base: String? = nil) throws -> [String] {
    let files = try base.map { try SweepFiles(sweep, base: $0) } ?? SweepFiles(sweep)
    do throws(DiagnosticError) {
      _ = try files.load(overrides)
      return []
    } catch {
      return error.diagnostics.map { diagnostic in
        let place = diagnostic.location.map { "\($0): " } ?? ""
        return ([place + diagnostic.message] + diagnostic.notes).joined(separator: " = ")
      }
    }
  }

  @Test("A wrong value is told at its place in the sweep, once, with the cells that have it")
  func value() throws {
    #expect(
      try mistakes("grid:\n  model.depth: [2, 9]\n  model.width: [4, 8]\n") == """
        sweep.yaml:3:20: error: 'depth' must be a whole number from 1 to 7, not 9
         3 |   model.depth: [2, 9]
           |                    ^
            = in 2 cells, the first of them depth=9,width=4
        """)
    #expect(
      try told("grid: {model.depth: [2, 3]}\ncases: {a: {model.width: 0}, b: {}}\nexclude: {model.depth: 2}")
        == [
          "sweep.yaml:3:26: 'width' must be a whole number from 1 to 512, not 0 = in the cell depth=3,case=a"
        ])
  }

  @Test("Values that don't go together are told at the value of the sweep that is one of them")
  func combination() throws {
    #expect(
      try told("grid: {model.depth: [2, 6]}", ["data.crop=64"]) == [
        "sweep.yaml:2:25: depth 6 is too deep for a crop of 64 x 64 = depth 6 needs a 'crop' of at least 128 = "
          + "64 x 64 allows a depth of at most 5 = in the cell depth=6"
      ])
  }

  @Test("A mistake of the base is told once, without cells, together with those of the cells")
  func base() throws {
    let base = "data: {images: i, masks: m, classes: [a, b]}\nmodel: {dept: 3}\nloss: {ce: 1}"
    #expect(
      try told("grid: {model.width: [-1, 8]}\nseeds: 2", base: base) == [
        "base.yaml:2:9: unknown key 'dept' in 'model'; did you mean 'depth'?",
        "sweep.yaml:2:22: 'width' must be a whole number from 1 to 512, not -1 = "
          + "in 2 cells, the first of them width=-1,seed=0",
      ])
  }

  @Test("A value of the wrong kind is told: a number for a section, a section for a list, a value for a list")
  func kinds() throws {
    #expect(
      try told("grid: {model: [3, {depth: 2}]}") == [
        "sweep.yaml:2:16: 'model' must be a mapping, not 3 = in the cell model=3"
      ])
    #expect(
      try told("grid: {model: {depth: [2]}, model.width: 3, loss: []}") == [
        "sweep.yaml:2:15: 'grid.model' must be a list of the values to try, not a mapping",
        "sweep.yaml:2:42: 'grid.model.width' must be a list of the values to try, not 3",
        "sweep.yaml:2:51: 'grid.loss' must be a list of the values to try, not a list of 0",
      ])
    #expect(
      try told("grid: {model.depth: [[2, 3]]}") == [
        "sweep.yaml:2:22: 'depth' must be a whole number from 1 to 7, not a list of 2 = in the cell depth=2+3"
      ])
    #expect(
      try told("grid: [model.depth]\ncases: {a: 3}\nzip: 4") == [
        "sweep.yaml:2:7: 'grid' must be a mapping from keys to lists of the values to try, not a list of 1",
        "sweep.yaml:3:12: 'cases.a' must be a mapping from keys to values, not 3",
        "sweep.yaml:4:6: 'zip' must be a mapping from keys to lists of the values to try, not 4",
      ])
  }

  @Test("A path that leads nowhere is told at its wrong part, with the nearest right one")
  func paths() throws {
    #expect(
      try told(
        "grid: {model.dept: [2]}\nzip: {modle.depth: [2]}\ncases: {a: {depth: 2}}\n"
          + "random: {samples: 2, keys: {model.depth.x: {integer: [2, 3]}}}\n"
          + "include: {loss.foo: 1}\nexclude: [{\"optimizer.rate\": 1}, {model..depth: 3}]") == [
          "sweep.yaml:2:14: unknown key 'dept' in 'model'; did you mean 'depth'?",
          "sweep.yaml:3:7: unknown key 'modle'; did you mean 'model'?",
          "sweep.yaml:4:13: unknown key 'depth'; it belongs to 'model'",
          "sweep.yaml:5:41: there is no 'x' in 'model.depth', which is a whole number from 1 to 7",
          "sweep.yaml:6:16: unknown key 'foo' in 'loss' = the keys here are ce, bce, dice, focal, tversky, jaccard, "
            + "lovasz, boundary, border_weights, class_weights",
          "sweep.yaml:7:12: unknown key 'rate' in 'optimizer' = the keys here are name, learning_rate, weight_decay, "
            + "momentum, nesterov, betas, epsilon, alpha, centered",
          "sweep.yaml:7:35: 'model..depth' is no path of a key = write section.key, such as model.depth",
        ])
  }

  @Test("A key is set by one part of the sweep alone, and none around it or in it")
  func overlaps() throws {
    #expect(
      try told("grid: {model.depth: [2, 3]}\nzip: {model.depth: [2, 3]}") == [
        "sweep.yaml:3:7: 'zip' and 'grid' both set 'model.depth' = the other is at sweep.yaml:2:8; keep one of them"
      ])
    #expect(
      try told("grid: {loss: [{ce: 1}], loss.dice: [1]}\ncases: {a: {loss.ce: 1}}") == [
        "sweep.yaml:2:25: 'grid' sets 'loss.dice', and 'grid' sets 'loss' around it = "
          + "the other is at sweep.yaml:2:8; keep one of them",
        "sweep.yaml:3:13: 'cases' sets 'loss.ce', and 'grid' sets 'loss' around it = "
          + "the other is at sweep.yaml:2:8; keep one of them",
      ])
    #expect(
      try told("cases: {a: {loss.ce: 1}}\nrandom: {samples: 1, keys: {loss: {choice: [{ce: 2}]}}}") == [
        "sweep.yaml:3:29: 'random' sets 'loss', and 'cases' sets 'loss.ce' in it = "
          + "the other is at sweep.yaml:2:13; keep one of them"
      ])
    #expect(
      try told("grid: {training.seed: [1, 2], data.validation: [{fold: 1}]}\nseeds: [3]\nfolds: 3") == [
        "sweep.yaml:3:9: 'seeds' and 'grid' both set 'training.seed' = "
          + "the other is at sweep.yaml:2:8; keep one of them",
        "sweep.yaml:4:8: 'folds' sets 'data.validation.fold', and 'grid' sets 'data.validation' around it = "
          + "the other is at sweep.yaml:2:31; keep one of them",
      ])
  }

  @Test("Two cases may set the same keys, and one a part of what the other sets whole")
  func cases() throws {
    #expect(try told("cases: {a: {loss: {dice: 1}}, b: {loss.ce: 2}, c: {loss.ce: 3}}") == [])
    #expect(
      try told("cases: {a: {loss: {dice: 1}, loss.ce: 2}}") == [
        "sweep.yaml:2:30: 'cases' sets 'loss.ce', and 'cases' sets 'loss' around it = "
          + "the other is at sweep.yaml:2:13; keep one of them"
      ])
  }

  @Test("An override of a swept key names both places; one of the sweep's own keys says what it replaces")
  func overrides() throws {
    #expect(
      try told(
        "grid: {model.depth: [2, 3]}\nseeds: 3",
        ["model.depth=4", "training={epochs: 3}", "seeds=5", "model.depth.x=1"]) == [
          "<command line>:1:1: the command line and 'grid' both set 'model.depth' = "
            + "the other is at sweep.yaml:2:8; keep one of them",
          "<command line>:2:1: the command line sets 'training', and 'seeds' sets 'training.seed' in it = "
            + "the other is at sweep.yaml:3:8; keep one of them",
          "<command line>:3:1: 'seeds' is a key of the sweep, and key=value replaces keys of its base = "
            + "change it in sweep.yaml",
          "<command line>:4:1: the command line sets 'model.depth.x', and 'grid' sets 'model.depth' around it = "
            + "the other is at sweep.yaml:2:8; keep one of them",
        ])
    #expect(
      try told("seeds: 2", ["model.depht=4", "x"]) == [
        "<command line>:1:7: unknown key 'depht' in 'model'; did you mean 'depth'?",
        "<command line>:2:1: 'x' is no override = write key=value on one line, such as model.depth=3",
      ])
  }

  @Test("A condition on the case is refused where there are no cases, and where it compares by size")
  func noCase() throws {
    #expect(
      try told("seeds: 2\nexclude: {case: a}") == [
        "sweep.yaml:3:11: 'case' is the name of a cell's case, and the sweep has no 'cases' = "
          + "give 'cases', or name a key of the experiment"
      ])
    #expect(
      try told("cases: {a: {model.depth: 2}}\nexclude: {case: \">= 3\"}") == [
        "sweep.yaml:3:11: 'case' is no number, which '>= 3' compares"
      ])
  }

  @Test("Lists that advance together have one length")
  func lengths() throws {
    #expect(
      try told("zip: [{model.depth: [2, 3], model.width: [4]}, {}]") == [
        "sweep.yaml:2:29: 'model.width' has 1 value, and 'model.depth' has 2 values = "
          + "lists in 'zip' advance together; the other is at sweep.yaml:2:8"
      ])
  }

  @Test("A value stands in a list once")
  func duplicates() throws {
    #expect(
      try told(
        "grid: {optimizer.learning_rate: [1e-3, 0.001]}\nseeds: [1, 1]\nfolds: [0, 0]\n"
          + "random: {samples: 1, keys: {model.norm: {choice: [batch, group, \"batch\"]}}}",
        base: "data: {images: i, masks: m, classes: [a, b], validation: {fold: 0}}\nloss: {ce: 1}") == [
          "sweep.yaml:2:40: 'optimizer.learning_rate' has the value 0.001 twice = the other is at sweep.yaml:2:34",
          "sweep.yaml:3:12: 'seeds' has the value 1 twice = the other is at sweep.yaml:3:9",
          "sweep.yaml:4:12: 'folds' has the value 0 twice = the other is at sweep.yaml:4:9",
          "sweep.yaml:5:65: 'model.norm' has the value batch twice = the other is at sweep.yaml:5:51",
        ])
  }

  @Test("Cells that resolve alike are told at their values, and so are those that only look different")
  func alike() throws {
    #expect(
      try mistakes("grid: {loss: [{ce: 1}, {ce: {weight: 1.0}}]}\nseeds: 2") == """
        sweep.yaml:2:24: error: 'loss: {ce: {weight: 1.0}}' makes the same experiment as 'loss: {ce: 1}'
         2 | grid: {loss: [{ce: 1}, {ce: {weight: 1.0}}]}
           |                        ^
            = the other is at sweep.yaml:2:15
            = the cells loss=ce_2,seed=0 and loss=ce,seed=0 resolve alike
        """)
    #expect(
      try told("grid: {training.threads: [1, 2]}") == [
        "sweep.yaml:2:30: 'training.threads: 2' makes the same experiment as 'training.threads: 1' = "
          + "the other is at sweep.yaml:2:27 = "
          + "the cells threads=2 and threads=1 differ in nothing that changes a result"
      ])
  }

  @Test("A sweep that has no cell says why")
  func empty() throws {
    #expect(
      try told("") == [
        "sweep.yaml:1:1: the sweep has nothing to vary = "
          + "give 'grid', 'zip', 'cases', 'random', 'seeds' or 'folds'"
      ])
    #expect(try told("grid: {}\nzip: {}\ncases: {}").count == 1)
    #expect(
      try told("seeds: 3\nexclude: {model.depth: 3}") == [
        "sweep.yaml:3:10: 'exclude' leaves out all 3 cells = loosen a condition"
      ])
    #expect(
      try told("seeds: [7]\ninclude: {model.depth: 3}\nexclude: [{model.width: \"> 2\"}]") == [
        "sweep.yaml:3:10: 'include' and 'exclude' leave out the only cell = loosen a condition"
      ])
  }

  @Test("Too many cells are told before any is looked at")
  func many() throws {
    let values = (1...1000).map(String.init).joined(separator: ", ")
    #expect(
      try told(
        "grid: {model.width: [\(values)]}\nrandom: {samples: 1000, keys: {model.depth: {integer: [1, 7]}}}\nseeds: 2"
      ) == [
        "sweep.yaml:1:1: the sweep has more than 100000 cells: 1000 x 1000 x 2 = "
          + "'include' and 'exclude' choose among these; give fewer values, or draw some with 'random'"
      ])
  }

  @Test("Seeds and folds are a number or a list of whole numbers")
  func repetitions() throws {
    let shape =
      "must be a whole number from 1 to 1000 or a list of 1 to 1000 values, each a whole number at least 0"
    #expect(
      try told("seeds: 0\nfolds: [a]") == [
        "sweep.yaml:2:8: 'seeds' \(shape), not 0",
        "sweep.yaml:3:9: each value of 'folds' must be a whole number at least 0, not a",
      ])
  }

  @Test("Distributions have a low and a high bound, and a name that there is")
  func distributions() throws {
    let keys = """
      random:
        samples: 2
        keys:
          optimizer.learning_rate: {log_uniform: [0, 1]}
          model.dropout: {uniform: [0.5, 0.5]}
          model.depth: {integer: [2, 3.5]}
          model.norm: {choise: [batch]}
          model.width: {choice: []}
          training.epochs: 3
      """
    let shapes =
      "{uniform: [low, high]}, {log_uniform: [low, high]}, {integer: [low, high]} or {choice: [values]}"
    #expect(
      try told(keys) == [
        "sweep.yaml:5:44: 'log_uniform' must be [low, high], two numbers above 0 of which the first is lower, not [0, 1]",
        "sweep.yaml:6:30: 'uniform' must be [low, high], two numbers of which the first is lower, not [0.5, 0.5]",
        "sweep.yaml:7:28: 'integer' must be [low, high], two whole numbers of which the first is lower, not [2, 3.5]",
        "sweep.yaml:8:18: there is no distribution 'choise'; did you mean 'choice'? = write one of \(shapes)",
        "sweep.yaml:9:27: 'choice' must be a list of the values to draw from, not []",
        "sweep.yaml:10:22: a distribution must be one of \(shapes), not 3",
      ])
    #expect(
      try told("random: {samples: 3, keys: {}}") == [
        "sweep.yaml:2:28: 'random' has no key to draw values for = "
          + "such as keys: {optimizer.learning_rate: {log_uniform: [1e-4, 1e-2]}}"
      ])
    #expect(
      try told("random: {}").map { String($0.prefix { $0 != "=" }) } == [
        "sweep.yaml:2:1: 'samples' is required in 'random' ",
        "sweep.yaml:2:1: 'keys' is required in 'random' ",
      ])
  }

  @Test("A condition compares with a number, and only a key that may be one")
  func conditions() throws {
    #expect(
      try told("seeds: 2\ninclude: [{model.norm: \">= 3\"}, {model.depth: \"> x\"}, {model.depth: []}]") == [
        "sweep.yaml:3:47: '> x' compares with no number = write a number behind '>'",
        "sweep.yaml:3:69: a condition that lists no value never holds",
      ])
    #expect(
      try told("seeds: 2\ninclude: {data.images: \">= 3\"}") == [
        "sweep.yaml:3:11: 'data.images' is no number, which '>= 3' compares"
      ])
  }

  @Test(
    "Folds take the place of the base's validation, unless it names its images or a list has nothing to choose from"
  )
  func folds() throws {
    let base = "data: {images: i, masks: m, classes: [a, b], validation: {list: v.txt}}\nloss: {ce: 1}"
    #expect(
      try told("folds: 3", base: base) == [
        "sweep.yaml:2:8: 'folds' takes the place of the base's validation, which names its images = "
          + "it does at base.yaml:1:59; write 'data: {validation: {fold: 0}}' in the base if all images are to be divided"
      ])
    #expect(
      try told("folds: [0, 2]") == [
        "sweep.yaml:2:8: 'folds' lists parts of a validation that the base doesn't divide = "
          + "write 'data: {validation: {fold: 0, folds: 5}}' in the base, or the number of folds here"
      ])
  }

  @Test("The base is an experiment that is there")
  func missingBase() throws {
    let files = try SweepFiles("seeds: 2")
    try files.folder.write("base: bas.yaml\nseeds: 2", to: "lost.yaml")
    try files.folder.write("base: sweep.yaml\nseeds: 2", to: "twice.yaml")
    try files.folder.write("base: self.yaml\nseeds: 2", to: "self.yaml")
    try files.folder.write("seeds: 2", to: "none.yaml")
    #expect(
      files.mistakes(file: "lost.yaml") == """
        lost.yaml:1:7: error: there is no file 'bas.yaml'; did you mean 'base.yaml'?
         1 | base: bas.yaml
           |       ^~~~~~~~
        """)
    #expect(
      files.mistakes(file: "twice.yaml") == """
        twice.yaml:1:7: error: the base 'sweep.yaml' is itself a sweep: it has 'base'
         1 | base: sweep.yaml
           |       ^~~~~~~~~~
            = name the experiment that it is based on
        """)
    #expect(
      files.mistakes(file: "self.yaml") == """
        self.yaml:1:7: error: the base of the sweep is the sweep itself
         1 | base: self.yaml
           |       ^~~~~~~~~
            = name an experiment
        """)
    #expect(
      files.mistakes(file: "none.yaml") == """
        none.yaml:1:1: error: 'base' is required
         1 | seeds: 2
           | ^
            = base: The experiment that all cells share, relative to this file.
        """)
    #expect(
      files.mistakes(file: "base.yaml") == """
        base.yaml:1:1: error: 'base.yaml' is an experiment, no sweep
         1 | data: {images: i, masks: m, classes: [a, b]}
           | ^~~~
            = train it with unet run base.yaml, or name it as the 'base' of a sweep
        """)
    #expect(files.mistakes(file: "x.yaml") == "error: there is no file 'x.yaml'")
  }

  @Test("A sweep is no experiment, and says which command takes it")
  func noExperiment() throws {
    let folder = try SweepFiles("seeds: 2").folder
    #expect(throws: DiagnosticError.self) { _ = try folder.load("sweep.yaml") }
    do throws(DiagnosticError) {
      _ = try folder.load("sweep.yaml")
    } catch {
      #expect(
        error.description == """
          sweep.yaml:1:1: error: 'sweep.yaml' is a sweep, no experiment: it has 'base'
           1 | base: base.yaml
             | ^~~~
              = train its cells with unet sweep sweep.yaml
          """)
    }
  }

  @Test("No more than 100 mistakes are told")
  func limit() throws {
    let values = (5000...5200).map(String.init).joined(separator: ", ")
    let found = try told("grid: {model.width: [\(values)]}")
    #expect(found.count == 101)
    #expect(found.last?.contains("there may be more mistakes; these are the first 100") == true)
  }
}
