/// A curve as a line of letters.
public struct Sparkline: Sendable {
  private let levels: [Character]

  /// - Parameter environment: says by `LC_ALL`, `LC_CTYPE` or `LANG` whether a terminal shows more than ASCII.
  public init(environment: [String: String]) {
    // The first of these that is set counts, as for any program.
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    let isUnicode = locale.lowercased().contains("utf-8") || locale.lowercased().contains("utf8")
    self.init(isUnicode: isUnicode)
  }

  /// - Parameter isUnicode: whether block characters are shown, or ASCII alone.
  public init(isUnicode: Bool) { levels = Array(isUnicode ? "▁▂▃▄▅▆▇█" : "_.:-=+*#") }

  /// A line for each curve, all on one scale; a blank where a curve has no value.
  ///
  /// - Parameters:
  ///   - curves: values at the same places.
  ///   - width: the most letters, at least 1; of more values, neighbours are averaged.
  public func lines(_ curves: [[Double?]], width: Int) -> [String] {
    let short = curves.map { Self.averaged($0, to: max(1, width)) }
    let known = short.joined().compactMap(\.self)
    guard let low = known.min(), let high = known.max() else {
      return short.map { String(repeating: " ", count: $0.count) }
    }
    return short.map { values in
      String(values.map { value in value.map { level($0, low, high) } ?? " " })
    }
  }

  private func level(_ value: Double, _ low: Double, _ high: Double) -> Character {
    guard high > low else { return levels[levels.count / 2] }
    let share = value / (high - low) - low / (high - low)
    return levels[min(levels.count - 1, max(0, Int(share * Double(levels.count))))]
  }

  private static func averaged(_ values: [Double?], to width: Int) -> [Double?] {
    let finite = values.map { $0.flatMap { $0.isFinite ? $0 : nil } }
    guard finite.count > width else { return finite }
    return (0..<width).map { place in
      let known = finite[place * finite.count / width..<(place + 1) * finite.count / width].compactMap(\.self)
      return known.isEmpty ? nil : known.mean
    }
  }
}
