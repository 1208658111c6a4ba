public import Foundation

/// The file `metrics.csv`: the numbers of `metrics.json`, one row an epoch, for a spreadsheet or `pandas.read_csv`.
///
/// The columns are called by their place in the JSON, "val/iou/cell"; a number that does not exist is an empty field.
public enum MetricsTable {
  /// The text of the file: a line of names, then a line an epoch.
  public static func csv(_ epochs: [EpochRecord]) throws -> Data {
    let rows = try epochs.map { try $0.values() }
    let names = Set(rows.flatMap(\.keys)).sorted(by: EpochRecord.stands)
    let lines = [names.map(quoted)] + rows.map { row in names.map { text(of: row[$0] ?? nil) } }
    return Data(lines.map { $0.joined(separator: ",") + "\n" }.joined().utf8)
  }

  private static func text(of number: Double?) -> String {
    guard let number else { return "" }
    return Int(exactly: number).map { "\($0)" } ?? "\(number)"
  }

  /// A name as RFC 4180 has it: in quotes where it holds what separates fields or lines.
  private static func quoted(_ name: String) -> String {
    guard name.contains(where: { ",\"\r\n".contains($0) || $0.isNewline }) else { return name }
    return "\"" + name.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}
