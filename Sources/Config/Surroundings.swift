import YAML

/// What a config may refer to outside of its files: the environment and the current folder.
struct Surroundings {
  /// The name under which overrides appear in locations.
  static let commandLine = "<command line>"

  var environment: [String: String] = [:]
  /// An absolute path.
  var currentFolder = "/"

  /// The user's folder.
  var home: String? { environment["HOME"] }

  /// The text with environment variables replaced.
  func expand(_ text: String) throws(VariableExpansion.Problem) -> String {
    try VariableExpansion(environment: environment).expand(text)
  }

  /// Whether a value is null, which stands for the default.
  func isNull(_ node: Node) -> Bool {
    guard let scalar = node.scalar, let text = try? expand(scalar.text) else { return false }
    return Node.Scalar(text: text, isPlain: scalar.isPlain).isNull
  }

  /// The variables that a text names.
  func variables(in text: String) -> [Provenance.Variable] {
    VariableExpansion(environment: environment).variables(in: text)
  }

  /// The absolute path of a file that the user named from the current folder.
  func file(_ name: String) -> Path { Path(name, in: currentFolder) }

  /// The path that `text` means in a file: relative to the file's folder, or to the current one on the
  /// command line.
  func path(_ text: String, standingIn file: String) -> Path {
    if text.hasPrefix("~/"), let home { return Path(String(text.dropFirst(2)), in: home) }
    let folder = file == Self.commandLine ? currentFolder : self.file(file).parent.string
    return Path(text, in: folder)
  }
}
