import Foundation

extension TrainingFailure {
  /// An update that could not be made, where such an update ends the run.
  ///
  /// - Parameter epoch: counted from 1.
  init(skipping update: Session.Update, epoch: Int, learningRate: Double) {
    let (first, last) = (update.batches.lowerBound + 1, update.batches.upperBound)
    let batches = first == last ? "batch \(first)" : "batches \(first) to \(last)"
    self.init(
      .training,
      """
      the loss or a gradient is no finite number at epoch \(epoch), \(batches), step \(update.step + 1), learning rate \
      \(learningRate); the weights are those from before it
        the files of \(first == last ? "that batch" : "those batches"): \(Self.list(update.files))
        next: a lower optimizer.learning_rate, training.gradient_clip_norm: 1, or training.precision: fp32, with another --name; \
      or go on without such steps from the last checkpoint: --resume training.on_nan=skip
      """)
  }

  /// An epoch whose updates were all skipped.
  ///
  /// - Parameter epoch: counted from 1.
  init(learningNothingIn epoch: Int, skipped: Int) {
    self.init(
      .training,
      """
      nothing was learned in epoch \(epoch): the loss or a gradient was no finite number in \
      \(skipped == 1 ? "its only step" : "all of its \(skipped) steps"), and each was skipped; the weights are those from before it
        next: a lower optimizer.learning_rate, training.gradient_clip_norm: 1, or training.precision: fp32, with another --name
      """)
  }

  /// Each file once, in order, and no more than can be looked at.
  private static func list(_ files: [String]) -> String {
    var seen: Set<String> = []
    let unique = files.filter { seen.insert($0).inserted }
    let shown = unique.prefix(mostFiles).joined(separator: ", ")
    return unique.count > mostFiles ? "\(shown) and \(unique.count - mostFiles) more" : shown
  }

  private static let mostFiles = 100
}
