import Diagnostics
import Experiment
import Testing

@Suite("The cache folder")
struct CacheFolderTests {
  @Test(
    "UNET_CACHE_SIZE is a number of bytes, or has a unit",
    arguments: [
      ("0", 0), ("1000", 1000), ("12 B", 12), ("2kB", 2000), ("500MB", 500_000_000), ("500 mb", 500_000_000),
      ("20G", 20_000_000_000), ("1.5TiB", 1_649_267_441_664), ("0.5k", 500), (" 3 GiB ", 3_221_225_472),
      ("64Mi", 67_108_864),
    ])
  func bound(text: String, bytes: Int) throws {
    #expect(try CacheFolder.bound(in: ["UNET_CACHE_SIZE": text]) == bytes)
  }

  @Test("Without UNET_CACHE_SIZE it is 20 GB")
  func standard() throws {
    #expect(try CacheFolder.bound(in: [:]) == 20_000_000_000)
    #expect(try CacheFolder.bound(in: ["UNET_CACHE_SIZE": ""]) == 20_000_000_000)
  }

  @Test(
    "What is no size is refused",
    arguments: [
      "-1", "much", "5 bananas", "1e9", "10PB", "nan", "1,5GB", ".5GB", "9999999999999TB", "i", "B", "5iB",
    ])
  func refused(text: String) {
    let error = #expect(throws: DiagnosticError.self) { try CacheFolder.bound(in: ["UNET_CACHE_SIZE": text]) }
    #expect(
      error?.description == """
        error: the environment's UNET_CACHE_SIZE is no size: '\(text)'
            = a number and a unit, such as 500MB, 20GB or 1.5TiB; 0 keeps no decoded images
        """)
  }

  @Test("UNET_CACHE goes before XDG_CACHE_HOME, and that before HOME; empty and relative ones are overlooked")
  func path() {
    let all = ["UNET_CACHE": "/a", "XDG_CACHE_HOME": "/b", "HOME": "/c"]
    #expect(CacheFolder.path(in: all) == "/a")
    #expect(CacheFolder.path(in: all.merging(["UNET_CACHE": ""]) { $1 }) == "/b/unet")
    #expect(CacheFolder.path(in: ["XDG_CACHE_HOME": "b", "HOME": "/c"]) == "/c/.cache/unet")
    #expect(CacheFolder.path(in: ["HOME": ""]) == nil)
  }
}
