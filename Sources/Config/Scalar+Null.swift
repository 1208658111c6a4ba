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
    return String(Substring(rest)).firstMatch(of: /^\s*(#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?)\b/).map {
      String($0.1)
    }
  }

  /// The text that was meant here but is a mapping, because it stands without quotes: `{stem}`.
  var bracedWord: String? {
    guard let entries, let entry = entries.first, entries.count == 1,
      entry.value.scalar == Node.Scalar(text: "", isPlain: true)
    else { return nil }
    return place.excerpt.line.contains("{\(entry.key.text)}") ? "{\(entry.key.text)}" : nil
  }
}
