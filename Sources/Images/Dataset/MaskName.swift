import Diagnostics
import Foundation

/// How a mask's name follows from its image's: text around `{stem}`, with or without an extension.
struct MaskName {
  static let placeholder = "{stem}"

  let pattern: String
  private let prefix: String
  private let suffix: String
  /// In lower case; empty if any image extension will do.
  private let fileExtension: String

  init(_ pattern: String) throws(DiagnosticError) {
    let parts = pattern.components(separatedBy: Self.placeholder)
    guard parts.count == 2, !pattern.contains("/") else {
      throw DiagnosticError(
        Diagnostic(
          "the mask name '\(pattern)' doesn't hold '{stem}' once, as in '{stem}_mask.png'",
          notes: ["'{stem}' stands for the image's name without its extension"]))
    }
    let ending = (parts[1] as NSString).pathExtension
    let isExtension = ImageFile.extensions.contains(ending.lowercased())
    self.pattern = pattern
    prefix = parts[0]
    suffix = isExtension ? String(parts[1].dropLast(ending.count + 1)) : parts[1]
    fileExtension = isExtension ? ending.lowercased() : ""
  }

  /// Whether masks are named as their images are.
  var isSame: Bool { prefix.isEmpty && suffix.isEmpty }

  /// The image's stem, with its folders, whose mask `file` is; nil if `file` is not named like a mask.
  func imageStem(of file: ImageFolder.File) -> String? {
    let name = (file.stem as NSString).lastPathComponent
    let folder = file.stem.dropLast(name.count)
    guard name.count > prefix.count + suffix.count, name.hasPrefix(prefix), name.hasSuffix(suffix) else {
      return nil
    }
    let ending = (file.relativePath as NSString).pathExtension.lowercased()
    guard fileExtension.isEmpty || fileExtension == ending else { return nil }
    return String(folder) + String(name.dropFirst(prefix.count).dropLast(suffix.count))
  }

  /// What the mask of the image with this stem is called, for errors.
  func example(for stem: String) -> String {
    let name = (stem as NSString).lastPathComponent
    let ending = fileExtension.isEmpty ? ".*" : ".\(fileExtension)"
    return "\(stem.dropLast(name.count))\(prefix)\(name)\(suffix)\(ending)"
  }
}
