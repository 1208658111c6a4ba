import Experiment
import Images
import NeuralNets

/// What a training leaves in its run folder: the checkpoints with what derives from them, pictures, the trace, and what TensorBoard reads.
struct RunOutput {
  let claimed: ClaimedFolder
  let checkpoint: Checkpoint
  let pictures: SamplePictures
  /// What TensorBoard reads; `nil` where it is switched off.
  let events: EventLog?
  /// The loss of each update and the weights after each epoch.
  let trace: TraceLog

  /// - Parameter restarts: when the run went on inexactly.
  init(_ session: Session, to claimed: ClaimedFolder, restarts: [RestartRecord] = []) throws {
    self.claimed = claimed
    let config = session.config
    checkpoint = Checkpoint(
      claimed: claimed, identity: try session.identity(restarts: restarts), classes: config.classNames,
      parameters: session.parameters, flops: session.forwardFlops,
      metadata: try ModelMetadata(
        session.network.model.configuration, config, session.data.normalization),
      limited: config.training.limitBatches?.record)
    pictures = SamplePictures(
      data: session.data, colors: SampleColors(classes: config.classNames), claimed: claimed)
    trace = TraceLog(in: claimed.folder, try UpdateTrace(on: session.network.device))
    events =
      config.training.tensorboard
      ? EventLog(in: claimed.folder, of: config, updatesPerEpoch: session.stepsPerEpoch) : nil
  }
}
