import Config
import Diagnostics
import Experiment
import Foundation
import Images

extension Inspection {
  /// Class names are cut off after so many letters in tables.
  private static let longestName = 24
  private static let label = 12

  /// The inspection in words.
  ///
  /// - Parameter width: The letters of a line, at least 40; long lines are broken, tables are not.
  public func lines(width: Int) -> [String] {
    let width = max(width, 40)
    let told = DatasetFacts.Part.allCases.flatMap { part in
      (parts[part].map { partLines(part, $0) } ?? []).flatMap { Self.field($0, $1, width) }
    }
    return told + classTable + weightLines.flatMap { Self.field($0, $1, width) }
      + findings.flatMap { Self.lines(of: $0, width) }
  }

  /// One line about all findings.
  public var verdict: String {
    func count(_ severity: Finding.Severity) -> Int { findings.count { $0.severity == severity } }
    let errors = problems.count + count(.error)
    let warnings = count(.warning)
    let parts = [
      errors > 0 ? Wording.count(errors, "error") : nil,
      warnings > 0 ? Wording.count(warnings, "warning") : nil,
      count(.note) > 0 ? Wording.count(count(.note), "note") : nil,
    ].compactMap(\.self)
    return parts.isEmpty ? "nothing to complain of" : parts.joined(separator: ", ")
  }

  // MARK: Parts

  private func partLines(_ part: DatasetFacts.Part, _ numbers: PartFacts) -> [(String, String)] {
    let depth = numbers.depths.map { Self.share($0.depth.words, $0.count, of: numbers) }.joined(
      separator: ", ")
    let channels = numbers.channels.map { item in
      Self.share(Wording.count(item.channels, "channel"), item.count, of: numbers)
    }
    let first = [
      Wording.count(numbers.count, "image"), sizes(numbers), channels.joined(separator: ", "), depth,
    ]
    let values = numbers.intensities.enumerated().map { channel, values in
      let name = numbers.intensities.count > 1 ? "channel \(channel): " : ""
      return """
        \(name)\(Wording.significant(values.minimum)) to \(Wording.significant(values.maximum)), \
        mean \(Wording.significant(values.mean)), 1 to 99 % in \(Wording.significant(values.quantile(0.01))) to \
        \(Wording.significant(values.quantile(0.99)))
        """
    }
    return [(part.rawValue, first.joined(separator: "; "))]
      + values.enumerated().map { ($0.offset == 0 ? "  values" : "", $0.element) }
  }

  /// "512x512", or the extremes and the most frequent.
  private func sizes(_ numbers: PartFacts) -> String {
    guard numbers.sizes.count > 1, let usual = numbers.sizes.first else {
      return numbers.sizes.first?.size.description ?? ""
    }
    let sorted = numbers.sizes.map(\.size).sorted { $0.area < $1.area }
    let (least, most) = (sorted.first ?? usual.size, sorted.last ?? usual.size)
    return "\(numbers.sizes.count) sizes from \(least) to \(most), \(usual.count) of \(usual.size)"
  }

  private static func share(_ what: String, _ count: Int, of numbers: PartFacts) -> String {
    count == numbers.count ? what : "\(Wording.grouped(count)) of \(what)"
  }

  /// The part of the pixels and of the images that each class has.
  private var classTable: [String] {
    let told = DatasetFacts.Part.allCases.filter { parts[$0] != nil }
    guard !told.isEmpty else { return [] }
    let names = facts.classNames.map { name in
      name.count > Self.longestName ? name.prefix(Self.longestName - 2) + ".." : name[...]
    }
    let header = ["class"] + told.flatMap { ["\($0.rawValue)", "images"] }
    let rows = names.indices.map { index in
      [String(names[index])] + told.flatMap { part in cells(part, index) }
    }
    let ignored =
      ["ignored"]
      + told.flatMap { part -> [String] in
        let numbers = parts[part]
        let all = (numbers?.validPixels ?? 0) + (numbers?.ignoredPixels ?? 0)
        return [Self.percent(numbers?.ignoredPixels ?? 0, of: all), ""]
      }
    let isSomeIgnored = told.contains { parts[$0]?.ignoredPixels ?? 0 > 0 }
    return Wording.table([header] + rows + (isSomeIgnored ? [ignored] : [])).map { "  \($0)" }
  }

  private func cells(_ part: DatasetFacts.Part, _ index: Int) -> [String] {
    guard let numbers = parts[part] else { return ["", ""] }
    return [
      Self.percent(numbers.classPixels[index], of: numbers.validPixels),
      Wording.grouped(numbers.classImages[index]),
    ]
  }

  /// "12.3 %": three digits that matter, since what is rare is what matters.
  private static func percent(_ count: Int, of all: Int) -> String {
    guard count > 0, all > 0 else { return "0 %" }
    let percent = 100 * Double(count) / Double(all)
    return percent < 0.001 ? "< 0.001 %" : "\(Wording.significant(percent)) %"
  }

  /// Weights that balance the classes, as a line to paste.
  private var weightLines: [(String, String)] {
    guard let frequencies else { return [] }
    return ClassWeights.Balance.allCases.map { balance in
      let weights = zip(facts.classNames, frequencies.weights(balance)).map { name, weight in
        "\(Self.yaml(name)): \(weight.map(Wording.significant)?.replacingOccurrences(of: ",", with: "") ?? "0")"
      }
      // The name stands in front: all of the text can be pasted into `loss`.
      return (balance.rawValue, "class_weights: {\(weights.joined(separator: ", "))}")
    }
  }

  private static func yaml(_ name: String) -> String {
    if name.allSatisfy({ $0.isLetter || $0.isNumber || "_-".contains($0) }) { return name }
    let escaped = name.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(
      of: "\"", with: "\\\"")
    return "\"\(escaped)\""
  }

  // MARK: Findings

  private static func lines(of finding: Finding, _ width: Int) -> [String] {
    let head = field(finding.severity.rawValue, "\(finding.name.rawValue): \(finding.message)", width)
    let files = finding.severity == .note ? [] : finding.listedFiles
    // A path is to be copied: it is never broken.
    return head + files.map { String(repeating: " ", count: label) + $0 }
      + field("", "→ \(finding.next)", width)
  }

  /// A name and its text, broken between words.
  private static func field(_ name: String, _ text: String, _ width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, label + line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    lines.append(line)
    return lines.enumerated().map { number, line in
      (number == 0 ? name : "").padding(toLength: label, withPad: " ", startingAt: 0) + line
    }
  }
}
