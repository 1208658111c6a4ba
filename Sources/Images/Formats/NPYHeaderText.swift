/// The description at the head of a `.npy` file: a Python dictionary like `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`.
struct NPYHeaderText {
  /// The type of a value, as in `<f4`.
  let type: String
  /// Whether the first axis is the one along which neighbours in the file stand.
  let isFortran: Bool
  /// The length of each axis.
  let shape: [Int]

  /// Nil for anything else, such as a record of several types.
  init?(_ text: String) {
    guard let type = Self.value(of: "descr", in: text), let quote = type.first, quote == "'" || quote == "\"",
      let order = Self.value(of: "fortran_order", in: text),
      let shape = Self.value(of: "shape", in: text), shape.first == "("
    else { return nil }
    self.type = String(type.dropFirst().prefix { $0 != quote })
    if order.hasPrefix("True") {
      isFortran = true
    } else if order.hasPrefix("False") {
      isFortran = false
    } else {
      return nil
    }
    guard let end = shape.firstIndex(of: ")") else { return nil }
    let lengths = shape[shape.index(after: shape.startIndex)..<end].split(separator: ",")
      .map { $0.filter { $0 != " " && $0 != "L" } }.filter { !$0.isEmpty }.map { Int($0) }
    guard lengths.allSatisfy({ ($0 ?? -1) >= 0 }) else { return nil }
    self.shape = lengths.compactMap(\.self)
  }

  /// What stands behind a key.
  private static func value(of key: String, in text: String) -> Substring? {
    for quote in ["'", "\""] {
      guard let found = text.firstRange(of: quote + key + quote) else { continue }
      let rest = text[found.upperBound...].drop { $0 == " " }
      if rest.first == ":" { return rest.dropFirst().drop { $0 == " " } }
    }
    return nil
  }
}
