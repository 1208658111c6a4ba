import Diagnostics
import Testing
import YAML

/// What is wrong with a text, as a person reads it; nothing if it is accepted.
func refusal(of bytes: [UInt8]) -> String {
  do throws(DiagnosticError) {
    _ = try Node.parse(bytes, file: "f.yaml")
    return ""
  } catch {
    return error.description
  }
}

@Suite("What is no config's YAML")
struct RefusalTests {
  @Test("Duplicate keys, merge keys and tags are all reported, with their places")
  func collected() {
    let text = "a: 1\n<<: {b: 2}\nc: !!str 3\na: 4\n"
    #expect(
      refusal(of: Array(text.utf8))
        == """
        f.yaml:2:1: error: merge keys are not supported
         2 | <<: {b: 2}
           | ^~
            = 'extends: base.yaml' lays a file over another
        f.yaml:3:4: error: tags are not supported; quote a value to make it a text
         3 | c: !!str 3
           |    ^~~~~~~
        f.yaml:4:1: error: duplicate key 'a'
         4 | a: 4
           | ^
            = the first one is at f.yaml:1:1
        """)
  }

  @Test(
    "A syntax error says in plain words what is wrong where",
    arguments: [
      (
        "a: 1\n\tb: 2\n",
        """
        f.yaml:2:1: error: a tab cannot indent YAML; use spaces
         2 |  b: 2
           | ^
        """
      ),
      (
        "a: 'x\nb: 1\n",
        """
        f.yaml:1:4: error: this quote is never closed
         1 | a: 'x
           |    ^
        """
      ),
      (
        "a: b: c\n",
        """
        f.yaml:1:5: error: not YAML: a ':' cannot stand here; indent this line like its neighbours, or quote the value
         1 | a: b: c
           |     ^
        """
      ),
      (
        "a:\n  b: 1\n c: 2\n",
        """
        f.yaml:3:2: error: not YAML: expected 'key: value' here, at the indentation of the lines before
         3 |  c: 2
           |  ^
        """
      ),
      (
        "a: {b}_c\n",
        """
        f.yaml:1:7: error: not YAML: expected 'key: value' here, at the indentation of the lines before
         1 | a: {b}_c
           |       ^
            = a text that begins with '{' needs quotes
        """
      ),
      (
        "a: @b\n",
        """
        f.yaml:1:4: error: not YAML: a value cannot start with this character; quote it
         1 | a: @b
           |    ^
        """
      ),
      (
        "a: [1,\n",
        """
        f.yaml:1:7: error: not YAML: a ']' or '}' is missing at the end
         1 | a: [1,
           |       ^
        """
      ),
      (
        "a: [1, 2\nb: 3\n",
        """
        f.yaml:2:2: error: not YAML: expected ',' or ']' here
         2 | b: 3
           |  ^
            = the [] or {} began at f.yaml:1:4
        """
      ),
      (
        "a: {b: ${X}/y}\n",
        """
        f.yaml:1:9: error: not YAML: expected ',' or '}' here
         1 | a: {b: ${X}/y}
           |         ^
            = inside {} or [] a value with '${' needs quotes: "${NAME}"
        """
      ),
    ])
  func syntax(text: String, expected: String) {
    #expect(refusal(of: Array(text.utf8)) == expected)
  }

  @Test(
    "What YAML allows and a config never needs is refused with its place",
    arguments: [
      (
        "a: 1\n---\nb: 2\n", "f.yaml:2:1: error: a second YAML document starts here; a config is one document"
      ),
      ("? [a, b]\n: 1\n", "f.yaml:1:3: error: a key must be a single word or a quoted text"),
      ("a: *b\n", "f.yaml:1:4: error: no value before this alias has the anchor '&b'"),
      ("a: &a [*a]\n", "f.yaml:1:8: error: no value before this alias has the anchor '&a'"),
    ])
  func unneeded(text: String, firstLine: String) {
    #expect(refusal(of: Array(text.utf8)).hasPrefix(firstLine + "\n"))
  }

  @Test("Bytes that are no UTF-8 are refused where they stand")
  func invalidUTF8() {
    #expect(
      refusal(of: Array("a: 1\nb: é".utf8) + [0xFF]) == """
        f.yaml:2:5: error: this is not UTF-8 text; save the file as UTF-8
         2 | b: é\u{FFFD}
           |     ^
        """)
  }

  @Test("A control character is refused where it stands", arguments: [0x00, 0x1B, 0x7F] as [UInt8])
  func controlCharacter(byte: UInt8) {
    let code = (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    #expect(
      refusal(of: Array("a: ".utf8) + [byte]) == """
        f.yaml:1:4: error: the control character U+00\(code) cannot stand in a config
         1 | a: \u{FFFD}
           |    ^
        """)
  }
}
