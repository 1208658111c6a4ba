import Config
import Testing

@Suite("The resolved config")
struct ResolvedTests {
  @Test("It states every key with the value used")
  func everyKey() throws {
    let folder = try ConfigFolder(["a.yaml": "name: $${x}\nmodel: {weights: w.bin}\nloss: {dice: 0.5}\n"])
    #expect(
      try folder.load().resolvedText == """
        name: "$${x}"
        model:
          depth: 4
          width: null
          norm: batch
          bias: false
          weights: \(folder.path)/w.bin
          sizes: [1, 2]
        optimizer:
          rate: 0.001
          name: adam
          epsilon: 1.0e-08
        loss:
          dice: {weight: 0.5, smooth: 1.0e-06}
          weights: null

        """)
  }

  @Test(
    "It loads to the same config and the same text from anywhere",
    arguments: [
      "",
      "name: \"${A}\"\nmodel: {depth: 1, norm: none, bias: true, weights: \"$${a}/b c#.bin\", sizes: []}\n",
      "optimizer: {name: sgd, rate: 1.0e-7}\nloss: {dice: 0, weights: {no: 1, \"a b\": 1e-5, \"\": 2}}",
    ])
  func roundTrip(text: String) throws {
    let folder = try ConfigFolder(["sub/a.yaml": text])
    folder.environment = ["A": "${B} \"quoted\"\n"]
    let loaded = try folder.load("sub/a.yaml")
    try folder.write(loaded.resolvedText, to: "config.yaml")
    folder.environment = [:]
    let again = try folder.load("config.yaml")
    #expect(again.config == loaded.config)
    #expect(again.resolvedText == loaded.resolvedText)
  }
}
