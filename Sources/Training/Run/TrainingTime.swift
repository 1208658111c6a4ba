/// What training has taken, in seconds, validation not counted.
struct TrainingTime: Codable, Equatable {
  /// All of it.
  var total = 0.0
  /// The part in which the step waited for its data.
  var waiting = 0.0

  /// The part in which the step waited, as a share of all, 0...1; `nil` without any time.
  var waitingShare: Double? { total > 0 ? min(1, waiting / total) : nil }
}
