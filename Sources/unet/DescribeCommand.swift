import ArgumentParser
import Config
import Experiment

/// `unet describe`: the config reference, from the declarations that read configs.
struct DescribeCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case markdown
    case jsonSchema = "json-schema"
  }

  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Print the config reference.",
    discussion: """
      The Markdown is docs/config.md. Editors check and complete YAML with the JSON Schema:
        unet describe --format json-schema > unet.schema.json
      """)

  @Option(help: "markdown or json-schema.")
  var format = Format.markdown

  func run() throws {
    switch format {
    case .markdown: print(Reference.markdown(for: ExperimentConfig.self), terminator: "")
    case .jsonSchema:
      print(Reference.jsonSchema(for: ExperimentConfig.self, title: "A unet experiment"), terminator: "")
    }
  }
}
