import Diagnostics
import Foundation
import Images
import Testing

@Suite("Lists name images as people have them")
struct NameListTests {
  /// The ids that a list names, in the order of the dataset.
  private func listed(_ bytes: some Sequence<UInt8>, _ samples: [Sample]) throws -> [String] {
    let list = try TemporaryFolder().written(bytes)
    return try Split(validation: .list(path: list.path)).divide(samples).validation.map(\.id)
  }

  private func listed(_ text: String, _ ids: [String]) throws -> [String] {
    try listed(text.utf8, samples(ids))
  }

  @Test("A list names stems, files or paths, in one column or two")
  func list() throws {
    let text = """
      # published split
      1

      2.png
      /data/train/a b.png
      /SegNet/val/7.png /SegNet/valannot/7.png
      """
    #expect(
      try listed(text, ["1", "2", "3", "a b", "train/7", "val/7"]) == ["1", "2", "a b", "val/7"])
  }

  @Test(
    "The published lists of Oxford pets, Pascal VOC, CamVid, and what spreadsheets and Windows write",
    arguments: [
      "Abyssinian_100 1 1 1\nAbyssinian_1 1 1 1\n",
      "2007_000032\nAbyssinian_100\r\nAbyssinian_1\r\n".replacing("2007_000032\n", with: ""),
      "/SegNet/CamVid/train/Abyssinian_100.png /SegNet/CamVid/trainannot/Abyssinian_100.png\n/SegNet/CamVid/train/Abyssinian_1.png x",
      "image,mask\nAbyssinian_100.jpg,Abyssinian_100.png\nAbyssinian_1.jpg,Abyssinian_1.png",
      "\u{FEFF}Image;Mask\r\n\"Abyssinian_100.jpg\";\"m\"\r\n\"Abyssinian_1.jpg\";\"m\"\r\n",
      "Abyssinian_100.jpg\tmask\nAbyssinian_1.jpg\tmask",
      ",filename,split\n0,Abyssinian_100.jpg,train\n1,Abyssinian_1.jpg,train\n",
      "id\nAbyssinian_1\nAbyssinian_100\n",
      "C:\\Users\\me\\pets\\images\\Abyssinian_100.jpg\r\nD:\\pets\\Abyssinian_1.jpg",
      "./images/Abyssinian_100.JPG\nimages//Abyssinian_1.JPG",
      "\"Abyssinian_100\"\n'Abyssinian_1', x",
      "# a comment\n\n   \nAbyssinian_100   # why not\n\tAbyssinian_1\t\n",
    ])
  func formats(_ text: String) throws {
    #expect(
      try listed(text, ["Abyssinian_1", "Abyssinian_10", "Abyssinian_100"]) == [
        "Abyssinian_1", "Abyssinian_100",
      ])
  }

  @Test("UTF-16 is read by its byte order mark, and bytes that are no text are refused")
  func encodings() throws {
    let ids = ["1", "2", "ü"]
    let text = "1\r\nü.png\r\n"
    for encoding in [String.Encoding.utf16LittleEndian, .utf16BigEndian] {
      let bytes = try #require(("\u{FEFF}" + text).data(using: encoding))
      #expect(try listed(bytes, samples(ids)) == ["1", "ü"])
    }
    let folder = try TemporaryFolder()
    for bytes in [[0xFF, 0xD8, 0xFF], [0x31, 0x00, 0x0A, 0x00]] as [[UInt8]] {
      let path = try folder.write(bytes, to: "val.txt")
      #expect(
        problems(folder) { _ = try Split(validation: .list(path: path)).divide(numbered(3)) } == """
          val.txt: is not a text file in UTF-8
          = save the list as plain text in UTF-8
          """)
    }
  }

  @Test(
    "Of several images of one name, the one that shares the most folders is meant, without extensions too")
  func folders() throws {
    let ids = ["train/a/7", "train/b/7", "val/a/7", "8"]
    #expect(try listed("/x/train/b/7.png", ids) == ["train/b/7"])
    #expect(try listed("val/a/7 valannot/a/7", ids) == ["val/a/7"])
    #expect(try listed("elsewhere/8.tif", ids) == ["8"])
  }

  @Test("A first line of column names tells which is the image's; a name that looks like one is not lost")
  func headers() throws {
    let ids = (0..<8).map { "\($0)" }
    #expect(try listed("id,filename\n0,3.png\n1,5.png\n", ids) == ["3", "5"])
    #expect(try listed("patient_id,image\n10,3.png\n", ids) == ["3"])
    #expect(try listed("image mask\n3.png 3.png\n5.png 5.png\n", ids) == ["3", "5"])
    #expect(problems { _ = try listed("img_33\n3", ids) }.hasPrefix("no image is called 'img_33'"))
  }

  @Test(
    "An image of another folder than the list names is not taken, where the list names folders that are there"
  )
  func elsewhere() throws {
    let ids = ["a/3", "b/8", "c/9"]
    #expect(problems { _ = try listed("b/3.png\nb/8.png", ids) }.hasPrefix("no image is called 'b/3.png'"))
    #expect(try listed("/home/bob/3.png\n/home/bob/8.png", ids) == ["a/3", "b/8"])
  }

  @Test("Several images on one line are refused, of which only the first would count")
  func severalOnALine() throws {
    for line in ["1.png,3.png,5.png", "1 3 5"] {
      #expect(
        problems { _ = try listed(line, ["1", "3", "5"]) }
          == "'\(line)' names several images; write one a line")
    }
  }

  @Test("A name may hold spaces, commas and dots")
  func names() throws {
    #expect(try listed("a b\nc, d.png\ne.f", ["a", "a b", "c", "c, d", "e.f"]) == ["a b", "c, d", "e.f"])
    #expect(try listed("a.png\na b.png c d.png", ["a", "a b", "a b.png c d"]) == ["a", "a b"])
  }

  @Test("A page of a stack is named by its number, and a stack's name means all of its pages")
  func stacks() throws {
    let pages = ["volume", "other"].flatMap { name in
      (0..<3).map { page in
        Sample(
          id: "\(name)/\(page)", image: FilePage("i/\(name).tif", page: page),
          masks: [MaskPart(FilePage("m/\(name).tif", page: page))])
      }
    }
    #expect(try listed("volume/1\nother.tif/2".utf8, pages) == ["volume/1", "other/2"])
    #expect(try listed("/data/volume.tif".utf8, pages) == ["volume/0", "volume/1", "volume/2"])
  }

  @Test("The name of a mask means its image")
  func masks() throws {
    let found = ["1", "2"].map {
      Sample(id: $0, imagePath: "i/\($0).jpg", maskPath: "m/\($0)_mask.gif")
    }
    #expect(try listed("train_masks/2_mask.gif\n".utf8, found) == ["2"])
    #expect(try listed("mask,x\nm/2_mask.gif,0".utf8, found + samples(["mask"])).contains("mask"))
  }

  @Test("Entries that match nothing, twice, or several are all shown with their line")
  func mistakes() throws {
    let folder = try TemporaryFolder()
    let list = try folder.write("1.png\nnone.png\n\n1\n7\nimagf3.png x".utf8, to: "val.txt")
    let error = #expect(throws: DiagnosticError.self) {
      try Split(validation: .list(path: list)).divide(samples(["1", "a/7", "b/7", "image3"]))
    }
    #expect(
      folder.anonymous(error?.description ?? "") == """
        val.txt:2:1: error: no image is called 'none.png'
         2 | none.png
           | ^~~~~~~~
        val.txt:4:1: error: '1' is already listed in line 1
         4 | 1
           | ^
        val.txt:5:1: error: '7' could be 'a/7' and 'b/7'; write the whole name
         5 | 7
           | ^
        val.txt:6:1: error: no image is called 'imagf3.png x'; did you mean 'image3'?
         6 | imagf3.png x
           | ^~~~~~~~~~~~
        """)
  }

  @Test("Of many mistakes the first 20 are shown")
  func manyMistakes() throws {
    let folder = try TemporaryFolder()
    let list = try folder.write((0..<50).map { "n\($0)\n" }.joined().utf8, to: "val.txt")
    let text = problems(folder) { _ = try Split(validation: .list(path: list)).divide(samples(["x"])) }
    #expect(text.split(separator: "\n").count == 21)
    #expect(text.hasSuffix("\nand 30 more"))
  }

  @Test("A list that is missing or names nothing")
  func emptyList() throws {
    let folder = try TemporaryFolder()
    let list = try folder.write("# nothing\n".utf8, to: "val.txt")
    #expect(
      problems(folder) { _ = try Split(validation: .list(path: list)).divide(numbered(3)) }
        == "val.txt: the list names no image")
    let header = try folder.write("image,mask\n".utf8, to: "header.csv")
    #expect(
      problems(folder) { _ = try Split(validation: .list(path: header)).divide(numbered(3)) }
        == "header.csv: the list names no image")
    let missing = folder.path + "/none.txt"
    #expect(
      problems(folder) { _ = try Split(validation: .list(path: missing)).divide(numbered(3)) }
        == "none.txt: no such file")
  }
}

extension TemporaryFolder {
  /// A file with these bytes, which stays as long as the result.
  fileprivate func written(_ bytes: some Sequence<UInt8>) throws -> (path: String, folder: TemporaryFolder) {
    (try write(bytes, to: "list.txt"), self)
  }
}
