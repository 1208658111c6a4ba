import Testing

@testable import Images

@Suite("File hashes")
struct FileHashTests {
  @Test("SHA-256 in lower case, the example of FIPS 180-2")
  func known() {
    let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    #expect(FileHash.hex(Array("abc".utf8)) == expected)
  }
}
