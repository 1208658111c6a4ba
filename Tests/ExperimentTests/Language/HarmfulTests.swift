import Config
import Diagnostics
import Experiment
import Foundation
import Testing

/// Texts with more mistakes than anybody reads.
private enum Harm {
  static let manyMistakes: [String] = [
    numbered { "k\($0): 1\n" },
    "model: {" + numbered { "k\($0): 1, " } + "}\n",
    "data: {ignore: [" + String(repeating: "-1, ", count: 20_000) + "]}\n",
    "data: {classes: {" + numbered { "k\($0), " } + "}}\n",
    "loss: {class_weights: {" + numbered { "k\($0): x, " } + "}}\n",
    String(repeating: "a: 1\n", count: 20_000),
    String(repeating: "- !!x 1\n", count: 20_000),
  ]

  static func numbered(_ text: (Int) -> String) -> String {
    (0..<20_000).map(text).joined()
  }
}

@Suite("Configs that are made to do harm")
struct HarmfulTests {
  private func mistakes(_ text: String) -> String {
    DiagnosticError(refusal(of: text)).description
  }

  @Test("50 MB are refused without being read, and where a file extends them at the name")
  func large() throws {
    let folder = try ConfigFolder()
    try folder.write("", to: "large.yaml")
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(folder.path)/large.yaml"))
    try file.truncate(atOffset: 50_000_000)
    try file.close()
    #expect(
      try folder.mistakes("extends: large.yaml\n") == """
        experiment.yaml:1:10: error: 'large.yaml' is larger than 1000000 bytes, too large for a config
         1 | extends: large.yaml
           |          ^~~~~~~~~~
        """)
    let error = #expect(throws: DiagnosticError.self) { try folder.load("large.yaml") }
    #expect(
      "\(error as Any)".contains("error: 'large.yaml' is larger than 1000000 bytes, too large for a config"))
  }

  @Test(
    "Ten thousand levels are refused where they become too many",
    arguments: [("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", ""), ("[{a: ", "}]")])
  func deep(open: String, close: String) {
    let text =
      "model:\n  \(String(repeating: open, count: 10_000))x\(String(repeating: close, count: 10_000))\n"
    let found = refusal(of: text)
    #expect(found.count == 1)
    #expect(found.allSatisfy { $0.location != nil })
    #expect(found.first?.message != "")
  }

  @Test("Levels by indentation are refused too")
  func indented() {
    let text = (0..<1000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
    #expect(mistakes(text).hasPrefix("a.yaml:101:101: error: values are nested deeper than 100 levels\n"))
  }

  @Test("Anchors that double are refused before they fill the memory")
  func bomb() {
    var text = "a0: &a0 x\n"
    for level in 1...60 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(mistakes(text).contains("error: the aliases of this file stand for more than 10000 values\n"))
  }

  @Test("An alias inside of its own anchor is refused")
  func selfReference() {
    #expect(
      mistakes("model: &a {depth: *a}\n").hasPrefix(
        "a.yaml:1:19: error: no value before this alias has the anchor '&a'"))
  }

  @Test("Of twenty thousand mistakes the first hundred are told", arguments: Harm.manyMistakes)
  func manyMistakes(text: String) {
    let found = refusal(of: text)
    #expect(found.count == 101)
    #expect(found.last?.message == "there may be more mistakes; these are the first 100")
    #expect(found.allSatisfy { $0.location != nil })
  }

  @Test(
    "Values of 200 kB are refused in a sentence",
    arguments: ["9", "x", "-", "${A}", "é", "e1", "\\"])
  func longValues(piece: String) {
    let value = String(repeating: piece, count: 200_000 / piece.utf8.count)
    let texts = ["model: {depth: \(value)}", "training: {\(value): 1}", "optimizer: {name: \(value)}"]
    for text in texts {
      let found = refusal(of: text)
      #expect(!found.isEmpty)
      #expect(found.allSatisfy { $0.location != nil && $0.message.utf8.count < 2000 }, "\(text.prefix(40))")
    }
  }

  @Test("A name of many code points that look like few characters is as long as they are many")
  func longNames() throws {
    // Escaped, each takes up to ten letters, and YAML takes keys of up to 1024 without a question mark.
    let name = { (count: Int) in String(repeating: "\u{200D}", count: count) }
    let config = { (name: String) in
      "data: {images: i, masks: m, classes: {a: 0, \(name): 1}}\nloss: {ce: 1}\n"
    }
    #expect(mistakes(config(name(101))).contains("must have 1 to 100 characters, not 101"))
    let folder = try ConfigFolder()
    try folder.write(config(name(100)))
    let loaded = try folder.load()
    try folder.write(loaded.resolvedText, to: "config.yaml")
    #expect(try folder.load("config.yaml").config.data.classes == loaded.config.data.classes)
  }

  @Test("Twenty thousand keys lie over twenty thousand others without a long wait")
  func largeBase() throws {
    let folder = try ConfigFolder()
    let keys = Harm.numbered { "k\($0): 1\n" }
    try folder.write(keys, to: "base.yaml")
    let text = try folder.mistakes("extends: base.yaml\n" + keys)
    #expect(text.contains("there may be more mistakes; these are the first 100"))
  }
}
