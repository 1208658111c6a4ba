import ArgumentParser
import Config
import Diagnostics
import Experiment
import Foundation
import Training

/// `unet inspect`: looks at all images and masks before anything trains.
struct InspectCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json
  }

  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Look at all images and masks, and draw a sheet of some.",
    discussion: """
      Reads every image and mask of CONFIG and says what is wrong (a run stops for it), what is doubtful, and how much of each \
      class there is; draws a contact sheet of images, masks and what augmentation makes of them. What it found is kept in \
      $UNET_CACHE, or the cache folder of the user, so that a second look reads no image again.

      Examples:
        unet inspect configs/quickstart.yaml
        unet inspect cells.yaml data.crop=128 --output sheet.png
        unet inspect cells.yaml --format json | jq .findings
      """)

  @Argument(help: "The experiment's YAML file.", completion: .file())
  var config: String

  @Argument(help: ArgumentHelp("Keys to replace, such as data.crop=256.", valueName: "key=value"))
  var overrides: [String] = []

  @Option(
    help: ArgumentHelp(
      "The contact sheet (default: NAME-inspect.png in the current folder).", valueName: "file.png"),
    completion: .file(extensions: ["png"]))
  var output: String?

  @Option(help: "table or json.")
  var format = Format.table

  @Flag(name: .customLong("no-cache"), help: "Decode everything, and keep nothing of it for the next time.")
  var ignoresCache = false

  @Flag(name: .shortAndLong, help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    guard let output, (output as NSString).pathExtension.lowercased() != "png" else { return }
    throw ValidationError("the contact sheet is a PNG file, and --output '\(output)' doesn't end with .png")
  }

  func run() throws {
    try reportingFailures {
      let loaded = try load(config, overrides)
      let progress = ProgressDisplay(.forStandardOutput(isQuiet: quiet || format == .json))
      let folder = ignoresCache ? nil : CacheFolder.path(in: ProcessInfo.processInfo.environment)
      let inspection = Inspection(loaded, cacheFolder: folder, progress: progress)
      // What was found is told even where the sheet cannot be drawn or written.
      let written = Result { try writeSheet(inspection) }
      let sheet = (try? written.get()) ?? nil
      if format == .json, !quiet {
        FileHandle.standardOutput.write(
          try JSONFormat.encode(inspection.record(config: config, sheet: sheet)))
      }
      for line in inspection.lines(width: Terminal.width ?? .max) { progress.line(line) }
      conclude(inspection, sheet, progress)
      for problem in inspection.problems { tell(problem.rendered) }
      do {
        _ = try written.get()
      } catch let error as DiagnosticError {
        // A sheet lacks for the same reasons that stop a run, which are told already.
        if !inspection.hasErrors { throw error }
      } catch let error as FileFailure {
        tell("error: the contact sheet: \(error)\n  next: name another place with --output")
        throw Exit.inputOutput
      }
      if inspection.hasErrors { throw Exit.badInput }
    }
  }

  private func writeSheet(_ inspection: Inspection) throws -> String? {
    let name = (config as NSString).lastPathComponent
    guard let sheet = try inspection.sheet(title: "unet inspect \(name)") else { return nil }
    let path = output ?? "\((name as NSString).deletingPathExtension)-inspect.png"
    guard !inspection.reads(path) else {
      throw FileFailure(action: "write", path: path, reason: "it is one of the data set's own files")
    }
    try AtomicFile.write(sheet, to: path)
    return path
  }

  private func conclude(_ inspection: Inspection, _ sheet: String?, _ progress: ProgressDisplay) {
    if let sheet { progress.line("sheet       \(sheet)") }
    progress.line("verdict     \(inspection.verdict)")
    let words = ["unet", inspection.hasErrors ? "inspect" : "run", config] + overrides
    let first = inspection.hasErrors ? "mend what is wrong, then: " : "look at the sheet, then: "
    progress.line("next        \(first)\(words.map(\.asShellWord).joined(separator: " "))")
  }
}

/// The terminal that standard output is.
enum Terminal {
  /// The letters of a line; nil if standard output is no terminal.
  static var width: Int? {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0
    else { return nil }
    return Int(size.ws_col)
  }
}
