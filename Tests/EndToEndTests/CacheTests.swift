import Foundation
import Testing

@Suite("unet cache")
struct CacheTests {
  private func cache(_ program: Program, _ arguments: String..., environment: [String: String] = [:]) throws
    -> Program.Result
  {
    try program.unet(
      ["cache"] + arguments,
      environment: ["UNET_CACHE": program.folder.path + "/cache", "UNET_CACHE_SIZE": ""].merging(environment)
      { $1 })
  }

  /// A cache of two decoded images, one of them unfinished, and the facts of an inspection, beside what is not the program's.
  private func fill(_ program: Program) throws {
    _ = try program.shell(
      """
      mkdir -p cache/decoded/0a cache/decoded/ff cache/facts cache/mine elsewhere
      head -c 1500000 /dev/zero > cache/decoded/0a/one.pixels
      head -c 500000 /dev/zero > cache/decoded/ff/two.part
      head -c 1234 /dev/zero > cache/facts/three.lines
      echo keep | tee cache/mine/a.pixels cache/notes.txt cache/decoded/0a/readme elsewhere/b.pixels > /dev/null
      ln -s "$PWD/elsewhere/b.pixels" cache/decoded/0a/b.pixels
      ln -s "$PWD/elsewhere" cache/decoded/bb
      find cache -type f -exec touch -d '2024-05-06 07:08:09 UTC' {} +
      touch -d '2025-01-31 23:59:59 UTC' cache/facts/three.lines
      """)
  }

  @Test("tells where the cache is, how much is in it, and when it was used")
  func report() throws {
    try inTemporaryFolder { program in
      try fill(program)
      let result = try cache(program)
      #expect(result.status == 0 && result.errors.isEmpty)
      #expect(
        result.output == """
          folder      \(program.folder.path)/cache
          decoded     2 files, 2.0 MB of at most 20.0 GB
          facts       1 file, 1.2 kB
          last used   2025-01-31 23:59 UTC

          """)
      let bounded = try cache(program, environment: ["UNET_CACHE_SIZE": "1.5GiB"])
      #expect(bounded.output.contains("\ndecoded     2 files, 2.0 MB of at most 1.6 GB\n"))
    }
  }

  @Test("--clear removes what is the program's, follows no link, and says how much that was")
  func clear() throws {
    try inTemporaryFolder { program in
      try fill(program)
      let result = try cache(program, "--clear")
      #expect(result.status == 0 && result.errors.isEmpty)
      #expect(
        result.output == """
          folder      \(program.folder.path)/cache
          removed     3 files, 2.0 MB

          """)
      for name in ["decoded/0a/one.pixels", "decoded/ff/two.part", "facts/three.lines"] {
        #expect(!program.exists("cache/\(name)"), "\(name)")
      }
      for name in [
        "mine/a.pixels", "notes.txt", "decoded/0a/readme", "decoded/0a/b.pixels", "decoded/bb/b.pixels",
      ] {
        #expect(try program.read("cache/\(name)") == "keep\n", "\(name)")
      }
      #expect(try cache(program, "--clear").output.hasSuffix("\nremoved     0 files, 0 bytes\n"))
    }
  }

  @Test("After an inspection there are facts, and after --clear it decodes again")
  func inspection() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      func decoded() throws -> Int? {
        let result = try program.unet(
          ["inspect", "smoke.yaml", "--format", "json"],
          environment: ["UNET_CACHE": program.folder.path + "/cache"])
        let record = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        return record?["decoded"] as? Int
      }
      #expect(try decoded() == 8)
      #expect(try cache(program).output.contains("\nfacts       1 file, "))
      #expect(try decoded() == 0)
      #expect(try cache(program, "--clear").status == 0)
      #expect(try decoded() == 8)
    }
  }

  @Test("Where nothing is, it says so")
  func nothing() throws {
    try inTemporaryFolder { program in
      let result = try cache(program)
      #expect(result.status == 0)
      #expect(
        result.output == """
          folder      \(program.folder.path)/cache
          decoded     0 files, 0 bytes of at most 20.0 GB
          facts       0 files, 0 bytes
          last used   never

          """)
      #expect(!program.exists("cache"))
      let homeless = try cache(
        program, environment: ["UNET_CACHE": "", "XDG_CACHE_HOME": "", "HOME": ""])
      #expect(homeless.status == 0)
      #expect(
        homeless.output
          == "folder      none: neither UNET_CACHE nor XDG_CACHE_HOME nor HOME names a folder\n")
    }
  }

  @Test("A bound that is no size is refused, and keeps nothing from being removed")
  func nonsense() throws {
    try inTemporaryFolder { program in
      try fill(program)
      let result = try cache(program, environment: ["UNET_CACHE_SIZE": "lots"])
      #expect(result.status == 65)
      #expect(
        result.errors == """
          error: UNET_CACHE_SIZE must be a size such as 500MB, 20G or 1.5TiB, or a number of bytes, not 'lots'
              = it bounds the decoded images on disk; 0 keeps none, and unset it is 20GB

          """)
      #expect(try cache(program, "--clear", environment: ["UNET_CACHE_SIZE": "lots"]).status == 0)
      #expect(!program.exists("cache/facts/three.lines"))
    }
  }

  @Test("A file that cannot be removed keeps no other, and fails with 74", .enabled(if: getuid() != 0))
  func stuck() throws {
    try inTemporaryFolder { program in
      try fill(program)
      _ = try program.shell("chmod a-w cache/decoded/0a")
      let result = try cache(program, "--clear")
      _ = try program.shell("chmod u+w cache/decoded/0a")
      #expect(result.status == 74)
      #expect(result.output.hasSuffix("\nremoved     2 files, 501 kB\n"))
      #expect(
        result.errors.hasPrefix(
          "error: cannot remove \(program.folder.path)/cache/decoded/0a/one.pixels: Permission denied\n"))
    }
  }
}
