import ArgumentParser
import Experiment

/// `unet describe`: the config reference, from the declarations that read configs.
struct DescribeCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case markdown
    case jsonSchema = "json-schema"
    case sweepJSONSchema = "sweep-json-schema"
    case metrics
  }

  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Print the config reference, or that of the metrics.",
    discussion: """
      The Markdown is docs/config.md, the metrics are docs/metrics.md. Editors check and complete YAML with the JSON Schema, that of \
      experiments or that of sweeps:
        unet describe --format json-schema > unet.schema.json
        unet describe --format sweep-json-schema > sweep.schema.json
      """)

  @Option(help: "markdown, json-schema, sweep-json-schema or metrics.")
  var format = Format.markdown

  func run() throws {
    switch format {
    case .markdown: print(SchemaReference.markdown, terminator: "")
    case .jsonSchema: print(SchemaReference.experiment, terminator: "")
    case .sweepJSONSchema: print(SchemaReference.sweep, terminator: "")
    case .metrics: print(MetricReference.markdown, terminator: "")
    }
  }
}
