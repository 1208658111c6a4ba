import Images
import Testing

@Suite("A group never stands on two sides")
struct GroupingTests {
  /// Ten patients of one to ten images each.
  private let patients = samples(
    (1...10).flatMap { patient in (0..<patient).map { "p\(patient)/slice\($0)" } })

  private func split(_ grouping: Grouping, _ part: Double = 0.3, seed: UInt64 = 0) -> Split {
    Split(validation: .fraction(part, Split.Draw(seed: seed, grouping: grouping)))
  }

  private func groups(_ samples: [Sample]) -> Set<String> {
    Set(samples.map { String($0.id.prefix { $0 != "/" }) })
  }

  @Test("The first parentheses or the whole match of the expression is the group", arguments: 0..<6)
  func expression(_ seed: UInt64) throws {
    for pattern in ["^(p[0-9]+)", "^p[0-9]+", "^(.*)/", "^(p\\d+)/(slice)"] {
      let division = try split(.pattern(pattern), seed: seed).divide(patients)
      #expect(groups(division.validation).count == 3)
      #expect(groups(division.training).count == 7)
    }
  }

  @Test(
    "An image that is added to a group moves none, and a group that is added at most one", arguments: 0..<6)
  func stability(_ seed: UInt64) throws {
    let rule = split(.pattern("^(.*)/"), seed: seed)
    let before = try rule.divide(patients)
    let more = try rule.divide(patients + samples(["p3/new", "p10/new"]))
    #expect(groups(more.validation) == groups(before.validation))
    #expect(Set(before.training).isSubset(of: more.training))
    #expect(Set(before.validation).isSubset(of: more.validation))
    let group = try groups(rule.divide(patients + samples(["p11/0", "p11/1"])).validation).subtracting(["p11"]
    )
    #expect(group.symmetricDifference(groups(before.validation)).count <= 1)
  }

  @Test("Groups stay whole in test, validation and every fold")
  func folds() throws {
    let draw = Split.Draw(seed: 3, grouping: .pattern("^(.*)/"))
    let divisions = try (0..<3).map {
      try Split(validation: .fold($0, of: 3, draw), test: .fraction(0.2, draw)).divide(patients)
    }
    var validated: [String] = []
    for division in divisions {
      let parts = [division.training, division.validation, division.test].map(groups)
      #expect(parts.map(\.count).reduce(0, +) == 10)
      #expect(parts[2].count == 2)
      validated += parts[1]
    }
    #expect(validated.count == 8)
    #expect(Set(validated).count == 8)
  }

  @Test("A table names the groups, in columns with or without titles, of more images than there are")
  func table() throws {
    let folder = try TemporaryFolder()
    let found = samples(["a", "b", "c", "d"])
    let tables = [
      "a,1\nb,1\nc,2\nd,2\n", "a.png\t1\nb.png\t1\nc.png\t2\nd.png\t2", "a 1\nb 1\nc 2\nd 2\nnot there 3",
      "patient;image\r\n1;a.png\r\n1;b.png\r\n\"2\";c.png\r\n2;d.png\r\n",
      "image,age,patient_id\na,33,1\nb,33,1\nc,20,2\nd,20,2\n",
      "image,whatever\na,1\nb,1\nc,2\nd,2\n",
    ]
    for table in tables {
      let path = try folder.write(table.utf8, to: "groups.csv")
      let words = try split(.file(path: path), 0.5).words(found)
      #expect(["a b | c d | ", "c d | a b | "].contains(words), "\(table): \(words)")
    }
  }

  @Test("A table that leaves out an image, or names two groups for one, is refused")
  func tableMistakes() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a,1\nb\na.png,2\nx,1\n".utf8, to: "groups.csv")
    #expect(
      problems(folder) { _ = try split(.file(path: path)).divide(samples(["a", "b"])) } == """
        'b' has not one group after the image's name; with more columns, a first line names them: image,…,group
        'a' is of the group '1' in line 1
        """)
    for table in ["image,mask,animal\na,x,1\nb,y,1", "a,x,1\nb,y,1"] {
      let wide = try folder.write(table.utf8, to: "groups.csv")
      #expect(throws: (any Error).self, "\(table)") {
        try split(.file(path: wide)).divide(samples(["a", "b"]))
      }
    }
    let short = try folder.write("a,1\nb,2".utf8, to: "groups.csv")
    #expect(
      problems(folder) { _ = try split(.file(path: short)).divide(samples(["a", "b", "c"])) }
        == "image 'c' has no group: groups.csv doesn't name it")
  }

  @Test("Images without a group, a single group, and no expression are refused")
  func mistakes() {
    #expect(
      problems { _ = try split(.pattern("^(p\\d+)")).divide(samples(["p1", "q1", "p2"])) } == """
        image 'q1' has no group: the expression '^(p\\d+)' doesn't match its name
        = the name is the path below the folder of the images, without extension
        """)
    #expect(
      problems { _ = try split(.pattern("p")).divide(samples(["p1", "p2"])) }
        == "all 2 images are of one group, 'p', so that nothing can be divided")
    #expect(
      problems { _ = try split(.pattern("(p")).divide(samples(["p1", "p2"])) }
        .hasPrefix("'(p' is no regular expression: "))
    #expect(
      problems {
        let draw = Split.Draw(grouping: .pattern("^(.*)/"))
        _ = try Split(validation: .fold(0, of: 5, draw)).divide(samples(["a/1", "a/2", "b/1", "c/9"]))
      } == "3 groups cannot be divided into 5 folds; 5 are needed")
  }

  @Test("A test that is named or drawn otherwise may not cut a group")
  func cutGroups() throws {
    let folder = try TemporaryFolder()
    let list = try folder.write("p10/slice3".utf8, to: "test.txt")
    let draw = Split.Draw(grouping: .pattern("^(.*)/"))
    let text = problems(folder) {
      _ = try Split(validation: .fraction(0.2, draw), test: .list(path: list)).divide(patients)
    }
    #expect(
      text.hasPrefix("group 'p10' stands on two sides: 'p10/slice0' is for training (all others), and "))
    let other = Sample(id: "p7/slice0", imagePath: "test/p7/slice0.png", maskPath: "test/m.png")
    let away = Sample(id: "x", imagePath: "test/x.png", maskPath: "test/x_mask.png")
    #expect(
      problems { _ = try Split(validation: .fraction(0.2, draw), test: .others([other])).divide(patients) }
        .contains("and 'p7/slice0' for test (its own folder)"))
    #expect(
      try Split(validation: .fraction(0.2, draw), test: .others([away])).divide(patients).test == [away])
    #expect(
      text.contains("'p10/slice3' for test (test.txt:1)\n= give every part that is drawn the same 'group'"))
  }
}
