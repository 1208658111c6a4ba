import Diagnostics

/// What files are called below a folder: text around placeholders, with or without an extension.
///
/// `{stem}` is the part of a name that an image and its masks share, `{folder}` any folders or none, `{class}` the text that stands for a
/// class where each class has mask files of its own, and `*` any text within a name.
struct PathPattern: Hashable {
  /// Whose names a pattern describes.
  enum Role: String {
    case image, mask
  }

  /// What the placeholders of a pattern stand for in a file's name.
  struct Match: Hashable {
    /// The folders, with a slash at the end unless there are none.
    var folder = ""
    /// The part that an image and its masks share.
    var stem = ""
    /// The text that stands for a class.
    var label: String?

    /// What an image and its masks have in common; it is a sample's id.
    var key: String { folder + stem }
  }

  /// A part of a name between slashes.
  enum Component: Hashable {
    /// Any number of folders.
    case folders
    /// One name.
    case name([Piece])
  }

  /// A part of a name.
  enum Piece: Hashable {
    case text(String)
    case stem, label, anything
  }

  /// The pattern as it was given.
  let text: String
  let components: [Component]
  /// In lower case; empty if any image extension will do.
  let fileExtension: String

  /// Reads a pattern; without a slash it means `{folder}/` and itself.
  ///
  /// - Throws: An error that names the pattern and the rule that it breaks.
  init(_ text: String, of role: Role) throws(DiagnosticError) {
    self.text = text
    let full = text.contains("/") ? text : "{folder}/" + text
    let (path, fileExtension) = Self.split(full)
    self.fileExtension = fileExtension
    components = path.split(separator: "/", omittingEmptySubsequences: false).map(Self.component)
    if let problem = problem(in: full, of: role) {
      throw DiagnosticError(
        Diagnostic(
          "the \(role) name '\(text)' \(problem)",
          notes: ["'{stem}' stands for the image's name without its extension"]))
    }
  }

  /// Whether the same names match, whatever their extension.
  func isSame(as other: PathPattern) -> Bool { components == other.components }

  /// Whether the masks of a class have names of their own.
  var hasLabel: Bool { contains(.label) }

  /// Whether several files may be one image's masks.
  var hasWildcard: Bool { contains(.anything) }

  /// Whether folders are part of the name.
  var hasFolders: Bool { components.contains(.folders) }

  private func contains(_ piece: Piece) -> Bool {
    components.contains { component in
      if case .name(let pieces) = component { pieces.contains(piece) } else { false }
    }
  }

  /// The part before the extension, and the extension in lower case if it is one of images.
  private static func split(_ text: String) -> (path: String, fileExtension: String) {
    guard let dot = text.lastIndex(of: ".") else { return (text, "") }
    let ending = text[text.index(after: dot)...].lowercased()
    return ImageFile.extensions.contains(ending) ? (String(text[..<dot]), ending) : (text, "")
  }

  private static func component(_ text: Substring) -> Component {
    if text == "{folder}" { return .folders }
    var pieces: [Piece] = []
    var rest = text
    let placeholders: [(String, Piece)] = [("{stem}", .stem), ("{class}", .label), ("*", .anything)]
    while !rest.isEmpty {
      let found = placeholders.compactMap { name, piece in
        rest.firstRange(of: name).map { (range: $0, piece: piece) }
      }.min { $0.range.lowerBound < $1.range.lowerBound }
      guard let found else {
        pieces.append(.text(String(rest)))
        break
      }
      if found.range.lowerBound > rest.startIndex {
        pieces.append(.text(String(rest[..<found.range.lowerBound])))
      }
      pieces.append(found.piece)
      rest = rest[found.range.upperBound...]
    }
    return .name(pieces)
  }
}

extension PathPattern {
  /// More placeholders in one name could be filled in too many ways.
  private static let mostPlaceholders = 4

  /// The rule that the pattern breaks, in words that follow its name; nil if it is well formed.
  private func problem(in full: String, of role: Role) -> String? {
    let example = role == .image ? "{folder}/{stem}" : "{stem}_mask.png"
    func count(_ placeholder: String) -> Int { full.ranges(of: placeholder).count }
    if count("{stem}") != 1 { return "doesn't hold '{stem}' once, as in '\(example)'" }
    if count("{folder}") > 1 { return "holds '{folder}' more than once" }
    if components.contains(where: \.holdsFolderInText) {
      return "holds '{folder}' within a name; it stands for whole folders, as in '{folder}/\(example)'"
    }
    if components.last == .folders { return "ends with '{folder}'; the last part is the file's name" }
    if role == .image, count("{class}") > 0 { return "holds '{class}', which only masks have" }
    if count("{class}") > 1 { return "holds '{class}' more than once" }
    if components.contains(where: \.isImpossible) {
      return "has a part that is empty, '.' or '..'; it is a path below its folder"
    }
    if let unknown = unknownPlaceholder { return "holds '\(unknown)', which has no meaning" }
    if components.contains(where: \.isAmbiguous) {
      return "has placeholders that no text separates, so that it isn't clear where one ends"
    }
    let most = components.map(\.placeholders).max() ?? 0
    return most > Self.mostPlaceholders
      ? "has \(most) placeholders in one name; there can be \(Self.mostPlaceholders)" : nil
  }

  /// Something in braces that is no placeholder.
  private var unknownPlaceholder: String? {
    for case .name(let pieces) in components {
      for case .text(let text) in pieces {
        if let match = text.firstMatch(of: /\{[A-Za-z_]*\}/) { return String(match.output) }
      }
    }
    return nil
  }
}

extension PathPattern.Component {
  fileprivate var holdsFolderInText: Bool {
    guard case .name(let pieces) = self else { return false }
    return pieces.contains { if case .text(let text) = $0 { text.contains("{folder}") } else { false } }
  }

  fileprivate var isImpossible: Bool {
    guard case .name(let pieces) = self else { return false }
    return pieces.isEmpty || pieces == [.text(".")] || pieces == [.text("..")]
  }

  fileprivate var placeholders: Int {
    guard case .name(let pieces) = self else { return 0 }
    return pieces.count { if case .text = $0 { false } else { true } }
  }

  /// `**` and `{stem}{class}`; `{stem}*` ends where a known stem does.
  fileprivate var isAmbiguous: Bool {
    guard case .name(let pieces) = self else { return false }
    return zip(pieces, pieces.dropFirst()).contains { pair in
      switch pair {
      case (.anything, .anything), (.stem, .label), (.label, .stem), (.label, .anything), (.anything, .label):
        true
      default: false
      }
    }
  }
}
