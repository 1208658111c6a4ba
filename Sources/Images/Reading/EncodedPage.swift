import Diagnostics

/// A page of a file as the file holds it, read but not decoded.
struct EncodedPage {
  /// Which page it is.
  let page: FilePage
  /// What decoders are given.
  private let content: Content
  /// The whole file if it has one page; else what belongs to this one.
  private let own: [UInt8]

  /// What decoders are given, by format.
  private enum Content {
    /// A page as a TIFF of its own, or one for each of its planes.
    case tiff(TIFFPicture, [[UInt8]])
    /// The values of one page.
    case npy(NPYFile, [UInt8])
    case bmp(BMPFile, [UInt8])
    case pnm(PNMFile, [UInt8])
    /// A whole file of a format that libvips reads.
    case other(ImageFormat, [UInt8])
  }

  /// Reads a page of a file, and of the other pages as little as the format allows.
  ///
  /// - Throws: That the file is missing, empty, no image, truncated, too large, or has no such page.
  init(_ page: FilePage) throws(DiagnosticError) { try self.init(ByteSource(page.path), page) }

  /// A page of a file whose content is at hand.
  init(bytes: [UInt8], of page: FilePage) throws(DiagnosticError) { try self.init(.memory(bytes), page) }

  private init(_ source: ByteSource, _ page: FilePage) throws(DiagnosticError) {
    self.page = page
    do throws(FileDefect) {
      guard let format = ImageFormat(source.start(16)) else { throw DecodeFailure.noImage }
      (content, own) = try Self.content(format, source, page.page)
    } catch {
      throw FileProblem.error(page.description, error.problem, notes: error.notes)
    }
  }

  private static func content(
    _ format: ImageFormat, _ source: ByteSource, _ page: Int
  ) throws(FileDefect) -> (Content, own: [UInt8]) {
    if format == .tiff {
      let file = try TIFFFile(source)
      try requirePage(page, of: file.pages.count)
      try ImageLimit.check(file.pages[page].header)
      let files = try file.pages[page].extracted(from: source)
      return (
        .tiff(file.pages[page], files), file.pages.count > 1 ? files.flatMap(\.self) : try whole(source)
      )
    }
    if format == .npy {
      let file = try NPYFile(source)
      try requirePage(page, of: file.pages.count)
      guard let bytes = file.bytes(of: page, in: source) else { throw .truncated(.npy, after: source.count) }
      return (.npy(file, bytes), file.pages.count > 1 ? bytes : try whole(source))
    }
    let bytes = try whole(source)
    if format == .gif {
      try ImageLimit.checkScreen(ofGIF: bytes)
      guard PaletteGIF.isComplete(bytes, page: page) else {
        throw .corrupt(.gif, "its pixels end before the picture does")
      }
    }
    if format == .gif || format == .webp { return (.other(format, bytes), bytes) }
    try requirePage(page, of: 1)
    switch format {
    case .bmp:
      let file = try BMPFile(bytes, fileCount: bytes.count)
      try ImageLimit.check(file.header)
      return (.bmp(file, bytes), bytes)
    case .pnm:
      let file = try PNMFile(bytes, fileCount: bytes.count)
      try ImageLimit.check(file.header)
      return (.pnm(file, bytes), bytes)
    default: return (.other(format, bytes), bytes)
    }
  }

  private static func whole(_ source: ByteSource) throws(FileDefect) -> [UInt8] {
    guard let bytes = source.all else { throw FileDefect("cannot be read to its end") }
    return bytes
  }

  /// Refuses a page that a file of `count` pages lacks.
  static func requirePage(_ page: Int, of count: Int) throws(FileDefect) {
    guard !(0..<count).contains(page) else { return }
    throw FileDefect(
      count == 1 ? "the file has 1 page, number 0" : "the file has \(count) pages, numbers 0 to \(count - 1)")
  }
}

extension EncodedPage {
  /// SHA-256 as 64 hexadecimal digits: of the file, or, where it has several pages, of what belongs to this one.
  var hash: String { FileHash.hex(own) }

  /// Whether it is a PNG.
  var isPNG: Bool { if case .other(.png, _) = content { true } else { false } }

  /// Whether the file has one bit for a value, and no palette.
  var hasSingleBits: Bool {
    switch content {
    case .tiff(let picture, _): picture.header.bits == 1 && !picture.hasPalette
    case .npy(let file, _): file.header.bits == 1
    case .pnm(let file, _): file.header.bits == 1
    case .other(.png, let bytes): bytes.count > 25 && bytes[24] == 1 && bytes[25] == 0
    case .bmp, .other: false
    }
  }

  /// Decodes the page: upright, palettes expanded to colours, printing colours as red, green and blue.
  ///
  /// - Throws: That the file is damaged, or has not the channels.
  func decoded(_ channels: ChannelChoice = .opaque) throws(DiagnosticError) -> PixelImage {
    try stored().pixels(channels, of: page)
  }

  /// The palette and each pixel's index; nil if the file has no palette.
  ///
  /// - Throws: That the file is damaged.
  func indexed() throws(DiagnosticError) -> IndexedImage? {
    try naming { () throws(FileDefect) in
      switch content {
      case .bmp(let file, let bytes): return try file.indexed(bytes)
      case .tiff(let picture, let files):
        return picture.hasPalette
          ? try decoding(.tiff) { () throws(Vips.Failure) in try picture.indexed(files) } : nil
      case .other(.png, let bytes):
        guard let palette = PalettePNG(bytes) else { return nil }
        let indices = try decoding(.png) { () throws(Vips.Failure) in
          try VipsImage.decoded(palette.grey, page: 0).pixels.narrowed(to: palette.bits)
        }
        return IndexedImage(indices: indices, colors: palette.colors)
      case .other(.gif, let bytes):
        return try PaletteGIF(bytes, page: page.page).map { palette throws(FileDefect) in try indexed(palette)
        }
      case .npy, .pnm, .other: return nil
      }
    }
  }

  private func indexed(_ palette: PaletteGIF) throws(FileDefect) -> IndexedImage {
    let image = try decoding(.gif) { () throws(Vips.Failure) in
      try VipsImage.decoded(palette.grey, page: page.page).pixels
    }
    return IndexedImage(indices: image.selecting([0]), colors: palette.colors)
  }

  private func stored() throws(DiagnosticError) -> StoredImage {
    try naming { () throws(FileDefect) in
      switch content {
      case .npy(let file, let bytes): return file.image(bytes, page: page.page)
      case .bmp(let file, let bytes): return try file.image(bytes)
      case .pnm(let file, let bytes): return try file.image(bytes)
      case .tiff(let picture, let files):
        return try decoding(.tiff) { () throws(Vips.Failure) in try picture.image(files) }
      case .other(.gif, let bytes):
        // libvips makes transparent pixels black, and a palette tells their colour.
        if let palette = PaletteGIF(bytes, page: page.page), palette.isWhole {
          return try indexed(palette).expanded
        }
        return try decoding(.gif) { () throws(Vips.Failure) in try VipsImage.decoded(bytes, page: page.page) }
      case .other(let format, let bytes):
        return try decoding(format) { () throws(Vips.Failure) in try VipsImage.decoded(bytes, page: page.page)
        }
      }
    }
  }

  /// Runs what uses libvips, and puts its reasons into our words.
  private func decoding<Result>(
    _ format: ImageFormat, _ body: () throws(Vips.Failure) -> Result
  ) throws(FileDefect) -> Result {
    do {
      return try Vips.run(body)
    } catch {
      throw error.defect ?? DecodeFailure(format: format, reason: error.reason, fileCount: own.count).defect
    }
  }

  /// Runs what may find something wrong, and puts the file's name in front.
  private func naming<Result>(_ body: () throws(FileDefect) -> Result) throws(DiagnosticError) -> Result {
    do {
      return try body()
    } catch {
      throw FileProblem.error(page.description, error.problem, notes: error.notes)
    }
  }
}
