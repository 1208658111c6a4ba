import Diagnostics
import YAML

extension Node.Scalar {
  /// Whether it is one of YAML's ways to write null.
  var isNull: Bool {
    isPlain && ["", "~", "null", "Null", "NULL"].contains(text)
  }
}

extension Node {
  /// The colour that was meant here but is a comment, because it stands without quotes.
  var commentedColor: String? {
    guard let scalar, scalar.isPlain, scalar.text.isEmpty else { return nil }
    let rest = place.excerpt.line.unicodeScalars.dropFirst(place.column - 1)
    return String(Substring(rest)).firstMatch(of: /^\s*(#[0-9A-Fa-f]{6})\b/).map { String($0.1) }
  }
}
