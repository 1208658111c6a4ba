/// An array that NumPy saved: `numpy.lib.format`, versions 1 to 3.
///
/// H x W, H x W x C or C x H x W: the channels are the last axis unless the first is smaller. Four axes are a stack of such images.
struct NPYFile {
  /// What the bytes of a value mean.
  enum Kind: Character {
    case truth = "b"
    case signed = "i"
    case unsigned = "u"
    case float = "f"
  }

  let kind: Kind
  /// How many bytes a value has: 1, 2, 4 or 8.
  let valueBytes: Int
  let isLittleEndian: Bool
  /// How many values each step along an axis skips, and how many steps there are.
  let pages: Axis, rows: Axis, columns: Axis, channels: Axis
  /// Where the values begin.
  let start: Int

  /// An axis of the array.
  struct Axis {
    let count: Int
    let stride: Int
    static let single = Axis(count: 1, stride: 0)
  }

  init(_ source: ByteSource) throws(FileDefect) {
    let text: NPYHeaderText
    (text, start) = try Self.text(source)
    (kind, valueBytes, isLittleEndian) = try Self.type(text.type)
    var axes = try Self.axes(text)
    pages = axes.count == 4 ? axes.removeFirst() : .single
    if axes.count == 3, axes[0].count < axes[2].count {
      channels = axes.removeFirst()
    } else {
      channels = axes.count == 3 ? axes.removeLast() : .single
    }
    (rows, columns) = (axes[0], axes[1])
    try ImageLimit.check(header)
    let values = [pages, rows, columns, channels].reduce(1) { $0 * $1.count }
    guard values <= (source.count - start) / valueBytes else {
      throw FileDefect.truncated(.npy, after: source.count)
    }
  }

  var header: ImageFile.Header {
    let bytes =
      switch (kind, valueBytes) {
      case (.truth, _), (.unsigned, 1): 1
      case (.unsigned, 2): 2
      default: 4
      }
    return ImageFile.Header(
      size: ImageSize(width: columns.count, height: rows.count), bands: channels.count,
      pages: pages.count, bits: kind == .truth ? 1 : 8 * valueBytes, bytesPerValue: bytes)
  }

  /// Whether the values of a page stand together.
  var pagesAreApart: Bool { pages.count == 1 || pages.stride >= rows.count * columns.count * channels.count }

  /// The bytes of one page, 0 to less than `pages.count`; of the whole array where the pages' values are mixed.
  func bytes(of page: Int, in source: ByteSource) -> [UInt8]? {
    let count = rows.count * columns.count * channels.count * valueBytes
    guard pagesAreApart else { return source.bytes(at: start, count: count * pages.count) }
    return source.bytes(at: start + page * count, count: count)
  }

  private static func text(_ source: ByteSource) throws(FileDefect) -> (NPYHeaderText, start: Int) {
    let reader = ByteReader(source.start(12))
    guard let version = reader.number(at: 6, bytes: 1) else { throw .truncated(.npy, after: source.count) }
    guard (1...3).contains(version) else {
      throw .unread(.npy, "is of version \(version)", "save it again with numpy.save")
    }
    let lengthBytes = version == 1 ? 2 : 4
    guard let length = reader.number(at: 8, bytes: lengthBytes),
      let bytes = source.bytes(at: 8 + lengthBytes, count: length)
    else { throw .truncated(.npy, after: source.count) }
    guard length < 1 << 16, let text = NPYHeaderText(String(decoding: bytes, as: UTF8.self)) else {
      throw .corrupt(.npy, "its header is not that of an array of numbers")
    }
    return (text, 8 + lengthBytes + length)
  }

  private static func type(_ text: String) throws(FileDefect) -> (Kind, Int, Bool) {
    let unread = FileDefect.unread(
      .npy, "holds values of the type '\(text)'",
      "save whole numbers, floats of 16 to 64 bits, or truth values")
    let isTyped = text.first.map("<>|=".contains) ?? false
    let name = isTyped ? text.dropFirst() : text[...]
    if name.first == "O" {
      throw .unread(
        .npy, "holds Python objects", "save an array of numbers with numpy.save(..., allow_pickle=False)")
    }
    guard let kind = name.first.flatMap(Kind.init), let bytes = Int(name.dropFirst()) else { throw unread }
    let legal: Set<Int> =
      switch kind {
      case .truth: [1]
      case .signed, .unsigned: [1, 2, 4, 8]
      case .float: [2, 4, 8]
      }
    guard legal.contains(bytes) else { throw unread }
    return (kind, bytes, text.first != ">")
  }

  private static func axes(_ text: NPYHeaderText) throws(FileDefect) -> [Axis] {
    let shape = text.shape
    let words = "(" + shape.map(String.init).joined(separator: ", ") + ")"
    guard (2...4).contains(shape.count) else {
      throw .unread(
        .npy, "holds an array of the shape \(words)",
        "an image has the shape (H, W), (H, W, C) or (C, H, W), and a stack of images one axis more in front")
    }
    guard !shape.contains(0) else { throw .corrupt(.npy, "its array of the shape \(words) is empty") }
    var (strides, total) = ([Int](repeating: 1, count: shape.count), 1)
    for axis in text.isFortran ? Array(shape.indices) : shape.indices.reversed() {
      strides[axis] = total
      let (product, overflows) = total.multipliedReportingOverflow(by: shape[axis])
      guard !overflows, product < 1 << 56 else {
        throw FileDefect(
          "claims an array of the shape \(words), more than the \(ImageLimit.values) values that an image may have",
          notes: ["cut it into smaller images, or reduce it"])
      }
      total = product
    }
    return zip(shape, strides).map { Axis(count: $0, stride: $1) }
  }
}
