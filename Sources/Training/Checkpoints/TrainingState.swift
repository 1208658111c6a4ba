import Experiment
import NeuralNets

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
    /// How many samples there were.
    var samples = 0
    /// How many of them are not in the sums, since their batch's loss was no finite number; absent for none.
    var leftOut: Int?
  }

  /// What became of updates.
  struct UpdateCounts: Codable, Equatable {
    /// Those that changed the weights.
    var applied = 0
    /// Those that were skipped, since the loss or a gradient was no finite number.
    var skipped = 0
  }

  /// The scores of the test with the counts that they come from.
  struct TestScore: Codable {
    let record: TestRecord
    let images: PerImageRecord.Epoch
  }

  /// Epochs that are done, validation included.
  var epochs = 0
  /// Updates that are done, in all; absent before the first commit.
  var steps: Int?
  /// How many more those are than the epochs of the present config have, after a restart under another one; absent for none.
  var extraSteps: Int?
  /// Batches of the running epoch that are done, always whole updates.
  var batches = 0
  /// What the running epoch has summed so far.
  var sums = Sums()
  /// What became of the running epoch's updates so far; absent before the first.
  var updates: UpdateCounts?
  /// Seconds that the running epoch has taken before this process.
  var seconds = 0.0
  /// What the training of the running epoch has taken before this process; absent before it began.
  var time: TrainingTime?
  /// The history.
  var history: [EpochRecord] = []
  /// The best epoch.
  var best: BestRecord?
  /// The next best, whose weights are kept too, best first; none unless `validation.keep_best` asks for them.
  var runnersUp: [BestRecord]?
  /// Counts of each validation image after the best epoch.
  var bestImages: PerImageRecord.Epoch?
  /// Counts of each validation image after the last epoch.
  var finalImages: PerImageRecord.Epoch?
  /// What the test gave; absent before the training is finished, and without a test.
  var test: TestScore?
  /// The bytes of TensorBoard's event file that belong to this state; `nil` without one.
  var eventBytes: Int?
  /// The bytes of `trace.csv` that belong to this state; absent in older runs.
  var traceBytes: Int?
  /// What the schedule `plateau` has seen; absent under the others.
  var plateau: Plateau?
  /// The weights that the run began with; absent where they were new ones.
  var weights: WeightsRecord?
  /// The epochs that the schedule is laid out for.
  var plannedEpochs: Int
  /// What the bits depend on.
  var conditions: Conditions
  /// The keys that differ from their default, as declared when the run was started or resumed last.
  var differing: [String: String]
  /// When the run went on although something had changed; absent where it never did.
  var restarts: [RestartRecord]?
  /// Epochs whose scores early stopping does not look at, since they came before a restart; absent for none.
  var comparedFrom: Int?
}

extension TrainingState {
  /// The epochs whose weights are kept, best first.
  var kept: [BestRecord] {
    get { (best.map { [$0] } ?? []) + (runnersUp ?? []) }
    set {
      best = newValue.first
      runnersUp = newValue.count > 1 ? Array(newValue.dropFirst()) : nil
    }
  }

  /// Adds what a process has spent on the training of the running epoch.
  mutating func add(_ spent: TrainingTime) {
    var sum = time ?? TrainingTime()
    sum.total += spent.total
    sum.waiting += spent.waiting
    time = sum
  }

  /// Puts an epoch behind it.
  mutating func begin(afterEpoch epoch: Int) {
    (epochs, batches, sums, updates, seconds, time) = (epoch, 0, Sums(), nil, 0, nil)
  }

  /// The epochs whose scores early stopping compares.
  var comparedHistory: ArraySlice<EpochRecord> { history.dropFirst(comparedFrom ?? 0) }

  /// Looks for the best epoch and the plateau anew: scores to come don't compare with those of the epochs before.
  mutating func forgetScores() {
    (kept, bestImages, plateau, comparedFrom) = ([], nil, nil, epochs)
  }

  /// Takes an epoch among the best if it belongs there, and says where its weights go then.
  mutating func rank(_ record: EpochRecord, by validation: EvaluationConfig) -> KeptWeights? {
    let before = best
    kept = BestRecord.ranked(kept, and: record, by: validation.metric, keeping: validation.keepBest)
    guard kept.contains(where: { $0.epoch == record.epoch }) else { return nil }
    return best == before
      ? .runnerUp(epoch: record.epoch) : .best(epoch: record.epoch, inPlaceOf: before)
  }

  /// Shows a validation's score to the schedule `plateau`; does nothing under the others, which have no rule.
  mutating func observe(_ score: Double?, by rule: Plateau.Rule?) {
    guard let rule else { return }
    var plateau = plateau ?? Plateau()
    plateau.observe(score, by: rule)
    self.plateau = plateau
  }

  /// Whether an early stop ended the training.
  func isStoppedEarly(_ status: RunStatus) -> Bool { status == .finished && epochs < plannedEpochs }
}
