import Experiment
import Foundation

/// What a run tells TensorBoard: the numbers and the pictures of each epoch, at the updates that were done by then.
final class EventLog {
  private let folder: RunFolder
  /// What is appended to, from `begin` on.
  private var file: GrowingFile?
  private let updatesPerEpoch: Int
  /// Those that were made besides, before a restart under another config; from `begin` on.
  private var extraSteps = 0
  private let epochs: Int
  /// How many epochs pass from one set of pictures to the next; the last epoch has one too.
  private let pictureInterval: Int

  /// The most sets of pictures that a run leaves: a thousand epochs of them would fill gigabytes, and nobody looks at as many.
  static let mostPictures = 50

  /// The log in a run folder.
  init(in folder: RunFolder, of config: ExperimentConfig, updatesPerEpoch: Int) {
    self.folder = folder
    self.updatesPerEpoch = updatesPerEpoch
    epochs = config.training.epochs
    let validations = config.validation.count(in: epochs)
    let interval = (validations + Self.mostPictures - 1) / Self.mostPictures
    pictureInterval = interval * config.validation.everyEpochs
  }

  /// Brings the file to where the state was committed; returns its length in bytes.
  ///
  /// Where that can't be, because it was removed or switched off before, the numbers are written again from the history; the pictures of
  /// those epochs are gone.
  func begin(after state: TrainingState, in claimed: ClaimedFolder) throws -> Int {
    extraSteps = state.extraSteps ?? 0
    let kept = try state.eventBytes.flatMap { try EventFile.committed(folder.events, length: $0) }
    let bytes = try kept ?? EventFile.beginning(with: state.history.map(scalars))
    file = try claimed.grow(folder.events, from: bytes)
    return bytes.count
  }

  /// Whether an epoch's pictures are kept.
  func showsPictures(ofEpoch epoch: Int) -> Bool {
    epoch % pictureInterval == 0 || epoch == epochs
  }

  /// Adds an epoch; returns the new length in bytes, `nil` before `begin`.
  ///
  /// It stands before the commit that records the length: a process that is killed between the two leaves more than was committed, which
  /// is cut off, and never less.
  func append(_ epoch: EpochRecord, _ pictures: [SamplePictures.Picture]) throws -> Int? {
    let shown = showsPictures(ofEpoch: epoch.epoch) ? pictures : []
    let events = shown.map { picture in
      LogEvent(
        .picture(name: "samples/\(picture.name)", png: picture.png), step: step(of: epoch))
    }
    try file?.append(EventFile.bytes([scalars(epoch)] + events))
    return file?.length
  }

  /// The updates that were done by the end of an epoch.
  private func step(of epoch: EpochRecord) -> Int { extraSteps + epoch.epoch * updatesPerEpoch }

  /// A number that does not exist is left out: TensorBoard draws no point.
  private func scalars(_ epoch: EpochRecord) throws -> LogEvent {
    let values = try epoch.values().compactMap { name, value in value.map { LogEvent.Scalar(name, $0) } }
    return LogEvent(
      .scalars(values.sorted { EpochRecord.stands($0.name, before: $1.name) }),
      step: step(of: epoch))
  }
}
