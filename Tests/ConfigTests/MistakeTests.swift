import Config
import Diagnostics
import Testing

@Suite("Mistakes of a config")
struct MistakeTests {
  @Test("All mistakes of a file are reported at once, by position")
  func allAtOnce() throws {
    #expect(
      try mistakes(
        """
        optimizer:
          lerning: 3
          rate: 2
        modle: {}
        model:
          depth: four
          rate: 0.1
        """) == """
          a.yaml:2:3: error: unknown key 'lerning' in 'optimizer'
           2 |   lerning: 3
             |   ^~~~~~~
              = the keys here are rate, name, momentum, epsilon
          a.yaml:3:9: error: 'rate' must be a number above 0 and at most 1, not 2
           3 |   rate: 2
             |         ^
          a.yaml:4:1: error: unknown key 'modle'; did you mean 'model'?
           4 | modle: {}
             | ^~~~~
          a.yaml:6:10: error: 'depth' must be a whole number from 1 to 7, not 'four'
           6 |   depth: four
             |          ^~~~
          a.yaml:7:3: error: unknown key 'rate' in 'model'; it belongs to 'optimizer'
           7 |   rate: 0.1
             |   ^~~~
          """)
  }

  @Test("A key of another alternative says which one it belongs to")
  func otherAlternative() throws {
    #expect(
      try mistakes("optimizer: {name: adam, momentum: 0.5}\n") == """
        a.yaml:1:25: error: unknown key 'momentum' in 'optimizer'; it belongs to 'name: sgd'
         1 | optimizer: {name: adam, momentum: 0.5}
           |                         ^~~~~~~~
            = remove it, or replace all of 'optimizer'
        """)
  }

  @Test("When the alternative is unknown, its keys are not blamed")
  func unknownAlternative() throws {
    #expect(
      try mistakes("optimizer: {name: sdg, momentum: 0.5}\n") == """
        a.yaml:1:19: error: 'name' must be sgd or adam, not 'sdg'; did you mean 'sgd'?
         1 | optimizer: {name: sdg, momentum: 0.5}
           |                   ^~~
        """)
  }

  @Test("A key of the top level that stands in a section is sent back")
  func topLevelKey() throws {
    let text = try mistakes("model: {optimizer: {}}")
    #expect(
      text.hasPrefix("a.yaml:1:9: error: unknown key 'optimizer' in 'model'; it belongs to the top level\n"))
  }

  @Test("A broken rule about several keys points at the first that is given")
  func crossCheck() throws {
    #expect(
      try mistakes("model:\n  depth: 6\noptimizer: {rate: 1}\n") == """
        a.yaml:2:10: error: depth 6 is too much for a rate of 1.0
         2 |   depth: 6
           |          ^
        """)
  }

  @Test("A rule points at the section if its key has the default, and at the file if that is absent too")
  func crossCheckOfDefaults() throws {
    let folder = try ConfigFolder()
    #expect(
      try CheckedDefaults.mistakes("# first\ninner: {source: x}\n", in: folder) == """
        a.yaml:2:1: error: 3 is too few
         2 | inner: {source: x}
           | ^~~~~
        """)
    #expect(
      try CheckedDefaults.mistakes("# nothing\n", in: folder) == """
        a.yaml:1:1: error: 'source' is required in 'inner'
         1 | # nothing
           | ^
            = source: Where it comes from.
        a.yaml:1:1: error: 3 is too few
         1 | # nothing
           | ^
        """)
  }

  @Test("A required key that is null is missing")
  func requiredNull() throws {
    #expect(
      try CheckedDefaults.mistakes("inner:\n  source: null\n  count: 4\n", in: ConfigFolder()) == """
        a.yaml:2:3: error: 'source' is required in 'inner'
         2 |   source: null
           |   ^~~~~~
            = source: Where it comes from.
        """)
  }

  @Test("A rule is silent if one of its keys is wrong already")
  func silentCheck() throws {
    let text = try mistakes("model: {depth: 6}\noptimizer: {rate: 7}\n")
    #expect(text.ranges(of: "error:").count == 1)
    #expect(text.contains("'rate' must be"))
  }

  @Test("A warning doesn't stop a config")
  func warning() throws {
    let folder = try ConfigFolder(["a.yaml": "model: {depth: 7, width: 4}\noptimizer: {rate: 0.1}"])
    #expect(
      try folder.load().warnings.map(\.rendered) == [
        """
        a.yaml:1:26: warning: this will be slow
         1 | model: {depth: 7, width: 4}
           |                          ^
        """
      ])
  }

  @Test("A missing file is an error that suggests a neighbour")
  func missingFile() throws {
    let folder = try ConfigFolder(["membranes.yaml": ""])
    #expect(
      folder.mistakes("membrane.yaml")
        == "error: there is no file 'membrane.yaml'; did you mean 'membranes.yaml'?")
    #expect(folder.mistakes(".") == "error: '.' is a folder, not a config file")
  }

  @Test("A file that is no mapping is an error")
  func noMapping() throws {
    #expect(
      try mistakes("- 1\n") == """
        a.yaml:1:1: error: a config must be a mapping of sections
         1 | - 1
           | ^
        """)
  }
}
