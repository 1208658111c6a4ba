import Torch

/// The JSON at the start of a safetensors file.
struct SafetensorsHeader: Codable, Equatable {
  /// Where a tensor is.
  struct Entry: Codable, Equatable {
    var dtype: String
    var shape: [Int]
    /// The first byte and the one after the last, from the end of the header.
    var offsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }
  }

  var metadata: [String: String] = [:]
  var tensors: [String: Entry] = [:]

  private struct Key: CodingKey {
    static let metadata = Key("__metadata__")
    let stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  init() {}

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    for key in container.allKeys {
      if key.stringValue == Key.metadata.stringValue {
        metadata = try container.decode([String: String].self, forKey: key)
      } else {
        tensors[key.stringValue] = try container.decode(Entry.self, forKey: key)
      }
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    if !metadata.isEmpty { try container.encode(metadata, forKey: .metadata) }
    for (name, entry) in tensors { try container.encode(entry, forKey: Key(name)) }
  }
}

extension DType {
  /// The type of a name in a header.
  init?(safetensorsName name: String) {
    guard let type = DType.allCases.first(where: { $0.safetensorsName == name }) else { return nil }
    self = type
  }

  /// The name in a header.
  var safetensorsName: String {
    switch self {
    case .uint8: "U8"
    case .int32: "I32"
    case .int64: "I64"
    case .float32: "F32"
    case .float64: "F64"
    case .bfloat16: "BF16"
    case .bool: "BOOL"
    }
  }
}
