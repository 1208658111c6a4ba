/// Damages a config file in the ways in which files are damaged: by slips, by tools, and on purpose.
struct ConfigMutator {
  private enum Mutation: CaseIterable {
    case flipByte, insertPiece, replaceWord, deleteRange, cut, duplicateLine, swapLines, swapWords, indent,
      splice
    case anchorAndAlias, nest, repeatPiece
  }

  private static let pieces: [[UInt8]] =
    [
      "[", "]", "{", "}", ":", ": ", ",", "-", "- ", "? ", "&a ", "*a", "!", "!!str ",
      "!!python/object:os.system ",
      "|", ">", "|2-\n", "'", "\"", "%", "%YAML 1.2\n---\n", "@", "`", "#", " #", "\n", "\r", "\r\n", "\t",
      "  ", "\\",
      "~", "<<: *a", "---\n", "...\n", "${", "${A}", "${U}", "${U:-", "${U:-7}", "$${", "}", "null", "true",
      "0", "-1",
      "9223372036854775807", "9223372036854775808", "1e308", "1e309", "-0", "0x7f", ".nan", "1e-400", "001",
      "extends: ", "extends: a.yaml\n", "extends: [a.yaml, b.yaml]\n", "loss: ", "model:\n  depth: ",
      "name: sgd",
      "\u{FEFF}", "\u{85}", "\u{2028}", "\u{200B}", "\u{202E}", "é", "e\u{301}", "ß", "👩‍👩‍👧", "١", "\u{0}",
      "\u{7F}", "\u{10FFFF}",
      "\\U0010FFFF", "\\x00", "\\uD800", "\"\\e[31m\"", "\"a\\nb\"",
    ].map { Array($0.utf8) } + [
      [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
    ]

  /// What to begin with, and to take parts from.
  let sources: [[UInt8]]

  /// The damaged config of a number; the same each time.
  func config(_ number: Int) -> [UInt8] {
    var random = SplitMix(seed: UInt64(number))
    var bytes = random.element(of: sources)
    for _ in 0...random.below(6) { mutate(&bytes, &random) }
    return bytes
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    let position = random.below(bytes.count + 1)
    switch random.element(of: Mutation.allCases) {
    case .flipByte:
      if position < bytes.count { bytes[position] ^= 1 << random.below(8) }
    case .insertPiece: bytes.insert(contentsOf: random.element(of: Self.pieces), at: position)
    case .replaceWord: bytes.replaceSubrange(word(in: bytes, &random), with: random.element(of: Self.pieces))
    case .deleteRange: bytes.removeSubrange(position..<min(bytes.count, position + 1 + random.below(20)))
    case .cut: bytes.removeSubrange(position...)
    case .duplicateLine:
      bytes.insert(contentsOf: bytes[line(in: bytes, &random)], at: line(in: bytes, &random).lowerBound)
    case .swapLines: swap(line(in: bytes, &random), line(in: bytes, &random), in: &bytes)
    case .swapWords: swap(word(in: bytes, &random), word(in: bytes, &random), in: &bytes)
    case .indent: indent(&bytes, &random)
    case .splice: splice(&bytes, &random)
    case .anchorAndAlias:
      bytes.insert(contentsOf: Array("&a ".utf8), at: word(in: bytes, &random).lowerBound)
      bytes.replaceSubrange(word(in: bytes, &random), with: Array("*a".utf8))
    case .nest: nest(&bytes, &random)
    case .repeatPiece:
      let piece = random.element(of: Self.pieces)
      bytes.insert(contentsOf: Array(repeating: piece, count: 1 << random.below(9)).joined(), at: position)
    }
  }

  private func indent(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    let line = line(in: bytes, &random)
    let blanks = bytes[line].prefix { $0 == 0x20 }.count
    bytes.replaceSubrange(
      line.lowerBound..<line.lowerBound + blanks, with: Array(repeating: 0x20, count: random.below(6)))
  }

  private func splice(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    let other = random.element(of: sources)
    let start = random.below(other.count)
    let end = start + random.below(other.count - start + 1)
    bytes.insert(contentsOf: other[start..<end], at: random.below(bytes.count + 1))
  }

  private func nest(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    let levels = 1 << random.below(9)
    let (open, close) = random.element(of: [("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", "")])
    let word = word(in: bytes, &random)
    let inside = String(repeating: open, count: levels).utf8 + Array(bytes[word])
    bytes.replaceSubrange(word, with: inside + Array(String(repeating: close, count: levels).utf8))
  }

  private func swap(_ one: Range<Int>, _ other: Range<Int>, in bytes: inout [UInt8]) {
    let (first, second) = one.lowerBound <= other.lowerBound ? (one, other) : (other, one)
    guard first.upperBound <= second.lowerBound else { return }
    let (left, right) = (Array(bytes[first]), Array(bytes[second]))
    bytes.replaceSubrange(second, with: left)
    bytes.replaceSubrange(first, with: right)
  }

  /// A line with its line break.
  private func line(in bytes: [UInt8], _ random: inout SplitMix) -> Range<Int> {
    let position = random.below(bytes.count)
    let start = bytes[..<min(position, bytes.count)].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let end = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
    return start..<end
  }

  /// A word: a key, a number, a name.
  private func word(in bytes: [UInt8], _ random: inout SplitMix) -> Range<Int> {
    let isPart = { (byte: UInt8) in byte > 0x2C && byte != 0x3A && byte != 0x5B && byte != 0x5D && byte < 0x7B
    }
    let position = random.below(bytes.count)
    let start = bytes[position...].firstIndex(where: isPart) ?? bytes.count
    let end = bytes[start...].firstIndex { !isPart($0) } ?? bytes.count
    return start..<end
  }
}
