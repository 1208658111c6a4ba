import Config
import Diagnostics
import Experiment
import Foundation
import Testing

/// What the program says of a config; empty if it accepts it.
func refusal(of text: String) -> [Diagnostic] {
  let loader = ConfigLoader(environment: Corpus.environment, currentFolder: "/")
  do throws(DiagnosticError) {
    _ = try loader.load(ExperimentConfig.self, file: "a.yaml", text: Array(text.utf8))
    return []
  } catch {
    return error.diagnostics
  }
}

@Suite("The corpus of configs")
struct CorpusTests {
  private static let needsValidator: Comment = "needs a Python with jsonschema (UNET_PYTHON)"

  @Test("It has 200 configs and more, and few that only the program can refuse")
  func size() throws {
    let configs = try Corpus.configs()
    #expect(configs.count >= 200)
    #expect(configs.count { $0.verdict == .good } >= 80)
    #expect(configs.count { $0.verdict == .bad } >= 120)
    #expect(configs.count { $0.verdict == .reader } * 8 < configs.count)
    #expect(Set(configs.map(\.text)).count == configs.count)
  }

  @Test(
    "The program accepts the good ones, and refuses the others for the reason that is told",
    arguments: try Corpus.configs())
  func program(config: CorpusConfig) {
    let found = refusal(of: config.text)
    #expect(found.isEmpty == (config.verdict == .good), "\(found)")
    #expect(found.allSatisfy { $0.location?.file == "a.yaml" })
    let messages = found.flatMap { [$0.message] + $0.notes }
    #expect(found.isEmpty || messages.contains { $0.contains(config.reason) }, "\(messages)")
  }

  @Test("JSON Schema agrees", .enabled(if: SchemaValidator.isInstalled, needsValidator))
  func schema() throws {
    let configs = try Corpus.configs()
    for (config, accepts) in zip(configs, try SchemaValidator.verdicts(on: configs.map(\.text))) {
      #expect(accepts == (config.verdict != .bad), "\(config.text)")
    }
  }

  @Test(
    "JSON Schema accepts the configs that the repository ships, and files that leave to a base what is required",
    .enabled(if: SchemaValidator.isInstalled, needsValidator))
  func shipped() throws {
    let shipped = try RepositoryTests.configs.map {
      try String(contentsOf: RepositoryTests.root.appending(path: "configs/\($0).yaml"), encoding: .utf8)
    }
    let extending = [
      "extends: a.yaml\n", "extends: [a.yaml, b.yaml]\nmodel: {depth: 3}\ndata: {ignore: 3}\n",
    ]
    let incomplete = ["extends: null\n", "model: {depth: 3}\n"]
    let verdicts = try SchemaValidator.verdicts(on: shipped + extending + incomplete)
    #expect(verdicts == Array(repeating: true, count: shipped.count + 2) + [false, false])
  }

  @Test(
    "Of each declared key, what its shape allows is refused by a rule at most, and what it doesn't always")
  func everyKey() {
    let samples = SchemaSamples.all
    #expect(samples.count > 200)
    for sample in samples {
      let found = refusal(of: sample.text)
      if sample.isGood {
        // A rule may be about other keys too; that a value has the wrong shape is said in the shape's own words.
        let aboutShape = found.filter {
          $0.message.contains(sample.words) || $0.message.contains("unknown key")
        }
        #expect(aboutShape.isEmpty, "\(sample.text)\(found)")
      } else {
        #expect(!found.isEmpty, "\(sample.text)")
      }
    }
  }

  @Test("JSON Schema agrees on each declared key", .enabled(if: SchemaValidator.isInstalled, needsValidator))
  func everyKeySchema() throws {
    let samples = SchemaSamples.all
    for (sample, accepts) in zip(samples, try SchemaValidator.verdicts(on: samples.map(\.text))) {
      #expect(accepts == sample.isGood, "\(sample.text)")
    }
  }
}
