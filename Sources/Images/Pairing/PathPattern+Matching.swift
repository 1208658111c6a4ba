extension PathPattern {
  /// The ways in which the pattern fits a file's name, the one with the longest stem first; none if it doesn't.
  ///
  /// Accents that are written in another normal form are the same.
  func matches(_ file: ImageFolder.File) -> [Match] {
    guard fileExtension.isEmpty || fileExtension == file.fileExtension else { return [] }
    let path = file.stem.split(separator: "/")
    let names = components.count { $0 != .folders }
    guard path.count == names || (hasFolders && path.count > names) else { return [] }
    var found = [Match()]
    var next = 0
    for component in components {
      switch component {
      case .folders:
        let end = next + path.count - names
        let folder = path[next..<end].map { $0 + "/" }.joined()
        for index in found.indices { found[index].folder = folder }
        next = end
      case .name(let pieces):
        found = found.flatMap { Self.matches(pieces[...], path[next], $0) }
        next += 1
      }
      if found.isEmpty { return [] }
    }
    return found.count < 2 ? found : Set(found).sorted(by: Self.isPreferred)
  }

  private static func isPreferred(_ left: Match, _ right: Match) -> Bool {
    let lengths = (left.stem.count, right.stem.count)
    return lengths.0 != lengths.1 ? lengths.0 > lengths.1 : (left.label ?? "") < (right.label ?? "")
  }

  private static func matches(_ pieces: ArraySlice<Piece>, _ text: Substring, _ match: Match) -> [Match] {
    guard let piece = pieces.first else { return text.isEmpty ? [match] : [] }
    let rest = pieces.dropFirst()
    if case .text(let literal) = piece {
      return text.hasPrefix(literal) ? matches(rest, text.dropFirst(literal.count), match) : []
    }
    return ends(in: text, before: rest).flatMap { end -> [Match] in
      guard let match = match.filling(piece, with: text[..<end]) else { return [] }
      return matches(rest, text[end...], match)
    }
  }

  /// Where a placeholder can end that `rest` follows.
  private static func ends(in text: Substring, before rest: ArraySlice<Piece>) -> [Substring.Index] {
    switch rest.first {
    case nil: return [text.endIndex]
    case .text(let literal)?:
      guard rest.count > 1 else {
        guard text.hasSuffix(literal) else { return [] }
        return [text.index(text.endIndex, offsetBy: -literal.count)]
      }
      return text.ranges(of: literal).map(\.lowerBound)
    default: return Array(text.indices) + [text.endIndex]
    }
  }
}

extension PathPattern.Match {
  /// The match with what a placeholder stands for; nil if it cannot stand for that.
  fileprivate func filling(_ piece: PathPattern.Piece, with text: Substring) -> PathPattern.Match? {
    var match = self
    switch piece {
    case .stem: match.stem = String(text)
    case .label: match.label = String(text)
    case .anything, .text: return match
    }
    return text.isEmpty ? nil : match
  }
}

extension PathPattern {
  /// What the file of a match is called, for errors: `*` for what may be anything.
  func example(for match: Match) -> String {
    let path = components.map { component in
      switch component {
      case .folders: match.folder
      case .name(let pieces): pieces.map { Self.example(of: $0, match) }.joined() + "/"
      }
    }.joined()
    return path.dropLast() + (fileExtension.isEmpty ? ".*" : ".\(fileExtension)")
  }

  private static func example(of piece: Piece, _ match: Match) -> String {
    switch piece {
    case .text(let text): text
    case .stem: match.stem
    case .label: match.label ?? "*"
    case .anything: "*"
    }
  }
}
