import Experiment
import Testing

@Suite("The cache folder")
struct CacheFolderTests {
  @Test("UNET_CACHE goes before XDG_CACHE_HOME, and that before HOME; empty and relative ones are overlooked")
  func path() {
    let all = ["UNET_CACHE": "/a", "XDG_CACHE_HOME": "/b", "HOME": "/c"]
    #expect(CacheFolder.path(in: all) == "/a")
    #expect(CacheFolder.path(in: all.merging(["UNET_CACHE": ""]) { $1 }) == "/b/unet")
    #expect(CacheFolder.path(in: ["XDG_CACHE_HOME": "b", "HOME": "/c"]) == "/c/.cache/unet")
    #expect(CacheFolder.path(in: ["HOME": ""]) == nil)
  }
}
