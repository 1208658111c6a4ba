/// A colour of a mask's pixel in one number, which is quick to look up; each part below 65536, 255 is opaque.
struct MaskColor: Hashable {
  let packed: UInt64

  init(_ red: some BinaryInteger, _ green: some BinaryInteger, _ blue: some BinaryInteger, alpha: Int = 255) {
    let color = UInt64(truncatingIfNeeded: red) << 16 | UInt64(truncatingIfNeeded: green)
    packed = (color << 16 | UInt64(truncatingIfNeeded: blue)) << 16 | UInt64(truncatingIfNeeded: alpha)
  }

  /// Red, green, blue and opacity.
  var parts: [Int] { [48, 32, 16, 0].map { Int(packed >> $0 & 0xFFFF) } }

  /// The squared Euclidean distance, and the largest difference of a part.
  func distance(to other: MaskColor) -> (squared: Int, largest: Int) {
    var (sum, largest) = (0, 0)
    for shift in stride(from: UInt64(0), through: 48, by: 16) {
      let difference = abs(Int(packed >> shift & 0xFFFF) - Int(other.packed >> shift & 0xFFFF))
      sum += difference * difference
      largest = max(largest, difference)
    }
    return (sum, largest)
  }

  /// The same colour as a value; a grey where it can be one.
  var value: MaskValue {
    let parts = parts
    return MaskValue.color(red: parts[0], green: parts[1], blue: parts[2], alpha: parts[3]).simplified
  }
}
