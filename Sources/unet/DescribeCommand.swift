import ArgumentParser
import Config
import Experiment

/// `unet describe`: the config reference, from the declarations that read configs.
struct DescribeCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case markdown
    case jsonSchema = "json-schema"
    case metrics
  }

  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Print the config reference, or that of the metrics.",
    discussion: """
      The Markdown is docs/config.md, the metrics are docs/metrics.md. Editors check and complete YAML with the JSON Schema:
        unet describe --format json-schema > unet.schema.json
      """)

  @Option(help: "markdown, json-schema or metrics.")
  var format = Format.markdown

  func run() throws {
    switch format {
    case .markdown: print(Reference.markdown(for: ExperimentConfig.self), terminator: "")
    case .jsonSchema:
      print(Reference.jsonSchema(for: ExperimentConfig.self, title: "A unet experiment"), terminator: "")
    case .metrics: print(MetricReference.markdown, terminator: "")
    }
  }
}
