import YAML

extension Node {
  /// The value on one line, nearly as it was written: `1e-2` stays `1e-2`.
  var written: String {
    switch content {
    case .scalar(let scalar): scalar.written
    case .sequence(let items): "[" + items.map(\.written).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\($0.key.text): \($0.value.written)" }.joined(separator: ", ") + "}"
    }
  }

  /// The texts of all scalars in the value.
  var texts: [String] {
    switch content {
    case .scalar(let scalar): [scalar.text]
    case .sequence(let items): items.flatMap(\.texts)
    case .mapping(let entries): entries.flatMap(\.value.texts)
    }
  }
}

extension Node.Scalar {
  fileprivate var written: String {
    if isPlain, text.isEmpty { return "null" }
    return isPlain && !text.contains(where: \.isNewline) ? text : YAMLWriter.flow(.string(text))
  }
}
