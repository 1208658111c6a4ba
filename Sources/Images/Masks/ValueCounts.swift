/// How many pixels of an image have each value.
struct ValueCounts {
  /// The pixels of each value; a colour of equal parts counts as grey.
  let counts: [MaskValue: Int]

  init(_ counts: [MaskValue: Int]) { self.counts = counts }

  /// Counts an image of 1 to 4 channels, the last of an even number being transparency; floats count as whole numbers.
  init(_ image: PixelImage) {
    switch image.storage {
    case .uint8(let values): counts = Self.count(values, image.channels, opaque: 255)
    case .uint16(let values): counts = Self.count(values, image.channels, opaque: 65535)
    case .float(let values):
      counts = Self.count(values.map { UInt16(max(0, min(65535, $0))) }, image.channels, opaque: 65535)
    }
  }

  private static func count<Value: FixedWidthInteger>(
    _ values: [Value], _ channels: Int, opaque: Int
  ) -> [MaskValue: Int] {
    if channels == 1 {
      var counts = [Int](repeating: 0, count: Int(Value.max) + 1)
      for value in values { counts[Int(value)] += 1 }
      let found = counts.indices.filter { counts[$0] > 0 }
      return Dictionary(uniqueKeysWithValues: found.map { (.grey($0), counts[$0]) })
    }
    var counts: [MaskColor: Int] = [:]
    for start in stride(from: 0, to: values.count, by: channels) {
      counts[MaskColor(pixel: values, at: start, channels, opaque: opaque), default: 0] += 1
    }
    return Dictionary(counts.map { ($0.key.value, $0.value) }, uniquingKeysWith: +)
  }

  /// The number of pixels.
  var total: Int { counts.values.reduce(0, +) }

  /// The values, greys before colours.
  var values: [MaskValue] {
    counts.keys.sorted { Self.sortKey($0).lexicographicallyPrecedes(Self.sortKey($1)) }
  }

  /// The values with their share of the pixels; of many the most frequent.
  var text: String {
    let most = 12
    let listed =
      counts.count <= most
      ? values : Array(values.sorted { counts[$0, default: 0] > counts[$1, default: 0] }.prefix(most))
    let parts = listed.map { "\($0) (\(Self.percent(counts[$0, default: 0], of: total)))" }
    let text = parts.joined(separator: ", ")
    return counts.count <= most ? text : "\(text) and \(counts.count - most) more"
  }

  /// A share in percent, to a digit behind the point below 10.
  static func percent(_ part: Int, of total: Int) -> String {
    let share = 100 * Double(part) / Double(max(1, total))
    if share >= 9.95 { return "\(Int(share.rounded())) %" }
    if share > 0, share < 0.1 { return "under 0.1 %" }
    let tenths = Int((share * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
  }

  private static func sortKey(_ value: MaskValue) -> [Int] {
    switch value {
    case .grey(let grey): [grey]
    case .color(let red, let green, let blue, let alpha): [Int.max, red, green, blue, alpha ?? 255]
    case .entry(let index, _, _, _): [index]
    case .label, .rest: []
    }
  }
}
