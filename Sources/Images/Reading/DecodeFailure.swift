/// Puts libvips' reasons into plain words.
struct DecodeFailure {
  /// What the file is.
  let format: ImageFormat
  /// What libvips said.
  let reason: String
  /// How many bytes the file has.
  let fileCount: Int

  /// What no format begins with.
  static let noImage = FileDefect(
    "is not an image", notes: ["\(ImageFormat.list) are read; convert other files to PNG"])

  private static let signsOfTruncation = [
    "premature end", "unexpected end", "truncat", "too small", "read error at", "bad seek", "seek error",
    "end of file",
    "not enough data", "end of stream",
  ]

  /// What libvips says when no loader wants the file, not even that of its format.
  private static let refusals = ["is blocked", "known format"]

  var defect: FileDefect {
    let words = reason.lowercased()
    if Self.signsOfTruncation.contains(where: words.contains) { return .truncated(format, after: fileCount) }
    let name = "the \(format.rawValue) file"
    if Self.refusals.contains(where: words.contains) { return FileDefect("\(name) is truncated or corrupt") }
    if words.contains("page number") { return FileDefect("\(name) has no such page") }
    if words.contains("unsupported") || words.contains("not supported") || words.contains("not configured") {
      return FileDefect(
        "\(name) is of a kind that is not read\(detail)", notes: ["convert it to PNG or a plain TIFF"])
    }
    return FileDefect("\(name) is corrupt\(detail)")
  }

  /// What libvips adds.
  ///
  /// It stacks its reasons, the deepest first, behind the part of it that complains.
  private var detail: String {
    let line = reason.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    if line.isEmpty || line.contains("libpng read error") { return "" }
    return ": " + (line.split(separator: ": ", maxSplits: 1).last ?? "")
  }
}
