import CYAML

/// A step of libyaml's parser in Swift's words; the only code that looks into libyaml's union.
struct Event {
  enum Kind {
    case streamStart
    case streamEnd
    case documentStart
    case documentEnd
    case alias(String)
    case scalar(Node.Scalar, Attributes)
    case sequenceStart(Attributes)
    case mappingStart(Attributes)
    case collectionEnd
  }

  /// What may stand before a value.
  struct Attributes {
    let anchor: String?
    let tag: String?
  }

  let kind: Kind
  /// The first character, counted from 0.
  let start: (line: Int, column: Int)
  /// The character after the last one, counted from 0.
  let end: (line: Int, column: Int)

  init(_ raw: yaml_event_t) {
    kind = Self.kind(raw)
    start = (raw.start_mark.line, raw.start_mark.column)
    end = (raw.end_mark.line, raw.end_mark.column)
  }

  private static func kind(_ raw: yaml_event_t) -> Kind {
    switch raw.type {
    case YAML_STREAM_START_EVENT: .streamStart
    case YAML_DOCUMENT_START_EVENT: .documentStart
    case YAML_DOCUMENT_END_EVENT: .documentEnd
    case YAML_ALIAS_EVENT: .alias(text(raw.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT: scalar(raw)
    case YAML_SEQUENCE_START_EVENT:
      .sequenceStart(attributes(raw.data.sequence_start.anchor, raw.data.sequence_start.tag))
    case YAML_MAPPING_START_EVENT:
      .mappingStart(attributes(raw.data.mapping_start.anchor, raw.data.mapping_start.tag))
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: .collectionEnd
    default: .streamEnd
    }
  }

  private static func scalar(_ raw: yaml_event_t) -> Kind {
    let scalar = raw.data.scalar
    let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
    let value = Node.Scalar(
      text: String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
    return .scalar(value, attributes(scalar.anchor, scalar.tag))
  }

  private static func attributes(
    _ anchor: UnsafeMutablePointer<yaml_char_t>?, _ tag: UnsafeMutablePointer<yaml_char_t>?
  ) -> Attributes {
    Attributes(anchor: text(anchor), tag: text(tag))
  }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }
}
