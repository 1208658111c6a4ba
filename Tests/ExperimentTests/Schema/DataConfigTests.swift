import Config
import Experiment
import Testing

@Suite("The data of an experiment")
struct DataConfigTests {
  private func data(_ keys: String) throws -> DataConfig {
    let folder = try ConfigFolder()
    try folder.write("data:\n  images: i\n  masks: m\n  \(keys)\nloss: {bce: 1}\n")
    return try folder.load().config.data
  }

  private func mistakes(_ keys: String) throws -> String {
    try ConfigFolder().mistakes("data:\n  images: i\n  masks: m\n  \(keys)\nloss: {bce: 1}\n")
  }

  @Test("Classes have values, colours, lists of both, or stand for 0, 1, 2")
  func classes() throws {
    #expect(
      try data("classes: {a: 0, b: \"#0fA0Ff\", c: [1, \"#000001\"]}").classes == [
        ClassConfig(name: "a", values: [.grey(0)]),
        ClassConfig(name: "b", values: [.color(red: 15, green: 160, blue: 255)]),
        ClassConfig(name: "c", values: [.grey(1), .color(red: 0, green: 0, blue: 1)]),
      ])
    #expect(
      try data("classes: [no, yes]").classes == [
        ClassConfig(name: "no", values: [.grey(0)]), ClassConfig(name: "yes", values: [.grey(1)]),
      ])
  }

  @Test("With one class the background is 0 unless it is said, with several there is none")
  func background() throws {
    #expect(try data("classes: {a: 255}").background == [.grey(0)])
    #expect(try data("classes: {a: 255, b: 3}").background == [])
    #expect(try data("classes: {a: 255}\n  background: [1, 2]").background == [.grey(1), .grey(2)])
  }

  @Test("A mask value with two meanings is refused with both places")
  func twoMeanings() throws {
    #expect(
      try mistakes("classes: {a: 1, b: [2, 1]}\n  ignore: 2") == """
        experiment.yaml:4:22: error: 'classes.b' has the mask value 1, which 'classes.a' has too
         4 |   classes: {a: 1, b: [2, 1]}
           |                      ^
            = 'classes.a' is at experiment.yaml:4:16
        """)
    #expect(
      try mistakes("classes: {a: \"#FF0000\"}\n  ignore: \"#ff0000\"") == """
        experiment.yaml:5:11: error: 'ignore' has the mask value #FF0000, which 'classes.a' has too
         5 |   ignore: "#ff0000"
           |           ^~~~~~~~~
            = 'classes.a' is at experiment.yaml:4:16
        """)
  }

  @Test("A single class cannot have the value of the background, even where that is the default")
  func backgroundValue() throws {
    #expect(
      try mistakes("classes: {a: 0}") == """
        experiment.yaml:4:16: error: 'classes.a' has the mask value 0, which 'background' has too
         4 |   classes: {a: 0}
           |                ^
            = 'background' is 0 by default
        """)
  }

  @Test("A background with several classes, names twice, none or too many are refused")
  func counts() throws {
    #expect(
      try mistakes("classes: [a, b]\n  background: 3").hasPrefix(
        "experiment.yaml:5:15: error: 'background' is only for a single class\n"))
    #expect(
      try mistakes("classes: [a, a]").hasPrefix("experiment.yaml:4:12: error: 'classes' names 'a' twice\n"))
    #expect(
      try mistakes("classes: []").hasPrefix(
        "experiment.yaml:4:12: error: 'classes' must name at least one class\n"))
    #expect(
      try mistakes("classes: {\"\": 1}").hasPrefix(
        "experiment.yaml:4:12: error: the name of a class must have 1 to 100 characters, not 0\n"))
    let many = (0...255).map { "c\($0)" }.joined(separator: ", ")
    #expect(
      try mistakes("classes: [\(many)]").hasPrefix(
        "experiment.yaml:4:12: error: 'classes' must name at most 255 classes, not 256\n"))
  }

  @Test("A colour without quotes is told from an empty value")
  func commentedColor() throws {
    #expect(
      try mistakes("classes:\n    a: #FF0000\n    b: 70000") == """
        experiment.yaml:5:7: error: 'classes.a' must be a mask value (a whole number from 0 to 65535, a colour \
        "#RRGGBB" or "#RRGGBBAA", a name, or rest) or a list of them, not an empty text
         5 |     a: #FF0000
           |       ^
            = '#' starts a comment; write "#FF0000" in quotes
        experiment.yaml:6:8: error: 'classes.b' must be a mask value (a whole number from 0 to 65535, a colour \
        "#RRGGBB" or "#RRGGBBAA", a name, or rest) or a list of them, not 70000
         6 |     b: 70000
           |        ^~~~~
        """)
  }

  @Test(
    "A name must contain {stem} once", arguments: ["mask_name", "image_name"],
    ["mask.png", "{stem}/{stem}.png"])
  func names(key: String, name: String) throws {
    #expect(
      try mistakes("classes: [a, b]\n  \(key): \"\(name)\"").hasPrefix(
        "experiment.yaml:5:\(key.count + 5): error: '\(key)' must contain {stem} once\n"))
  }

  @Test("A name without quotes is told from a mapping")
  func quotes() throws {
    #expect(
      try mistakes("classes: [a, b]\n  mask_name: {stem}") == """
        experiment.yaml:5:14: error: 'mask_name' must be a text, not a mapping
         5 |   mask_name: {stem}
           |              ^
            = braces make a mapping; write "{stem}" in quotes
        """)
  }

  @Test("Names are paths with placeholders; images have no {class}")
  func paths() throws {
    let files = try data(
      "classes: [a, b]\n  image_name: \"{stem}/images/*\"\n  mask_name: \"{class}/{stem}\""
    ).files
    #expect((files.imageName, files.maskName) == ("{stem}/images/*", "{class}/{stem}"))
    #expect(
      try mistakes("classes: [a, b]\n  image_name: \"{class}/{stem}\"").hasPrefix(
        "experiment.yaml:5:15: error: 'image_name' has {class}, which only masks have\n"))
  }

  @Test("Validation is a fraction unless something else is there")
  func validation() throws {
    let validation = { (text: String) throws in try data("classes: [a, b]\n  \(text)").split.validation }
    #expect(try validation("resize: null") == .fraction(0.2, DrawConfig()))
    #expect(try validation("validation: {}") == .fraction(0.2, DrawConfig()))
    #expect(try validation("validation: {fraction: 0.5, seed: 3}") == .fraction(0.5, DrawConfig(seed: 3)))
    #expect(try validation("validation: {range: [3, 3]}") == .ranges([PositionRange(first: 3, last: 3)]))
    #expect(try validation("validation: {list: /v.txt}") == .list(Path("/v.txt")))
    #expect(
      try validation("validation: {images: /i, masks: /m}") == .folders(images: Path("/i"), masks: Path("/m"))
    )
  }

  @Test("Validation is one thing only, with all its keys")
  func validationMistakes() throws {
    #expect(
      try mistakes("classes: [a, b]\n  validation: {fraction: 0.5, range: [5, 3]}") == """
        experiment.yaml:5:31: error: 'fraction' and 'range' exclude each other in 'validation'
         5 |   validation: {fraction: 0.5, range: [5, 3]}
           |                               ^~~~~
            = keep one of range, fraction, fold, list, images
        """)
    #expect(
      try mistakes("classes: [a, b]\n  validation: {range: [5, 3]}") == """
        experiment.yaml:5:23: error: 'range' must be [first, last], and 5 is above 3
         5 |   validation: {range: [5, 3]}
           |                       ^
        """)
    #expect(
      try mistakes("classes: [a, b]\n  validation: {images: i}").hasPrefix(
        "experiment.yaml:5:3: error: 'masks' is required in 'validation'\n"))
    #expect(
      try mistakes("classes: [a, b]\n  validation: {range: [1, 2], seed: 4}").hasPrefix(
        "experiment.yaml:5:31: error: unknown key 'seed' in 'validation'; it belongs to 'fraction' and 'fold'\n"
      ))
  }

  @Test("A size is one number or height and width")
  func sizes() throws {
    #expect(try data("classes: [a, b]\n  crop: 64").crop == PixelSize(height: 64, width: 64))
    #expect(try data("classes: [a, b]\n  crop: [64, 96]").crop == PixelSize(height: 64, width: 96))
    #expect(
      try mistakes("classes: [a, b]\n  crop: [64]").hasPrefix(
        "experiment.yaml:5:9: error: 'crop' must be [height, width] or one number, from 1 to 65536, not a list of 1\n"
      ))
  }
}
