import Config
import Experiment
import Foundation

/// PyPI's jsonschema, in a Python that has it: `UNET_PYTHON`, or `python3`.
enum SchemaValidator {
  private static let executable = ProcessInfo.processInfo.environment["UNET_PYTHON"] ?? "python3"

  static let isInstalled: Bool = (try? run(["-c", "import jsonschema"])) != nil

  private struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private static let script = """
    import json, sys
    from jsonschema import Draft202012Validator as Validator
    with open(sys.argv[1]) as file:
        schema = json.load(file)
    Validator.check_schema(schema)
    with open(sys.argv[2]) as file:
        print(json.dumps([Validator(schema).is_valid(json.loads(line)) for line in file]))
    """

  /// Whether the JSON Schema of an experiment, which must be a legal schema, accepts each of some YAML texts.
  static func verdicts(on configs: [String]) throws -> [Bool] {
    let folder = try ConfigFolder()
    try folder.write(Reference.jsonSchema(for: ExperimentConfig.self, title: "A test"), to: "schema.json")
    try folder.write(configs.map(CoreSchemaJSON.text).map { $0 + "\n" }.joined(), to: "configs.jsonl")
    let output = try run(["-c", script, "\(folder.path)/schema.json", "\(folder.path)/configs.jsonl"])
    return try JSONDecoder().decode([Bool].self, from: output)
  }

  private static func run(_ arguments: [String]) throws -> Data {
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [executable] + arguments
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    let message = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: String(decoding: message, as: UTF8.self))
    }
    return data
  }
}
