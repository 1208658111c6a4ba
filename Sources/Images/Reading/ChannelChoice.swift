/// Which channels of an image file are used.
public enum ChannelChoice: Hashable, Sendable, Encodable {
  /// Those that the file has, without transparency.
  case opaque
  /// Those that the file has, transparency included.
  case stored
  /// One: grey as it is, red, green and blue mixed as Pillow's `convert("L")` does.
  case grey
  /// Three: colours as they are, grey three times.
  case rgb
  /// Some of those that the file stores, by number from 0, transparency included, in this order.
  case bands([Int])
}

extension ChannelChoice {
  /// Why a choice does not suit a file, in words that follow the file's name, and what to do.
  struct Misfit: Error {
    let problem: String
    let notes: [String]
  }

  /// Which bands of a file make the image, before they are mixed or repeated.
  ///
  /// - Parameters:
  ///   - stored: How many bands the file has.
  ///   - hasAlpha: Whether the last of them is transparency.
  func selection(stored: Int, hasAlpha: Bool) throws(Misfit) -> [Int] {
    let opaque = hasAlpha ? stored - 1 : stored
    switch self {
    case .stored: return Array(0..<stored)
    case .opaque: return Array(0..<opaque)
    case .grey, .rgb:
      guard opaque == 1 || opaque == 3 else {
        let word = self == .grey ? "grey" : "rgb"
        throw Misfit(
          problem: "has \(opaque) channels, of which 'channels: \(word)' cannot be made",
          notes: ["choose bands by number, from 0 to \(stored - 1), as in channels: [0, 1, 2]"])
      }
      return Array(0..<opaque)
    case .bands(let numbers):
      guard let wrong = numbers.first(where: { !(0..<stored).contains($0) }) else { return numbers }
      let bands = stored == 1 ? "1 band, number 0" : "\(stored) bands, numbers 0 to \(stored - 1)"
      throw Misfit(problem: "has \(bands), and no band \(wrong)", notes: ["change 'channels'"])
    }
  }

  /// How many channels the image of a file has.
  func count(stored: Int, hasAlpha: Bool) throws(Misfit) -> Int {
    let selected = try selection(stored: stored, hasAlpha: hasAlpha).count
    return switch self {
    case .grey: 1
    case .rgb: 3
    case .opaque, .stored, .bands: selected
    }
  }
}
