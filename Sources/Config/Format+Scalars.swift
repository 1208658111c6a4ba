import YAML

extension Bool: ConfigValue {
  /// `true` or `false`, nothing else.
  public static var format: Format<Bool> {
    Format(.bool) { node, reader in
      guard let scalar = reader.scalar(node, as: .bool) else { return nil }
      switch scalar {
      case Node.Scalar(text: "true", isPlain: true): return true
      case Node.Scalar(text: "false", isPlain: true): return false
      default:
        reader.mismatch(node, scalar, .bool, notes: suggestion(scalar.text))
        return nil
      }
    } write: {
      .bool($0)
    }
  }

  private static func suggestion(_ text: String) -> [String] {
    switch text.lowercased() {
    case "yes", "on", "y", "true", "1": ["write true"]
    case "no", "off", "n", "false", "0": ["write false"]
    default: []
    }
  }
}

extension Int: ConfigNumber {
  /// Decimal digits with an optional sign.
  public static func format(in limits: Limits<Int>) -> Format<Int> {
    let shape = ValueShape.int(limits)
    return Format(shape) { node, reader in
      guard let scalar = reader.scalar(node, as: shape) else { return nil }
      guard scalar.isPlain, let value = Int(scalar.text), limits.contains(value) else {
        reader.mismatch(node, scalar, shape, notes: reader.numberNotes(scalar) { Int($0) != nil })
        return nil
      }
      return value
    } write: {
      .int($0)
    }
  }
}

extension Double: ConfigNumber {
  /// A decimal number, with or without a point and an exponent; finite.
  public static func format(in limits: Limits<Double>) -> Format<Double> {
    let shape = ValueShape.number(limits)
    return Format(shape) { node, reader in
      guard let scalar = reader.scalar(node, as: shape) else { return nil }
      guard scalar.isPlain, let value = decimal(scalar.text), limits.contains(value) else {
        reader.mismatch(node, scalar, shape, notes: reader.numberNotes(scalar) { decimal($0) != nil })
        return nil
      }
      return value
    } write: {
      .number($0)
    }
  }

  /// Swift's own parser also takes hexadecimal digits, "nan" and "infinity".
  static func decimal(_ text: String) -> Double? {
    let isDecimal = text.unicodeScalars.allSatisfy { "+-.eE0123456789".unicodeScalars.contains($0) }
    guard isDecimal, let value = Double(text), value.isFinite else { return nil }
    return value
  }
}

extension String: ConfigValue {
  /// Any text, with or without quotes.
  public static var format: Format<String> { .text(words: "a text") }
}

extension Format where Value == String {
  /// A text; `words` say which texts, `pattern` is a regular expression for JSON Schema.
  public static func text(words: String, pattern: String? = nil) -> Format<String> {
    let shape = ValueShape.text(words: words, pattern: pattern)
    return Format(shape) { node, reader in
      guard let scalar = reader.scalar(node, as: shape) else { return nil }
      guard !scalar.isNull else {
        reader.mismatch(node, scalar, shape)
        return nil
      }
      return scalar.text
    } write: {
      .string($0)
    }
  }
}

extension ConfigChoice {
  /// The word of one of the cases.
  public static var format: Format<Self> {
    let shape = ValueShape.choice(names)
    return Format(shape) { node, reader in
      guard let scalar = reader.scalar(node, as: shape) else { return nil }
      if let value = Self(rawValue: scalar.text) { return value }
      reader.mismatch(node, scalar, shape, suggestingFrom: names)
      return nil
    } write: {
      .string($0.rawValue)
    }
  }
}
