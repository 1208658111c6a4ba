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

  /// A score or a loss with four digits after the point, and a dash for none.
  public static func score(_ value: Double?) -> String {
    value.map { fixed($0, digits: 4) } ?? "–"
  }

  /// A number with that many digits after the point.
  public static func fixed(_ value: Double, digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }

  /// A span of time: "8.2 s", "3 min 05 s", "2 h 10 min".
  public static func duration(_ seconds: Double) -> String {
    if seconds < 60 { return "\(fixed(seconds, digits: 1)) s" }
    let whole = Int(seconds.rounded())
    if whole < 3600 { return "\(whole / 60) min \(twoDigits(whole % 60)) s" }
    return "\(whole / 3600) h \(twoDigits(whole % 3600 / 60)) min"
  }

  private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
