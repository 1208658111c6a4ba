import Diagnostics
import Testing

@Suite("Did you mean")
struct SpellingTests {
  private let keys = ["learning_rate", "weight_decay", "name", "betas"]

  @Test(
    "A slip of the finger finds the name that was meant",
    arguments: [
      ("lerning_rate", "learning_rate"), ("learnign_rate", "learning_rate"),
      ("Learning_Rate", "learning_rate"),
      ("weightdecay", "weight_decay"), ("nmae", "name"), ("beta", "betas"),
    ])
  func near(name: String, meant: String) {
    #expect(Spelling.nearest(to: name, in: keys) == meant)
  }

  @Test("A name that is near to none finds none", arguments: ["", "x", "momentum", "rate", "nesterov"])
  func far(name: String) {
    #expect(Spelling.nearest(to: name, in: keys) == nil)
  }

  @Test("Two short names that differ in all letters are not near")
  func short() {
    #expect(Spelling.nearest(to: "a", in: ["b"]) == nil)
  }

  @Test("The first of equally near names wins")
  func tie() {
    #expect(Spelling.nearest(to: "cat", in: ["bat", "hat"]) == "bat")
  }

  @Test("The suggestion is the end of a sentence, or nothing")
  func suggestion() {
    #expect(Spelling.suggestion(for: "nmae", in: keys) == "; did you mean 'name'?")
    #expect(Spelling.suggestion(for: "momentum", in: keys) == "")
  }
}
