import Diagnostics
import Experiment
import Images

extension CacheSettings {
  /// The folder of decoded images; nil where none are to be kept.
  var decodedFolder: DecodedFolder? {
    guard let folder, mostDecodedBytes > 0 else { return nil }
    return DecodedFolder(in: folder, mostBytes: mostDecodedBytes)
  }

  /// What decoding of an experiment goes through.
  func decodedCache(_ config: ExperimentConfig) -> DecodedCache {
    DecodedCache(config.data.sampleReader, in: decodedFolder, isInterrupted: { StopSignal.isRaised })
  }

  /// Why decoded images are not on disk, and what that costs; nil where they are.
  func warning(_ cache: DecodedCache) -> Diagnostic? {
    let none =
      folder == nil ? "neither UNET_CACHE nor HOME names a folder" : "UNET_CACHE_SIZE is \(mostDecodedBytes)"
    guard let reason = cache.folder == nil ? none : cache.folder?.refusal else { return nil }
    return Diagnostic(
      .warning,
      """
      \(cache.folder == nil ? "" : "some ")decoded images are not kept on disk: \(reason); they stay in memory, up to \
      \(Wording.bytes(Double(cache.mostBytesInMemory))), and beyond that are decoded each time that they are used
      """)
  }
}
