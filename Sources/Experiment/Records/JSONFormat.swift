public import Foundation

/// How every JSON file of a run is written: sorted keys, indented, with an end of line, so that a diff of two runs is readable.
public enum JSONFormat {
  /// The version of the records that this program writes.
  public static let schema = 1

  /// The record as JSON text.
  public static func encode(_ record: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(record) + Data("\n".utf8)
  }

  /// The record that a JSON text holds.
  public static func decode<Record: Decodable>(_ type: Record.Type, from data: Data) throws -> Record {
    try JSONDecoder().decode(type, from: data)
  }
}
