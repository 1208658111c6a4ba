import Config
import Experiment
import Testing

@Suite("Which images train, validate and test")
struct SplitConfigTests {
  private let data = "data:\n  images: i\n  masks: m\n  classes: [a, b]\n  "

  private func split(_ keys: String) throws -> SplitConfig {
    let folder = try ConfigFolder()
    try folder.write(data + keys + "\nloss: {bce: 1}\n")
    return try folder.load().config.data.split
  }

  private func mistakes(_ keys: String) throws -> String {
    try ConfigFolder().mistakes(data + keys + "\nloss: {bce: 1}\n")
  }

  @Test("A range may be several, and is written as it was")
  func ranges() throws {
    #expect(
      try split("validation: {range: [[0, 3], [24, 29]]}").validation
        == .ranges([PositionRange(first: 0, last: 3), PositionRange(first: 24, last: 29)]))
    #expect(
      try mistakes("validation: {range: [[0, 3], [2, 5]]}") == """
        experiment.yaml:5:23: error: 'range' has the position 2 twice
         5 |   validation: {range: [[0, 3], [2, 5]]}
           |                       ^
        """)
    let folder = try ConfigFolder()
    try folder.write(
      data + "test: {range: [[0, 1], [3, 3]]}\n  validation: {range: [[7, 9]]}\nloss: {bce: 1}\n")
    let text = try folder.load().resolvedText
    #expect(text.contains("test: {range: [[0, 1], [3, 3]]}"))
    #expect(text.contains("validation: {range: [7, 9]}"))
  }

  @Test("What is drawn has a seed, may be stratified, and may have groups")
  func draws() throws {
    #expect(
      try split("validation: {fraction: 0.5, stratified: true, group: \"^(p[0-9]+)\"}").validation
        == .fraction(0.5, DrawConfig(stratified: true, group: .pattern("^(p[0-9]+)"))))
    #expect(
      try split("validation: {seed: 3, group: {file: /g.csv}}").validation
        == .fraction(0.2, DrawConfig(seed: 3, group: .file(Path("/g.csv")))))
    #expect(
      try split("validation: {fold: 1}").validation == .fold(1, of: 5, DrawConfig()))
    #expect(
      try split("validation: {fold: 9, folds: 10, seed: 2, stratified: true, group: {pattern: x}}").validation
        == .fold(9, of: 10, DrawConfig(seed: 2, stratified: true, group: .pattern("x"))))
  }

  @Test("Training is a list or all others, and the test is what validation may be, without folds")
  func others() throws {
    #expect(try split("resize: null").training == nil)
    #expect(try split("resize: null").test == nil)
    #expect(try split("training: {list: /t.txt}").training == Path("/t.txt"))
    #expect(try split("test: {}").test == .fraction(0.2, DrawConfig()))
    #expect(try split("test: {list: /t.txt}").test == .list(Path("/t.txt")))
    #expect(
      try split("test: {images: /i, masks: /m}").test == .folders(images: Path("/i"), masks: Path("/m")))
    #expect(
      try mistakes("test: {fold: 2}") == """
        experiment.yaml:5:10: error: unknown key 'fold' in 'test'
         5 |   test: {fold: 2}
           |          ^~~~
            = the keys here are range, fraction, seed, stratified, group, list, images, masks
        """)
  }

  @Test("Mistakes stand where they are made")
  func places() throws {
    #expect(
      try mistakes("validation: {fold: 5}") == """
        experiment.yaml:5:22: error: 'fold' must be from 0 to 4 with 5 folds, not 5
         5 |   validation: {fold: 5}
           |                      ^
        """)
    #expect(
      try mistakes("validation: {group: \"(p\"}") == """
        experiment.yaml:5:23: error: 'group' is no regular expression: '(p'
         5 |   validation: {group: "(p"}
           |                       ^~~~
            = such as "^(patient[0-9]+)", or "^(.*)/" for the folder
        """)
    #expect(
      try mistakes("validation: {fraction: 0.5}\n  test: {fraction: 0.5}") == """
        experiment.yaml:5:3: error: the fractions of 'validation' and 'test' are 0.5 and 0.5, which leaves none to train
         5 |   validation: {fraction: 0.5}
           |   ^~~~~~~~~~
            = both are of all images: together they must be below 1
        """)
  }

  @Test("A split that is not given is no difference, and one that is given is one value")
  func differing() throws {
    let folder = try ConfigFolder()
    try folder.write(data + "training: null\n  test: null\n  validation: {}\nloss: {bce: 1}\n")
    let keys = try folder.load().differing.keys.filter { $0.hasPrefix("data.") }
    #expect(keys.sorted() == ["data.classes", "data.images", "data.masks"])
    try folder.write(data + "training: {list: /t}\n  test: {fraction: 0.1}\nloss: {bce: 1}\n")
    let differing = try folder.load().differing
    #expect(differing["data.training"] == "{list: /t}")
    #expect(differing["data.test"] == "{fraction: 0.1}")
  }
}
