import Config

/// Short names of the values that a key has in a sweep; different values have different ones.
struct SettingLabels {
  private var labels: [WrittenValue: String] = [:]
  private var taken: Set<String> = []

  /// The longest label, in bytes.
  private static let longest = 32

  /// Names the values of a key.
  init(_ values: [WrittenValue], of key: String) {
    for value in values where labels[value] == nil {
      let short = Self.shortened(Self.label(value, ofWeights: key == "loss"))
      let repeated = (2...).lazy.map { "\(short)_\($0)" }
      let label = taken.contains(short) ? repeated.first { !taken.contains($0) } ?? short : short
      taken.insert(label)
      labels[value] = label
    }
  }

  /// The name of one of the values.
  subscript(value: WrittenValue) -> String { labels[value] ?? "" }

  /// A text of letters that a file name may have anywhere.
  static func plain(_ text: String) -> String {
    let letters = text.unicodeScalars.map { scalar -> Character in
      let isLetter = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      return isLetter || "._+=-".unicodeScalars.contains(scalar) ? Character(scalar) : "-"
    }
    return letters.isEmpty ? "none" : String(letters)
  }

  private static func shortened(_ label: String) -> String {
    label.utf8.count <= longest ? label : label.prefix(longest - 2) + ".."
  }

  private static func label(_ value: WrittenValue, ofWeights isWeighing: Bool) -> String {
    switch value.content {
    case .null: "null"
    case .scalar(let text): plain(text)
    case .list(let items): joined(items.map { label($0, ofWeights: false) })
    case .mapping(let entries): joined(entries.compactMap { label($0, ofWeights: isWeighing) })
    }
  }

  private static func joined(_ labels: [String]) -> String {
    labels.isEmpty ? "none" : labels.joined(separator: "+")
  }

  /// What an entry of a mapping adds to its name; nil for nothing.
  private static func label(_ entry: Assigned<WrittenValue>, ofWeights isWeighing: Bool) -> String? {
    let (name, value) = (plain(entry.path.text), entry.value)
    switch value.content {
    case .null: return nil
    case .scalar("true"): return name
    case .scalar("false"): return "no-\(name)"
    case .scalar(let text) where name == "name": return plain(text)
    case .scalar(let text):
      return isWeighing && value.number != nil ? weighed(name, value) : name + plain(text)
    case .mapping(let entries) where isWeighing:
      return weighed(name, entries.first { $0.path.text == "weight" }?.value)
    case .mapping, .list: return name + label(value, ofWeights: false)
    }
  }

  private static func weighed(_ name: String, _ weight: WrittenValue?) -> String {
    guard let weight, weight.number != 1 else { return name }
    return plain(weight.text) + name
  }
}
