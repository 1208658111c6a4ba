public import Config

/// The keys of `data` that say which images train, validate and test.
public struct SplitConfig: Equatable, Sendable {
  /// The file that lists the images that train or are drawn from; nil for all.
  public let training: Path?
  /// Which images are for validation.
  public let validation: HeldOutConfig
  /// Which images are for the test; nil for none.
  public let test: HeldOutConfig?

  /// What stands in for keys that are not given.
  struct Standard {
    /// The list of the images that train; nil for all.
    var training: Path?
    /// Which images are for validation.
    var validation = HeldOutConfig.fraction(0.2, DrawConfig())
    /// Which images are for the test; nil for none.
    var test: HeldOutConfig?
  }

  /// Reads the keys.
  init(_ keys: inout KeyReader, standard: Standard = Standard()) {
    training = Self.read(
      &keys, "training", isOptional: standard.training == nil,
      "Which images train; what is drawn is drawn of them, and images that nothing names are overlooked; null: all that are not for validation or the test."
    ) { keys in HeldOutConfig.list(&keys, standard.training) }
    validation = keys.mapping(
      "validation",
      "Which images are for validation; positions are in the order of the file names."
    ) { keys in HeldOutConfig.validation(&keys, standard.validation) }
    test = Self.read(
      &keys, "test", isOptional: standard.test == nil,
      "Which images are for the test, taken before those for validation: scored once, with the best weights, when the training is finished."
    ) { keys in HeldOutConfig.test(&keys, standard.test ?? .fraction(0.2, standard.validation.draw)) }
    check(keys)
  }

  private static func read<Value>(
    _ keys: inout KeyReader, _ name: String, isOptional: Bool, _ summary: String,
    _ read: (inout KeyReader) -> Value
  ) -> Value? {
    isOptional ? keys.optionalMapping(name, summary, read) : keys.mapping(name, summary, read)
  }

  private func check(_ keys: KeyReader) {
    guard case .fraction(let part, _) = validation, case .fraction(let tested, _) = test else { return }
    keys.check(
      "validation", "test", that: part + tested < 1,
      else: "the fractions of 'validation' and 'test' are \(part) and \(tested), which leaves none to train",
      notes: ["both are of all images: together they must be below 1"])
  }
}
