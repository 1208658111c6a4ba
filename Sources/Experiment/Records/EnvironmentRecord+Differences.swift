extension EnvironmentRecord {
  /// What the bits of a result depend on, or may, beside the config: the data first, then by how much it tends to matter.
  private var conditions: [(name: String, value: String)] {
    [
      ("the fingerprint of the data", String(dataFingerprint.prefix(12))),
      ("the number of training images", String(trainingImages)),
      ("the number of validation images", String(validationImages)),
      ("the version of our results", resultsVersion.map(String.init) ?? "unknown"),
      ("unet", unet),
      ("libtorch", libtorch),
      ("the device", device),
      ("whether the same bits are promised", exact.map(String.init) ?? "unknown"),
      ("the precision", precision),
      ("the number of threads", String(threads)),
      ("the processor's capability", capability),
      ("the instruction set", instructions.map { $0.joined(separator: " ") } ?? "unknown"),
      ("the processor", processor),
      ("the operating system", system),
    ]
  }

  /// Each condition that differs, as "the number of threads was 1 and is 2".
  public func differences(to now: EnvironmentRecord) -> [String] {
    changes(to: now).map { "\($0.name) was \($0.own) and is \($0.other)" }
  }

  /// Each condition that differs, with both values.
  func changes(to other: EnvironmentRecord) -> [(name: String, own: String, other: String)] {
    zip(conditions, other.conditions).filter { $0.value != $1.value }
      .map { (name: $0.name, own: $0.value, other: $1.value) }
  }

  /// Each condition with its value, as "libtorch 2.13.0".
  public var conditionWords: [String] { conditions.map { "\($0.name) \($0.value)" } }

  /// What says that the images, the masks or their split are not those of another environment; `nil` where they are.
  public func dataDifference(to now: EnvironmentRecord) -> String? {
    dataFingerprint == now.dataFingerprint ? nil : differences(to: now).first
  }
}
