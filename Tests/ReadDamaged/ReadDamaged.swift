import Foundation
import Images

/// Reads damaged copies of image files, one after another: for `Scripts/check_memory`, since valgrind doesn't run the test runner.
///
///     read-damaged COPIES FILE...
@main
enum ReadDamaged {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    let copies = arguments.first.flatMap { Int($0) } ?? 1
    let place = FileManager.default.temporaryDirectory.appending(path: "unet-damaged-\(getpid())")
    defer { try? FileManager.default.removeItem(at: place) }
    var (read, refused) = (0, 0)
    for file in arguments.dropFirst() {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
      for copy in 0...copies {
        try damaged(bytes, copy).write(to: place)
        let page = FilePage(place.path)
        let outcomes = [
          Result { _ = try ImageFile.header(of: page) },
          Result { _ = try ImageFile.read(page, channels: .stored) },
          Result { _ = try ImageFile.palette(of: page) },
        ]
        for outcome in outcomes { if case .success = outcome { read += 1 } else { refused += 1 } }
      }
    }
    print("\(read) reads gave an image, \(refused) an error")
  }

  /// The bytes as they are, cut off, or with some of them flipped; the same for the same number.
  private static func damaged(_ bytes: Data, _ number: Int) -> Data {
    guard number > 0, !bytes.isEmpty else { return bytes }
    if number % 3 == 1 { return bytes.prefix(bytes.count * (number % 10) / 10) }
    var (result, state) = (bytes, UInt64(number))
    for _ in 0..<(1 + number % 8) {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let position = Int(state >> 33) % result.count
      result[result.startIndex + position] ^= UInt8(truncatingIfNeeded: state >> 20) | 1
    }
    return result
  }
}
