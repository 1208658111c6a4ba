import Diagnostics
import Testing
import YAML

@Suite("Nodes of a YAML text")
struct NodeTests {
  @Test("Keys and values know their line and column, counted from 1 in Unicode scalars")
  func places() throws {
    let root = try Node.parse("a: 1\nβ🙂: [x, 'ÿ y']\n", file: "f.yaml")
    let entry = try #require(root.entries?.last)
    #expect(entry.key.place.location.description == "f.yaml:2:1")
    guard case .sequence(let items) = entry.value.content else {
      Issue.record("not a list")
      return
    }
    #expect(items.map(\.place.location.description) == ["f.yaml:2:6", "f.yaml:2:9"])
    #expect(items[1].place.excerpt == Excerpt(line: "β🙂: [x, 'ÿ y']", width: 5))
  }

  @Test(
    "A value that is missing at the end stands at the end of the text",
    arguments: ["a: 1\n? bc", "a: 1\n? bc\n\n"])
  func missingAtEnd(text: String) throws {
    let value = try #require(Node.parse(text, file: "f.yaml").entries?.last?.value)
    #expect(value.place.location.description == "f.yaml:2:5")
    #expect(value.place.excerpt.line == "? bc")
  }

  @Test("A scalar knows whether it stands in quotes")
  func quotes() throws {
    let root = try Node.parse("a: 5\nb: \"5\"\nc: '5'\nd: |-\n  5\n", file: "f.yaml")
    #expect(["a", "b", "c", "d"].map { root[$0]?.scalar?.text } == ["5", "5", "5", "5"])
    #expect(["a", "b", "c", "d"].map { root[$0]?.scalar?.isPlain } == [true, false, false, false])
  }

  @Test(
    "An empty text is an empty mapping", arguments: ["", "\n\n", "# only a comment\n", "---\n", "\u{FEFF}"])
  func empty(text: String) throws {
    #expect(try Node.parse(text, file: "f.yaml").entries?.isEmpty == true)
  }

  @Test("A byte order mark is skipped and not counted")
  func byteOrderMark() throws {
    let root = try Node.parse("\u{FEFF}a: 1", file: "f.yaml")
    #expect(root.entries?.first?.key.place.location.description == "f.yaml:1:1")
  }

  @Test("Lines end as libyaml ends them", arguments: ["\n", "\r\n", "\r", "\u{85}", "\u{2028}"])
  func lineBreaks(lineBreak: String) throws {
    let root = try Node.parse("a: 1\(lineBreak)b: 2\(lineBreak)c: 3", file: "f.yaml")
    let key = try #require(root.entries?.last?.key)
    #expect(key.place.location.description == "f.yaml:3:1")
    #expect(key.place.excerpt.line == "c: 3")
  }

  @Test("An alias stands for the value of its anchor")
  func alias() throws {
    let root = try Node.parse("a: &size [1, 2]\nb: *size\n", file: "f.yaml")
    guard case .sequence(let items) = root["b"]?.content else {
      Issue.record("not a list")
      return
    }
    #expect(items.map(\.scalar?.text) == ["1", "2"])
  }

  @Test("A value within another text has its place in that text")
  func valueInText() throws {
    let text = "é.depth=[1, x]"
    let node = try Node.parseValue(in: text, after: 8, file: "<command line>", line: 3)
    guard case .sequence(let items) = node.content else {
      Issue.record("not a list")
      return
    }
    #expect(items[1].place.location.description == "<command line>:3:13")
    #expect(items[1].place.excerpt.line == text)
  }
}
