import Config
import Testing

@Suite("The environment and paths")
struct EnvironmentTests {
  private func name(_ text: String, _ environment: [String: String]) throws -> String {
    let folder = try ConfigFolder(["a.yaml": "name: \"\(text)\"\n"])
    folder.environment = environment
    return try folder.load().config.name
  }

  @Test(
    "Variables are replaced in any part of a value",
    arguments: [
      ("${A}", "1"), ("x${A}y${B}z", "x1y2z"), ("${C:-3}", "3"), ("${A:-3}", "1"), ("${E:-3}", "3"),
      ("${E}", ""),
      ("${C:-a:-b}", "a:-b"), ("${C:-}", ""), ("$${A}", "${A}"), ("$A", "$A"), ("$$", "$$"), ("${D}", "${A}"),
    ])
  func expansion(text: String, expanded: String) throws {
    #expect(try name(text, ["A": "1", "B": "2", "D": "${A}", "E": ""]) == expanded)
  }

  @Test("A variable in a value without quotes can be a number or null, in quotes it is a text")
  func plain() throws {
    let folder = try ConfigFolder(["a.yaml": "model:\n  depth: ${D}\n  width: ${W:-null}\n"])
    folder.environment = ["D": "3"]
    #expect(try folder.load().config.model.depth == 3)
    #expect(try folder.load().config.model.width == nil)
    try folder.write("model: {depth: \"${D}\"}", to: "a.yaml")
    #expect(folder.mistakes().contains("'depth' must be a whole number from 1 to 7, not the text \"3\""))
  }

  @Test("A variable that is not set, or not a variable, is an error with its place")
  func unset() throws {
    #expect(
      try mistakes("name: ${A}\nmodel:\n  depth: ${oops\n  norm: ${1A}\n  weights: ${A:-${B}}\n") == """
        a.yaml:1:7: error: the environment variable 'A' is not set
         1 | name: ${A}
           |       ^~~~
            = set it, or write '${A:-default}' to fall back on a default
        a.yaml:3:10: error: '${' has no '}'
         3 |   depth: ${oops
           |          ^~~~~~
            = write '$${' for a literal '${'
        a.yaml:4:9: error: '${1A}' names no environment variable
         4 |   norm: ${1A}
           |         ^~~~~
            = write ${NAME} or ${NAME:-default}
        a.yaml:5:12: error: '${A:-${B}' names no environment variable
         5 |   weights: ${A:-${B}}
           |            ^~~~~~~~~~
            = write ${NAME} or ${NAME:-default}
        """)
  }

  @Test("A wrong value that comes from a variable is shown as it is and as it was written")
  func wrongValue() throws {
    #expect(
      try mistakes("model:\n  depth: ${D}\n", environment: ["D": "deep"]) == """
        a.yaml:2:10: error: 'depth' must be a whole number from 1 to 7, not 'deep'
         2 |   depth: ${D}
           |          ^~~~
        """)
  }

  @Test("A path belongs to the file in which it stands, an override's to the current folder")
  func paths() throws {
    let folder = try ConfigFolder(["sub/a.yaml": "model: {weights: \"${W}/../x.bin\"}\n"])
    folder.environment = ["W": "deep"]
    #expect(try folder.load("sub/a.yaml").config.model.weights == Path("\(folder.path)/sub/x.bin"))
    let overridden = try folder.load("./sub/../sub/a.yaml", ["model.weights=./y.bin"])
    #expect(overridden.config.model.weights == Path("\(folder.path)/y.bin"))
    folder.environment = ["W": "/data//."]
    #expect(try folder.load("\(folder.path)/sub/a.yaml").config.model.weights == Path("/x.bin"))
  }

  @Test("A path from ~ needs HOME")
  func home() throws {
    let folder = try ConfigFolder(["a.yaml": "model: {weights: ~/w.bin}\n"])
    #expect(
      folder.mistakes() == """
        a.yaml:1:18: error: '~' has no meaning because the environment variable 'HOME' is not set
         1 | model: {weights: ~/w.bin}
           |                  ^~~~~~~
        """)
    folder.environment = ["HOME": "/home/me"]
    #expect(try folder.load().config.model.weights == Path("/home/me/w.bin"))
  }

  @Test(
    "Paths lose dots and double slashes",
    arguments: [
      ("a/./b", "/f/a/b"), ("../x", "/x"), ("../../../x", "/x"), ("/a//b/", "/a/b"), ("a/..", "/f"),
      ("/", "/"),
    ])
  func normal(text: String, path: String) {
    #expect(Path(text, in: "/f").string == path)
  }
}
