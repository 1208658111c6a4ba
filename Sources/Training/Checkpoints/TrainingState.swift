import Experiment

/// All of a run's state that is not a tensor; the tensors stand beside it in `last.safetensors`.
///
/// There is no random state: every draw is a function of the seed, the epoch and the position in it.
struct TrainingState: Codable {
  /// Sums over the samples of the running epoch, in double precision.
  struct Sums: Codable, Equatable {
    /// The weighted loss.
    var loss = 0.0
    /// Each part of the loss, unweighted.
    var parts: [String: Double] = [:]
    /// How many samples were summed.
    var samples = 0
  }

  /// Epochs that are done, validation included.
  var epochs = 0
  /// Batches of the running epoch that are done.
  var batches = 0
  /// What the running epoch has summed so far.
  var sums = Sums()
  /// Seconds that the running epoch has taken before this process.
  var seconds = 0.0
  /// The history.
  var history: [EpochRecord] = []
  /// The best epoch.
  var best: BestRecord?
  /// Counts of each validation image after the best epoch.
  var bestImages: PerImageRecord.Epoch?
  /// Counts of each validation image after the last epoch.
  var finalImages: PerImageRecord.Epoch?
  /// The epochs that the schedule is laid out for.
  var plannedEpochs: Int
  /// What the bits depend on.
  let conditions: Conditions
  /// The keys that differ from their default, as declared when the run began.
  let differing: [String: String]
}
