extension PixelImage {
  /// How often each value of a channel is there, channel by channel; nil for floating-point numbers.
  ///
  /// An image has fewer than 2^32 values. One pass over all of them: statistics of every new image are made of it.
  var valueCounts: [ArraySlice<UInt32>]? {
    switch storage {
    case .uint8(let values): counts(values, levels: 256)
    case .uint16(let values): counts(values, levels: 65536)
    case .float: nil
    }
  }

  private func counts<Value: FixedWidthInteger>(_ values: [Value], levels: Int) -> [ArraySlice<UInt32>] {
    var counts = [UInt32](repeating: 0, count: channels * levels)
    let pixel = channels
    values.withUnsafeBufferPointer { values in
      counts.withUnsafeMutableBufferPointer { counts in
        for start in stride(from: 0, to: values.count, by: pixel) {
          for channel in 0..<pixel { counts[channel * levels + Int(values[start + channel])] &+= 1 }
        }
      }
    }
    return (0..<channels).map { counts[$0 * levels..<($0 + 1) * levels] }
  }
}
