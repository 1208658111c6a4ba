import Diagnostics
import Testing

@testable import Experiment

@Suite("Where decoded images are kept, and how many")
struct CacheSettingsTests {
  @Test(
    "A size is a number of bytes, or has a unit",
    arguments: [
      ("0", 0), ("1000000", 1_000_000), ("500M", 500_000_000), ("20G", 20_000_000_000), ("3k", 3000),
      ("2T", 2_000_000_000_000), ("", 20_000_000_000), ("12 B", 12), ("2kB", 2000), ("500 mb", 500_000_000),
      ("1.5TiB", 1_649_267_441_664), ("0.5k", 500), (" 3 GiB ", 3_221_225_472), ("64Mi", 67_108_864),
    ])
  func sizes(text: String, bytes: Int) throws {
    let settings = try CacheSettings(in: ["UNET_CACHE_SIZE": text, "UNET_CACHE": "/c"])
    #expect(settings == CacheSettings(folder: "/c", mostDecodedBytes: bytes))
  }

  @Test("Unset it is 20 GB, in the folder of all caches, or nowhere")
  func unset() throws {
    #expect(try CacheSettings(in: ["HOME": "/h"]) == CacheSettings(folder: "/h/.cache/unet"))
    #expect(try CacheSettings(in: [:]).folder == nil)
    #expect(try CacheSettings(in: [:]).mostDecodedBytes == 20_000_000_000)
  }

  @Test(
    "What is no size is refused",
    arguments: [
      "G", "-1", "1e9", "many", "5 bananas", "10PB", "nan", "1,5GB", ".5GB", "i", "B", "5iB", "99999999999T",
      "٣",
      "9999999999999999999",
    ])
  func mistakes(text: String) {
    let error = #expect(throws: DiagnosticError.self) { try CacheSettings(in: ["UNET_CACHE_SIZE": text]) }
    #expect(
      error?.description == """
        error: UNET_CACHE_SIZE must be a size such as 500MB, 20G or 1.5TiB, or a number of bytes, not '\(text)'
            = it bounds the decoded images on disk; 0 keeps none, and unset it is 20GB
        """)
  }
}
