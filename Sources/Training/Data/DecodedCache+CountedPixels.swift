import Diagnostics
import Images

extension DecodedCache {
  /// Refuses masks in which every pixel is ignored: they teach nothing, or nothing can be scored on them.
  func requireCountedPixels(
    _ training: [Sample], _ validation: [Sample], _ test: [Sample]
  ) throws(DiagnosticError) {
    var problems: [Diagnostic] = []
    if try !hasCountedPixel(training, \.hasCountedPixel) {
      problems.append(Self.allIgnored("training", "learn"))
    }
    if try !hasCountedPixel(validation, \.hasCountedFullPixel) {
      problems.append(Self.allIgnored("validation", "score"))
    }
    if try !hasCountedPixel(test, \.hasCountedFullPixel) { problems.append(Self.allIgnored("test", "score")) }
    guard problems.isEmpty else { throw DiagnosticError(problems) }
  }

  private func hasCountedPixel(
    _ samples: [Sample], _ counts: KeyPath<SampleSummary, Bool>
  ) throws(DiagnosticError) -> Bool {
    if samples.isEmpty { return true }
    for sample in samples where try summary(of: sample)[keyPath: counts] { return true }
    return false
  }

  static func allIgnored(_ part: String, _ purpose: String) -> Diagnostic {
    Diagnostic(
      "every pixel of the \(part) masks is ignored, so that there is nothing to \(purpose)",
      notes: ["take the values of pixels that count out of 'data.ignore', and give them to 'data.classes'"])
  }
}
