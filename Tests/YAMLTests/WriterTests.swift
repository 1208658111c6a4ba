import Testing
import YAML

@Suite("Writing YAML")
struct WriterTests {
  @Test("Sections take a line for each key, what is inside them stands in brackets")
  func layout() {
    let value = YAMLValue.mapping([
      .init("schema", .int(1)),
      .init(
        "data",
        .mapping([
          .init("classes", .mapping([.init("cell", .int(255)), .init("no", .list([.int(1), .int(2)]))])),
          .init("ignore", .null),
        ])),
      .init("empty", .mapping([])),
      .init("loss", .mapping([.init("ce", .number(0.5)), .init("on", .bool(true))])),
    ])
    #expect(
      YAMLWriter.text(value) == """
        schema: 1
        data:
          classes: {cell: 255, "no": [1, 2]}
          ignore: null
        empty: {}
        loss:
          ce: 0.5
          "on": true

        """)
  }

  @Test("What is too long for a line takes several")
  func longValues() {
    let names = (0..<30).map { "class_number_\($0)" }
    let value = YAMLValue.mapping([
      .init(
        "data",
        .mapping([
          .init("classes", .mapping(names.enumerated().map { .init($0.element, .int($0.offset)) })),
          .init("list", .list(names.map(YAMLValue.string))),
        ]))
    ])
    let lines = YAMLWriter.text(value).split(separator: "\n")
    #expect(lines.prefix(3) == ["data:", "  classes:", "    class_number_0: 0"])
    #expect(lines.suffix(31).prefix(2) == ["  list:", "    - class_number_0"])
  }

  @Test(
    "A text reads back as the same text, and never as something else",
    arguments: [
      "", " ", "plain", "two words", "trailing ", "yes", "No", "null", "~", "1", "1e-3", "0x1F", "1:30",
      "2020-01-01",
      "#FF0000", "a # b", "a: b", "a:b", "- a", "-", "{stem}_mask.png", "[x]", "quote\"s", "it's",
      "back\\slash",
      "line\nbreak", "tab\there", "é🙂", "\u{1B}[31m", "\u{85}\u{2028}", "/absolute/path", "./relative",
      "../up", "*a",
      "&a", "!a", "%a", "@a", "`a", "|", ">", "?", ",", "=", "<<", "\u{FEFF}", "y", "${HOME}", ".inf",
    ])
  func texts(text: String) throws {
    let value = YAMLValue.mapping([
      .init("list", .mapping([.init("flow", .list([.string(text)])), .init("block", .string(text))])),
      .init(text, .string(text)),
    ])
    let root = try Node.parse(YAMLWriter.text(value), file: "f.yaml")
    guard case .sequence(let items) = root["list"]?["flow"]?.content else {
      Issue.record("not a list")
      return
    }
    for scalar in [items[0].scalar, root["list"]?["block"]?.scalar, root[text]?.scalar] {
      #expect(scalar?.text == text)
      #expect(scalar?.isPlain == false || Double(text) == nil && text != "null")
    }
  }

  @Test(
    "A number reads back as the same number, and has a point for YAML 1.1",
    arguments: [0.1, 1, -2.5, 1e-3, 1e-6, 2.5e-308, 1.7976931348623157e308, 1e16, 123_456_789.125])
  func numbers(number: Double) throws {
    let text = YAMLWriter.flow(.number(number))
    #expect(Double(text) == number)
    #expect(text.contains("."))
  }
}
