import Images

/// Samples of these ids that no test decodes.
func samples(_ ids: [String]) -> [Sample] {
  ids.map { Sample(id: $0, imagePath: "images/\($0).png", maskPath: "masks/\($0).png") }
}

/// Samples with the ids "0", "1", and so on.
func numbered(_ count: Int) -> [Sample] { samples((0..<count).map(String.init)) }

extension Split {
  /// The division of samples whose classes nobody asks for.
  func divide(_ samples: [Sample]) throws -> Division {
    try divide(samples, decoding: DecodedCache(SampleReader(classes: ClassMap(classes: []))), threads: 1)
  }

  /// The ids of the three parts, each joined by spaces: "training | validation | test".
  func words(_ samples: [Sample]) throws -> String {
    let division = try divide(samples)
    return [division.training, division.validation, division.test]
      .map { $0.map(\.id).joined(separator: " ") }.joined(separator: " | ")
  }
}
