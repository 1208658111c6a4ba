/// A PBM, PGM, PPM, PAM or PFM file, as text or bytes.
struct PNMFile {
  /// How the values are written.
  enum Coding {
    /// One bit each, 1 is black; as digits or packed.
    case bits(isText: Bool)
    /// Whole numbers up to `most`; as digits or bytes.
    case numbers(most: Int, isText: Bool)
    /// Floats of 32 bits, the lowest row first.
    case floats(isLittleEndian: Bool)
  }

  let size: ImageSize
  let channels: Int
  let hasAlpha: Bool
  let coding: Coding
  /// Where the values begin.
  let start: Int

  static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  /// Reads the header out of the first bytes of a file of `fileCount` bytes.
  init(_ bytes: [UInt8], fileCount: Int) throws(FileDefect) {
    var words = Words(bytes: bytes, fileCount: fileCount)
    let letter = bytes.count > 1 ? bytes[1] : 0
    if letter == UInt8(ascii: "7") {
      self = try words.pam()
      return
    }
    size = ImageSize(width: try words.number("width"), height: try words.number("height"))
    hasAlpha = false
    channels =
      letter == UInt8(ascii: "3") || letter == UInt8(ascii: "6") || letter == UInt8(ascii: "F") ? 3 : 1
    switch letter {
    case UInt8(ascii: "1"): coding = .bits(isText: true)
    case UInt8(ascii: "4"): coding = .bits(isText: false)
    case UInt8(ascii: "2"), UInt8(ascii: "3"): coding = .numbers(most: try words.most(), isText: true)
    case UInt8(ascii: "5"), UInt8(ascii: "6"): coding = .numbers(most: try words.most(), isText: false)
    default: coding = .floats(isLittleEndian: try words.next().first == "-")
    }
    start = words.position + 1
  }

  private init(_ size: ImageSize, channels: Int, hasAlpha: Bool, most: Int, start: Int) {
    self.size = size
    self.channels = channels
    self.hasAlpha = hasAlpha
    coding = .numbers(most: most, isText: false)
    self.start = start
  }

  var header: ImageFile.Header {
    let (bits, bytes) =
      switch coding {
      case .bits: (1, 1)
      case .numbers(let most, _): most == 1 ? (1, 1) : most < 256 ? (8, 1) : (16, 2)
      case .floats: (32, 4)
      }
    return ImageFile.Header(
      size: size, bands: channels, hasAlpha: hasAlpha, pages: 1, bits: bits, bytesPerValue: bytes)
  }

  /// The words of a header, comments left out.
  private struct Words {
    let bytes: [UInt8]
    let fileCount: Int
    /// Behind the last word that was read.
    var position = 2

    mutating func next() throws(FileDefect) -> String {
      while position < bytes.count, PNMFile.isSpace(bytes[position]) || bytes[position] == UInt8(ascii: "#") {
        if bytes[position] == UInt8(ascii: "#") {
          while position < bytes.count, bytes[position] != 10 { position += 1 }
        } else {
          position += 1
        }
      }
      let word = bytes[position...].prefix { !PNMFile.isSpace($0) && $0 != UInt8(ascii: "#") }
      guard !word.isEmpty, word.endIndex < bytes.count else { throw .truncated(.pnm, after: fileCount) }
      position = word.endIndex
      return String(decoding: word.prefix(40), as: UTF8.self)
    }

    mutating func number(_ name: String) throws(FileDefect) -> Int {
      let word = try next()
      guard let number = Int(word), (1...Int(Int32.max)).contains(number) else {
        throw .corrupt(.pnm, "its \(name) is '\(word)'")
      }
      return number
    }

    mutating func most() throws(FileDefect) -> Int {
      let most = try number("greatest value")
      guard most < 65536 else {
        throw .corrupt(.pnm, "its greatest value is \(most), and may be up to 65535")
      }
      return most
    }

    /// The header of a PAM: a name and a value on each line.
    mutating func pam() throws(FileDefect) -> PNMFile {
      var (numbers, kind): ([String: Int], String) = ([:], "")
      while true {
        let name = try next()
        if name == "ENDHDR" { break }
        if name == "TUPLTYPE" { kind = try next() } else { numbers[name] = try number(name.lowercased()) }
      }
      guard let width = numbers["WIDTH"], let height = numbers["HEIGHT"], let depth = numbers["DEPTH"],
        let most = numbers["MAXVAL"], most < 65536
      else { throw .corrupt(.pnm, "its header is not complete") }
      let hasAlpha = kind.hasSuffix("_ALPHA") && depth > 1
      return PNMFile(
        ImageSize(width: width, height: height), channels: depth, hasAlpha: hasAlpha, most: most,
        start: position + 1)
    }
  }
}
