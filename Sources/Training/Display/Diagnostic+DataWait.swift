import Diagnostics
import Experiment

extension Diagnostic {
  /// The share of the training time from which waiting for data is worth a warning.
  private static let mostWaiting = 0.2
  /// The seconds of an epoch from which it is: a trial that is over at once has nothing to gain.
  private static let leastSeconds = 5.0

  /// What to do about a training that waits for its data; `nil` where the last epoch didn't, or was not the first that did.
  ///
  /// The first epoch doesn't count, since its images may have to be decoded. So a run is warned once, however often it is resumed.
  static func waitingForData(_ history: [EpochRecord], workers: Int) -> Diagnostic? {
    let waiting = history.dropFirst().filter { epoch in
      guard let share = epoch.dataWait else { return false }
      return share > mostWaiting && share * epoch.seconds >= leastSeconds
    }
    guard waiting.count == 1, let epoch = waiting.first, epoch == history.last else { return nil }
    return Diagnostic(
      .warning,
      "training waited for its data for \(Wording.percent(epoch.dataWait ?? 0)) of epoch \(epoch.epoch)",
      notes: [
        "raise training.workers, which is \(workers), choose a smaller data.resize, or give the cache of decoded images more room with UNET_CACHE_SIZE ('unet cache' says how much it has)"
      ])
  }
}
