import Diagnostics
import Testing
import YAML

@Suite("YAML that is made to do harm")
struct BoundsTests {
  @Test("A billion laughs are refused before they are expanded")
  func billionLaughs() {
    var text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
    for level in 1...30 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    #expect(
      refusal(of: Array(text.utf8)).contains(
        ": error: the aliases of this file stand for more than 10000 values\n"))
  }

  @Test("A hundred levels are accepted, one more is not")
  func depth() {
    let nested = { (levels: Int) in
      Array(
        (String(repeating: "[", count: levels - 1) + "x" + String(repeating: "]", count: levels - 1)).utf8)
    }
    #expect(refusal(of: nested(100)) == "")
    #expect(refusal(of: nested(101)).contains(": error: values are nested deeper than 100 levels\n"))
    #expect(refusal(of: nested(100_000)).contains(": error: values are nested deeper than 100 levels\n"))
  }

  @Test("Aliases cannot nest deeper than brackets may")
  func aliasDepth() {
    let open = String(repeating: "[", count: 60)
    let close = String(repeating: "]", count: 60)
    let text = "a: &a \(open)x\(close)\nb: \(open)*a\(close)\n"
    #expect(refusal(of: Array(text.utf8)).contains(": error: values are nested deeper than 100 levels\n"))
  }

  @Test("More than 1 MB is refused before parsing")
  func size() {
    #expect(
      refusal(of: Array(repeating: 0x20, count: 1_000_001))
        == "error: 'f.yaml' is larger than 1000000 bytes, too large for a config")
  }

  @Test("Bytes of every kind end in a node or an error with a place", arguments: 0..<40 as Range<UInt64>)
  func noise(seed: UInt64) {
    let valid = Array("a: &x {b: [1, 'two', \"three\\n\"], c: *x2}\nd: |\n  text\n? e\n: - f\n...\n".utf8)
    let pieces = Array("[]{}:,-?&*!|>'\"%@`#\n\t \\~<=\u{85}é".utf8) + [0x00, 0xFF, 0xC0]
    var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func random(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(bound))
    }
    for _ in 0..<50 {
      var bytes = valid
      for _ in 0...random(6) { bytes[random(bytes.count)] = pieces[random(pieces.count)] }
      let text = refusal(of: Array(bytes.prefix(random(bytes.count + 1))))
      #expect(text.isEmpty || text.hasPrefix("f.yaml:"))
    }
  }
}
