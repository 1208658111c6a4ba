import Diagnostics

/// What belongs together and never stands on two sides of a split, such as all images of a patient.
public enum Grouping: Hashable, Sendable {
  /// The first capture group, or the whole match, of a regular expression in an image's id.
  case pattern(String)
  /// A text file of two columns, image and group.
  case file(path: String)

  /// The group of each sample.
  ///
  /// - Throws: All samples that have none, or that there is only one group.
  func names(of samples: [Sample]) throws(DiagnosticError) -> [String] {
    let known = try knownNames(of: samples)
    var problems = ProblemList()
    for (sample, name) in zip(samples, known) where name == nil { problems.add(absence(sample)) }
    try problems.throwIfAny()
    let names = known.compactMap(\.self)
    if let first = names.first, samples.count > 1, names.allSatisfy({ $0 == first }) {
      throw DiagnosticError(
        Diagnostic("all \(samples.count) images are of one group, '\(first)', so that nothing can be divided")
      )
    }
    return names
  }

  /// The group of each sample, nil for a sample that has none.
  func knownNames(of samples: [Sample]) throws(DiagnosticError) -> [String?] {
    switch self {
    case .pattern(let pattern): return try Self.names(of: samples, by: pattern)
    case .file(let path):
      let groups = try NameList(path: path).groups(in: samples)
      return samples.indices.map { groups[$0] }
    }
  }

  private func absence(_ sample: Sample) -> Diagnostic {
    switch self {
    case .pattern(let pattern):
      Diagnostic(
        "image '\(sample.id)' has no group: the expression '\(pattern)' doesn't match its name",
        notes: ["the name is the path below the folder of the images, without extension"])
    case .file(let path): Diagnostic("image '\(sample.id)' has no group: \(path) doesn't name it")
    }
  }

  private static func names(
    of samples: [Sample], by pattern: String
  ) throws(DiagnosticError) -> [String?] {
    let expression: Regex<AnyRegexOutput>
    do {
      expression = try Regex(pattern)
    } catch {
      throw DiagnosticError(Diagnostic("'\(pattern)' is no regular expression: \(error)"))
    }
    return samples.map { sample in
      let match = sample.id.firstMatch(of: expression)?.output
      let name = match.flatMap { ($0.count > 1 ? $0[1] : $0[0]).substring } ?? ""
      return name.isEmpty ? nil : String(name)
    }
  }
}
