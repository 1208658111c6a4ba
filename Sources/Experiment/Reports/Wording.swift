import Foundation

/// How numbers read in what the program prints: the same everywhere, in no language's own format.
public enum Wording {
  /// A whole number with its thousands apart: "31,037,698".
  public static func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    let groups = stride(from: digits.count, to: 0, by: -3).map { String(digits[max(0, $0 - 3)..<$0]) }
    return (number < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
  }

  /// A number and its noun: "1 image", "2 images".
  public static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  /// How many images are for what: "6 training images, 2 for validation, 1 for the test".
  public static func split(training: Int, validation: Int, test: Int) -> String {
    let tested = test == 0 ? "" : ", \(grouped(test)) for the test"
    return "\(count(training, "training image")), \(grouped(validation)) for validation\(tested)"
  }

  /// A score or a loss with four digits after the point, and a dash for none.
  public static func score(_ value: Double?) -> String {
    value.map { fixed($0, digits: 4) } ?? "–"
  }

  /// A number with that many digits after the point.
  public static func fixed(_ value: Double, digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }

  /// A number with about three digits that matter, and none that say nothing: "0.0123", "1.23", "45.6", "1,235".
  public static func significant(_ value: Double) -> String {
    let size = abs(value)
    if size >= 1e15 { return "\(value)" }
    if size >= 100 || value == value.rounded() { return grouped(Int(value.rounded())) }
    let digits = size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4
    return fixed(value, digits: digits)
  }

  /// A span of time: "8.2 s", "3 min 05 s", "2 h 10 min".
  public static func duration(_ seconds: Double) -> String {
    if seconds < 60 { return "\(fixed(seconds, digits: 1)) s" }
    let whole = Int(seconds.rounded())
    if whole < 3600 { return "\(whole / 60) min \(twoDigits(whole % 60)) s" }
    return "\(whole / 3600) h \(twoDigits(whole % 3600 / 60)) min"
  }

  /// An amount of memory or disk, in powers of 1000: "640 bytes", "12 kB", "3.4 MB", "1.2 GB".
  public static func bytes(_ count: Double) -> String {
    if count.rounded() < 1000 { return self.count(Int(count.rounded()), "byte") }
    return scaled(count / 1000, units: ["kB", "MB", "GB", "TB", "PB"])
  }

  /// A number of floating-point operations: "12 kFLOP", "96.4 GFLOP".
  public static func flops(_ count: Double) -> String {
    scaled(count / 1000, units: ["kFLOP", "MFLOP", "GFLOP", "TFLOP", "PFLOP"])
  }

  /// A share of a whole: "7 %".
  public static func percent(_ share: Double) -> String { "\(fixed(100 * share, digits: 0)) %" }

  /// A name and its value in a line, aligned with others.
  public static func field(_ name: String, _ value: String) -> String {
    name.padding(toLength: 10, withPad: " ", startingAt: 0) + value
  }

  /// A path as it is typed in a folder, within it from there.
  public static func path(_ path: String, in current: String) -> String {
    path.hasPrefix(current + "/") ? String(path.dropFirst(current.count + 1)) : path
  }

  /// Rows of cells as lines whose columns end under each other.
  public static func table(_ rows: [[String]]) -> [String] {
    let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }.joined(separator: "  ")
    }
  }

  /// A number in the unit that leaves it from 1 to 1000, with a digit after the point below 100.
  private static func scaled(_ value: Double, units: [String]) -> String {
    var (value, index) = (value, 0)
    while value >= 999.5, index < units.count - 1 { (value, index) = (value / 1000, index + 1) }
    return "\(fixed(value, digits: value < 99.95 ? 1 : 0)) \(units[index])"
  }

  private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
