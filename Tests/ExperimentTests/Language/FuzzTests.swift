import Config
import Diagnostics
import Experiment
import Foundation
import Testing

@Suite("Configs that were damaged at random")
struct FuzzTests {
  /// How many are tried: `make fuzz` tries 100,000.
  private static let count = ProcessInfo.processInfo.environment["UNET_FUZZ"].flatMap(Int.init) ?? 2000
  private static let shares = 16

  private let loader = ConfigLoader(environment: Corpus.environment, currentFolder: "/nowhere")
  private let mutator: ConfigMutator

  init() throws {
    let shipped = try RepositoryTests.configs.map {
      try [UInt8](Data(contentsOf: RepositoryTests.root.appending(path: "configs/\($0).yaml")))
    }
    // As many of each kind: the shipped ones are longer and more like what people write.
    let corpus = try Corpus.configs().map { Array($0.text.utf8) }
    mutator = ConfigMutator(sources: corpus + (0..<corpus.count).map { shipped[$0 % shipped.count] })
  }

  @Test(
    "Each is refused with a place for every mistake, or is a config that loads again from its resolved text",
    arguments: 0..<shares)
  func everyConfig(share: Int) {
    for number in stride(from: share, to: Self.count, by: Self.shares) {
      let text = mutator.config(number)
      if let fault = fault(of: text) {
        Issue.record("number \(number): \(fault)\n\(String(decoding: text, as: UTF8.self))")
      }
    }
  }

  /// What is wrong with how the program takes a config; nil if nothing is.
  private func fault(of text: [UInt8]) -> String? {
    let loaded: Loaded<ExperimentConfig>
    do throws(DiagnosticError) {
      loaded = try loader.load(file: "fuzz.yaml", text: text)
    } catch {
      return fault(of: error.diagnostics, in: text)
    }
    if !loaded.warnings.isEmpty, let doubt = fault(of: loaded.warnings, in: text) { return doubt }
    do throws(DiagnosticError) {
      let resolved = Array(loaded.resolvedText.utf8)
      let again = try loader.load(ExperimentConfig.self, file: "config.yaml", text: resolved)
      return again.config == loaded.config ? nil : "its resolved text is another config"
    } catch {
      return "its resolved text is refused: \(error)"
    }
  }

  private func fault(of diagnostics: [Diagnostic], in text: [UInt8]) -> String? {
    if diagnostics.isEmpty { return "refused without a reason" }
    let lines = lines(
      of: String(
        decoding: text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text, as: UTF8.self))
    for diagnostic in diagnostics {
      guard let location = diagnostic.location, let excerpt = diagnostic.excerpt else {
        return "no place: \(diagnostic)"
      }
      guard location.file == "fuzz.yaml", lines.indices.contains(location.line - 1),
        lines[location.line - 1] == excerpt.line,
        (1...excerpt.line.unicodeScalars.count + 1).contains(location.column)
      else { return "a place that is not in the text: \(diagnostic)" }
      guard !diagnostic.message.isEmpty, diagnostic.rendered.unicodeScalars.allSatisfy(isPrintable) else {
        return "a message that no terminal should get: \(diagnostic)"
      }
    }
    return nil
  }

  /// Escape codes in a file must not reach a terminal.
  private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" || scalar.properties.generalCategory != .control
  }

  private func lines(of text: String) -> [String] {
    let ends: Set<Unicode.Scalar> = ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"]
    var lines = [String.UnicodeScalarView()]
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if ends.contains(scalar) {
        if scalar != "\n" || previous != "\r" { lines.append(.init()) }
      } else {
        lines[lines.count - 1].append(scalar)
      }
      previous = scalar
    }
    return lines.map { String($0) }
  }
}
