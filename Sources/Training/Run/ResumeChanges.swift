import Experiment

/// What has changed since a state was saved, of all that the rest of the run depends on.
struct ResumeChanges {
  /// libtorch, the processor, the device, the precision, the threads.
  let machine: [String]
  /// The images, the masks and the split.
  let data: [String]
  /// The keys that change a result.
  let keys: [Identity.Change]
  /// What may change only as long as the epochs that are done are those that the changed config would have begun with.
  let length: [String]

  init(
    since state: TrainingState, to conditions: Conditions, _ differing: [String: String],
    _ config: ExperimentConfig
  ) {
    machine = state.conditions.machineChanges(to: conditions)
    data = state.conditions.dataChanges(to: conditions)
    keys = Identity.changes(from: state.differing, to: differing)
    length = [
      Self.epochsChange(state, config), Self.validationChange(state, config), Self.earlyStop(state, config),
    ].compactMap(\.self)
  }

  /// All of them, a line each.
  var lines: [String] { machine + keys.map(\.description) + length + data }

  /// Whether nothing but the machine has changed, which is the same to a run that is done.
  var areOfMachineAlone: Bool { !changesEpoch }

  /// Whether the batches of the running epoch may be others than those that it began with.
  var changesEpoch: Bool { !data.isEmpty || !keys.isEmpty || !length.isEmpty }

  /// Whether a value under one of these dotted paths has changed.
  func changes(_ paths: String...) -> Bool {
    keys.contains { change in paths.contains { change.key == $0 || change.key.hasPrefix($0 + ".") } }
  }

  /// More epochs change none that are done only where the schedule doesn't look at the end.
  private static func epochsChange(_ state: TrainingState, _ config: ExperimentConfig) -> String? {
    let (old, new) = (state.plannedEpochs, config.training.epochs)
    if old == new || (new > old && config.schedule.curve.isOpenEnded) { return nil }
    let names = ScheduleConfig.Curve.openEndedNames
    return "training.epochs was \(old) and is \(new) (it may grow, under the schedule \(names))"
  }

  /// The last epoch is always validated, which it would not have been had it not been the last.
  private static func validationChange(_ state: TrainingState, _ config: ExperimentConfig) -> String? {
    let (old, every) = (state.plannedEpochs, config.validation.everyEpochs)
    guard old < config.training.epochs, state.epochs == old, old % every != 0 else { return nil }
    return """
      training.epochs was \(old), after which was a validation, and is \(config.training.epochs), with one only every \
      \(every) epochs (it may grow from a multiple of validation.every_epochs)
      """
  }

  /// Another rule of early stopping may not have stopped before the epochs that are done.
  private static func earlyStop(_ state: TrainingState, _ config: ExperimentConfig) -> String? {
    guard let end = config.earlyEnd(of: state.comparedHistory), end < state.epochs else { return nil }
    return """
      training.early_stopping has changed, and would have ended the run after epoch \(end); \
      \(Wording.count(state.epochs, "epoch")) are done
      """
  }
}
