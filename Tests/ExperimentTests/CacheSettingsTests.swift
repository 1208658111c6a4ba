import Diagnostics
import Testing

@testable import Experiment

@Suite("Where decoded images are kept, and how many")
struct CacheSettingsTests {
  @Test(
    "A size is a number of bytes, or of thousands of them",
    arguments: [
      ("0", 0), ("1000000", 1_000_000), ("500M", 500_000_000), ("20G", 20_000_000_000), ("3k", 3000),
      ("2T", 2_000_000_000_000), ("", 20_000_000_000),
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
    arguments: ["G", "-1", "1.5G", "20 G", "20GB", "1e9", "many", "9999999999999999999", "99999999999T", "٣"])
  func mistakes(text: String) {
    let error = #expect(throws: DiagnosticError.self) { try CacheSettings(in: ["UNET_CACHE_SIZE": text]) }
    #expect(
      error?.description == """
        error: UNET_CACHE_SIZE must be a size such as 20G, 500M or 1000000 (bytes), not '\(text)'
            = it bounds the decoded images on disk; 0 keeps none, and unset it is 20G
        """)
  }
}
