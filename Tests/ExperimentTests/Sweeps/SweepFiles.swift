import Diagnostics
import Experiment

/// A folder with a base and a sweep over it.
struct SweepFiles {
  private static let base = """
    data: {images: i, masks: m, classes: [a, b]}
    model: {depth: 3, width: 8}
    loss: {ce: 1}
    """

  let folder: ConfigFolder

  /// - Parameter base: what the base is, `base.yaml`.
  init(_ sweep: String, base: String = Self.base) throws {
    folder = try ConfigFolder()
    try folder.write(base, to: "base.yaml")
    try folder.write("base: base.yaml\n" + sweep, to: "sweep.yaml")
  }

  func load(
    _ overrides: [String] = [], file: String = "sweep.yaml", environment: [String: String] = [:]
  ) throws(DiagnosticError) -> Sweep {
    try Sweep.load(file: file, overrides: overrides, environment: environment, currentFolder: folder.path)
  }

  /// The labels of the cells, in their order.
  func labels(_ overrides: [String] = []) throws -> [String] { try load(overrides).cells.map(\.label) }

  /// The rendered mistakes; nothing if there are none.
  func mistakes(_ overrides: [String] = [], file: String = "sweep.yaml") -> String {
    do throws(DiagnosticError) {
      _ = try load(overrides, file: file)
      return ""
    } catch {
      return error.description
    }
  }
}

/// The labels of the cells of a sweep over a small base.
func labels(_ sweep: String) throws -> [String] { try SweepFiles(sweep).labels() }

/// The rendered mistakes of a sweep over a small base.
func mistakes(_ sweep: String) throws -> String { try SweepFiles(sweep).mistakes() }
