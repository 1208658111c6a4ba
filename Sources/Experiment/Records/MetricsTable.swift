public import Foundation

/// The file `metrics.csv`: the numbers of `metrics.json`, one row an epoch, for a spreadsheet or `pandas.read_csv`.
///
/// The columns are called by their place in the JSON, "val/iou/cell"; a number that does not exist is an empty field. It keeps its lines,
/// so that an epoch costs the same however many were before it.
public final class MetricsTable {
  private var rows: [[String: Double?]] = []
  private var names: [String] = []
  private var text = Data("\n".utf8)

  /// The table before the first epoch.
  public init() {}

  /// The text of the file: a line of names, then a line an epoch.
  ///
  /// - Parameter epochs: the history, which grows at its end from call to call.
  public func csv(_ epochs: [EpochRecord]) throws -> Data {
    let new = try epochs.dropFirst(rows.count).map { try $0.values() }
    rows += new
    let missing = Set(new.flatMap(\.keys)).subtracting(names)
    if missing.isEmpty {
      for row in new { text += line(of: row) }
    } else {
      names = (names + missing).sorted(by: EpochRecord.stands)
      text = Data((names.map(Self.quoted).joined(separator: ",") + "\n").utf8)
      for row in rows { text += line(of: row) }
    }
    return text
  }

  private func line(of row: [String: Double?]) -> Data {
    Data((names.map { Self.text(of: row[$0] ?? nil) }.joined(separator: ",") + "\n").utf8)
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
