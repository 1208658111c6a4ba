import Config
import Experiment
import Foundation
import Images
import Testing

@Suite("docs/augmentation.md")
struct AugmentationDocumentTests {
  private static let docs = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs")

  private let names = AugmentationName.allCases.map(\.rawValue)
  private let text: String
  /// The text of each section of an augmentation, by its title.
  private let sections: [String: String]

  init() throws {
    let text = try String(contentsOf: Self.docs.appending(path: "augmentation.md"), encoding: .utf8)
    self.text = text
    sections = Dictionary(
      uniqueKeysWithValues: text.components(separatedBy: "\n### ").dropFirst().map { part in
        let lines = part.components(separatedBy: "\n")
        return (lines[0], lines.dropFirst().joined(separator: "\n").components(separatedBy: "\n## ")[0])
      })
  }

  @Test("Each augmentation has a section with its picture")
  func complete() {
    #expect(sections.keys.sorted() == names.sorted())
    for name in names {
      #expect(sections[name]?.contains("![\(name)](augmentation/\(name).png)") == true, "\(name)")
    }
  }

  @Test("Each picture that is named is there, and no other: run `make docs` where one is not")
  func pictures() throws {
    let files = try FileManager.default.contentsOfDirectory(
      atPath: Self.docs.appending(path: "augmentation").path)
    #expect(files.sorted() == (names + ["all"]).map { "\($0).png" }.sorted())
    #expect(text.contains("![all](augmentation/all.png)"))
    let sizes = try files.map { name in
      try Data(contentsOf: Self.docs.appending(path: "augmentation/\(name)")).count
    }
    #expect(sizes.reduce(0, +) < 1_200_000)
  }

  @Test("The keys of the config are those of the page", arguments: ["none", "standard"])
  func keys(preset: String) throws {
    let folder = try PictureFolder([ImageSize(width: 8, height: 8)]) { _, _, _ in 0 }
    defer { folder.remove() }
    let loaded = try folder.loaded("augmentation.preset=\(preset)")
    let keys = try loaded.keys(under: "augmentation").map { $0.split(separator: ".")[1] }
    #expect(Set(keys.map(String.init)).subtracting(["preset"]).sorted() == names.sorted())
  }

  @Test("The YAML of each section is what the name alone gives", arguments: AugmentationName.allCases)
  func yaml(name: AugmentationName) throws {
    let folder = try PictureFolder([ImageSize(width: 8, height: 8)]) { _, _, _ in 0 }
    defer { folder.remove() }
    let block = try #require(sections[name.rawValue]?.components(separatedBy: "```yaml\n")[1])
    let line = block.components(separatedBy: "\n```")[0]
    let shown = try folder.config("augmentation={\(line)}").augmentation
    let standard = try folder.config("augmentation={\(name.rawValue): 0.5}").augmentation
    #expect("\(shown)" == "\(standard)")
    #expect("\(shown)" != "\(try folder.config("augmentation={preset: none}").augmentation)")
  }
}
