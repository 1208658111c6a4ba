/// The directories of a TIFF file, read without its pixels.
struct TIFFFile {
  /// The pictures of the file; smaller copies of others, as pyramids and cameras have them, are left out.
  let pages: [TIFFPicture]

  /// Follows the chain of directories.
  init(_ source: ByteSource) throws(FileDefect) {
    let start = source.start(16)
    let isLittleEndian = start.first == 0x49
    let reader = ByteReader(start, isLittleEndian: isLittleEndian)
    let isBig = reader.number(at: 2, bytes: 2) == 43
    guard var place = reader.number(at: isBig ? 8 : 4, bytes: isBig ? 8 : 4) else {
      throw .truncated(.tiff, after: source.count)
    }
    let chain = Chain(source: source, isLittleEndian: isLittleEndian, isBig: isBig)
    var (visited, directories): (Set<Int>, [TIFFDirectory]) = ([], [])
    while place != 0 {
      guard visited.insert(place).inserted else {
        throw .corrupt(.tiff, "its pages follow each other in a circle")
      }
      let directory: TIFFDirectory
      (directory, place) = try chain.directory(at: place)
      directories.append(directory)
    }
    let pages = directories.filter { !$0.isAccessory }
    self.pages = try (pages.isEmpty ? directories : pages).map { directory throws(FileDefect) in
      try TIFFPicture(directory, isLittleEndian: isLittleEndian)
    }
    if self.pages.isEmpty { throw .corrupt(.tiff, "it has no page") }
    if directories.count == 1 { try Self.refuseHiddenImages(directories[0]) }
  }

  /// Refuses stacks of which ImageJ, or tifffile with `truncate`, describes only the first picture, behind which the pixels of the others lie.
  private static func refuseHiddenImages(_ directory: TIFFDirectory) throws(FileDefect) {
    let description = directory.raw(270).map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
    guard description.hasPrefix("ImageJ="),
      let line = description.split(separator: "\n").first(where: { $0.hasPrefix("images=") }),
      let count = Int(line.dropFirst("images=".count)), count > 1
    else { return }
    throw FileDefect(
      "the file says that it holds \(count) images, and describes the first alone, as ImageJ writes large stacks",
      notes: ["save it as a TIFF in which each image is a page, or each image as a file of its own"])
  }

  /// Refuses pages that differ, which cannot be a stack.
  func requireLikePages() throws(FileDefect) {
    let first = pages[0].header
    for (index, picture) in pages.enumerated() {
      let header = picture.header
      guard header.size != first.size || header.channels != first.channels else { continue }
      throw FileDefect(
        "page \(index) has \(header.size) pixels of \(Self.channels(header)), "
          + "but page 0 has \(first.size) of \(Self.channels(first))",
        notes: ["a stack's pages are alike; save pictures that differ as files of their own"])
    }
  }

  private static func channels(_ header: ImageFile.Header) -> String {
    header.channels == 1 ? "1 channel" : "\(header.channels) channels"
  }

  /// How directories are written.
  private struct Chain {
    let source: ByteSource
    let isLittleEndian: Bool
    let isBig: Bool

    /// The directory at a place, and where the next one is; 0 after the last.
    func directory(at place: Int) throws(FileDefect) -> (TIFFDirectory, next: Int) {
      let truncated = FileDefect.truncated(.tiff, after: source.count)
      let (countBytes, entryBytes, wordBytes) = isBig ? (8, 20, 8) : (2, 12, 4)
      guard let head = source.bytes(at: place, count: countBytes),
        let count = ByteReader(head, isLittleEndian: isLittleEndian).number(at: 0, bytes: countBytes),
        count < 65536, let bytes = source.bytes(at: place + countBytes, count: count * entryBytes)
      else { throw truncated }
      let reader = ByteReader(bytes, isLittleEndian: isLittleEndian)
      var entries: [Int: TIFFDirectory.Entry] = [:]
      for index in 0..<count {
        let start = index * entryBytes
        guard let tag = reader.number(at: start, bytes: 2), let type = reader.number(at: start + 2, bytes: 2),
          let values = reader.number(at: start + 4, bytes: wordBytes),
          let size = TIFFDirectory.Entry.size(type)
        else { continue }
        guard values <= source.count else { throw truncated }
        let isInside = values * size <= wordBytes
        let value = start + 4 + wordBytes
        let valuePlace = isInside ? place + countBytes + value : reader.number(at: value, bytes: wordBytes)
        guard let valuePlace else { throw truncated }
        // A tag that is there and cannot be read must not count as one that is missing, which has a default.
        if TIFFDirectory.Tag.isUsed(tag), valuePlace > source.count - values * size { throw truncated }
        if entries[tag] == nil {
          entries[tag] = .init(tag: tag, type: type, count: values, place: valuePlace)
        }
      }
      // Some writers end the file without saying that there is no further directory.
      let next = source.bytes(at: place + countBytes + bytes.count, count: wordBytes)
        .flatMap { ByteReader($0, isLittleEndian: isLittleEndian).number(at: 0, bytes: wordBytes) }
      return (TIFFDirectory(entries, source, isLittleEndian: isLittleEndian), next ?? 0)
    }
  }
}
