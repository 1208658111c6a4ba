import Config
import Testing

@Suite("Values of every kind")
struct ValueTests {
  @Test(
    "What is absent or null has its default",
    arguments: ["", "model: null", "model: {depth: null, width: ~, norm: }"])
  func defaults(text: String) throws {
    let config = try load(text)
    #expect(config.model.depth == 4)
    #expect(config.model.width == nil)
    #expect(config.model.norm == .batch)
    #expect(config.optimizer.rate == 1e-3)
    #expect(config.loss.dice == nil)
  }

  @Test("The type that the key wants decides what a scalar means")
  func types() throws {
    let config = try load(
      """
      name: no
      model: {depth: 3, width: +8, norm: none, bias: true, sizes: [0, -1]}
      optimizer: {rate: 1e-3, name: sgd, momentum: .5}
      """)
    #expect(config.name == "no")
    #expect(config.model.depth == 3)
    #expect(config.model.width == 8)
    #expect(config.model.norm == .none)
    #expect(config.model.bias)
    #expect(config.model.sizes == [0, -1])
    #expect(config.optimizer.rate == 0.001)
    #expect(config.optimizer.momentum == 0.5)
  }

  @Test(
    "A single number stands for a mapping", arguments: ["loss: {dice: 0.5}", "loss: {dice: {weight: 0.5}}"])
  func shorthand(text: String) throws {
    let config = try load(text)
    #expect(config.loss.dice == 0.5)
    #expect(config.loss.smooth == 1e-6)
  }

  @Test("Names that the user chooses keep their order")
  func dictionary() throws {
    let weights = try load("loss: {weights: {z: 1, a: 2, no: 3}}").loss.weights
    #expect(weights == [Named("z", 1), Named("a", 2), Named("no", 3)])
  }

  @Test(
    "A value of the wrong kind is told apart from the right ones",
    arguments: [
      ("depth: 3.0", "'depth' must be a whole number from 1 to 7, not 3.0"),
      ("depth: 0x3", "'depth' must be a whole number from 1 to 7, not 0x3"),
      ("depth: 1_0", "'depth' must be a whole number from 1 to 7, not '1_0'"),
      ("depth: 8", "'depth' must be a whole number from 1 to 7, not 8"),
      ("depth: [3]", "'depth' must be a whole number from 1 to 7, not a list of 1"),
      ("depth: {a: 3}", "'depth' must be a whole number from 1 to 7, not a mapping"),
      ("depth: ''", "'depth' must be a whole number from 1 to 7, not an empty text"),
      ("width: 0", "'width' must be a whole number at least 1, not 0"),
      ("norm: bach", "'norm' must be one of batch, group, none, not 'bach'; did you mean 'batch'?"),
      ("norm: layer", "'norm' must be one of batch, group, none, not 'layer'"),
      ("bias: True", "'bias' must be true or false, not 'True'"),
      ("sizes: 3", "'sizes' must be a list of values, each a whole number, not 3"),
      ("sizes: [1, x]", "each value of 'sizes' must be a whole number, not 'x'"),
      ("weights: \"\"", "'weights' must be a path, not an empty text"),
      ("weights: [a]", "'weights' must be a path, not a list of 1"),
    ])
  func wrongValues(line: String, message: String) throws {
    let text = try mistakes("model:\n  \(line)\n")
    #expect(text.split(separator: "\n").first?.split(separator: " error: ").last.map(String.init) == message)
  }

  @Test(
    "A number is decimal and finite",
    arguments: ["nan", ".nan", "inf", ".inf", "0x1p-2", "1e999", "1,5", "1 000", "١"])
  func wrongNumbers(number: String) throws {
    let text = try mistakes("optimizer:\n  rate: \(number)\n")
    #expect(text.hasPrefix("a.yaml:2:9: error: 'rate' must be a number above 0 and at most 1, not "))
  }

  @Test("A note says how to correct what was nearly right")
  func notes() throws {
    #expect(
      try mistakes("model:\n  depth: \"5\"\n  width: 99999999999999999999\n  bias: yes\n") == """
        a.yaml:2:10: error: 'depth' must be a whole number from 1 to 7, not the text "5"
         2 |   depth: "5"
           |          ^~~
            = quotes make it a text; remove them
        a.yaml:3:10: error: 'width' must be a whole number at least 1, not 99999999999999999999
         3 |   width: 99999999999999999999
           |          ^~~~~~~~~~~~~~~~~~~~
            = the number is too large
        a.yaml:4:9: error: 'bias' must be true or false, not 'yes'
         4 |   bias: yes
           |         ^~~
            = write true
        """)
  }

  @Test("A colour without quotes is told from an empty value")
  func comment() throws {
    #expect(
      try mistakes("name: #FF0000\n") == """
        a.yaml:1:6: error: 'name' is empty: '#' starts a comment
         1 | name: #FF0000
           |      ^
            = write "#FF0000" in quotes
        """)
  }

  @Test("A wrong single value is called by the name of the mapping that it stands for")
  func shorthandMistake() throws {
    #expect(
      try mistakes("loss: {dice: -1}") == """
        a.yaml:1:14: error: 'dice' must be a number at least 0, not -1
         1 | loss: {dice: -1}
           |              ^~
            = a number alone is its 'weight'
        """)
  }

  @Test("A section must be a mapping")
  func noMapping() throws {
    #expect(
      try mistakes("model: 3\n") == """
        a.yaml:1:8: error: 'model' must be a mapping, not 3
         1 | model: 3
           |        ^
        """)
  }
}
