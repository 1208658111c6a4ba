import ArgumentParser
import Config
import Diagnostics
import Experiment
import Foundation
import Images
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

      With --augmentations, FOLDER/NAME.png shows a training sample and then what the augmentation NAME alone makes of it, as strongly \
      as CONFIG has it, whether CONFIG uses it or not; FOLDER/all.png shows a few samples as an epoch has them.

      Examples:
        unet inspect configs/quickstart.yaml
        unet inspect cells.yaml data.crop=128 --output sheet.png
        unet inspect cells.yaml augmentation.preset=heavy --augmentations pictures
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

  @Option(
    help: ArgumentHelp(
      "Also draw what each augmentation does; the folder is made if it is not there.", valueName: "folder"),
    completion: .directory)
  var augmentations: String?

  @Option(
    help: ArgumentHelp(
      "The training sample that --augmentations draws (default: where the classes are spread most evenly).",
      valueName: "id"))
  var sample: String?

  @Option(help: "table or json.")
  var format = Format.table

  @Flag(name: .customLong("no-cache"), help: "Decode everything, and keep nothing of it for the next time.")
  var ignoresCache = false

  @Flag(name: .shortAndLong, help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    if sample != nil, augmentations == nil {
      throw ValidationError("--sample names what --augmentations FOLDER draws, which is missing")
    }
    guard let output, (output as NSString).pathExtension.lowercased() != "png" else { return }
    throw ValidationError("the contact sheet is a PNG file, and --output '\(output)' doesn't end with .png")
  }

  func run() throws {
    try reportingFailures {
      let loaded = try load(config, overrides)
      let progress = ProgressDisplay(.forStandardOutput(isQuiet: quiet || format == .json))
      let folder = ignoresCache ? nil : CacheFolder.path(in: ProcessInfo.processInfo.environment)
      let inspection = Inspection(loaded, cacheFolder: folder, progress: progress)
      // What was found is told even where pictures cannot be drawn or written.
      let sheet = Result { try writeSheet(inspection) }
      let gallery = Result { try writeGallery(inspection) }
      let (drawnSheet, drawnGallery) = ((try? sheet.get()) ?? nil, (try? gallery.get()) ?? nil)
      if format == .json, !quiet {
        let record = inspection.record(config: config, sheet: drawnSheet, pictures: drawnGallery?.files)
        try? FileHandle.standardOutput.write(contentsOf: JSONFormat.encode(record))
      }
      for line in inspection.lines(width: TerminalSize.width ?? .max) { progress.line(line) }
      if let drawnSheet { progress.line("sheet       \(drawnSheet)") }
      for line in drawnGallery?.lines ?? [] { progress.line(line) }
      conclude(inspection, progress)
      for problem in inspection.problems { tell(problem.rendered) }
      try require(sheet, "the contact sheet", "--output", unless: inspection.hasErrors)
      try require(gallery, "the pictures of augmentations", "--augmentations", unless: inspection.hasErrors)
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

  private func writeGallery(_ inspection: Inspection) throws -> WrittenGallery? {
    guard let augmentations else { return nil }
    guard !inspection.readsFiles(in: augmentations) else {
      throw FileFailure(
        action: "write to", path: augmentations, reason: "the data set's own files are there")
    }
    let gallery = try inspection.gallery(of: sample)
    try Folder.create(augmentations)
    let files = try gallery.pictures.map { picture in
      let path = "\(augmentations)/\(picture.name).png"
      try AtomicFile.write(picture.png, to: path)
      return path
    }
    return WrittenGallery(gallery: gallery, folder: augmentations, files: files)
  }

  /// Throws what kept a picture from being drawn or written.
  ///
  /// - Parameter isExplained: Whether it lacks for the same reasons that stop a run, which are told already.
  private func require<Value>(
    _ picture: Result<Value, any Error>, _ what: String, _ option: String, unless isExplained: Bool
  ) throws {
    do {
      _ = try picture.get()
    } catch let error as DiagnosticError {
      if !isExplained { throw error }
    } catch let error as FileFailure {
      tell("error: \(what): \(error)\n  next: name another place with \(option)")
      throw Exit.inputOutput
    }
  }

  private func conclude(_ inspection: Inspection, _ progress: ProgressDisplay) {
    progress.line("verdict     \(inspection.verdict)")
    let words = ["unet", inspection.hasErrors ? "inspect" : "run", config] + overrides
    let first = inspection.hasErrors ? "mend what is wrong, then: " : "look at the sheet, then: "
    progress.line("next        \(first)\(words.map(\.asShellWord).joined(separator: " "))")
  }
}

/// Pictures of augmentations, where they are now.
private struct WrittenGallery {
  let gallery: AugmentationGallery
  let folder: String
  let files: [String]

  /// What is told of it.
  var lines: [String] {
    let names = gallery.pictures.map(\.name).joined(separator: ", ")
    let written = "pictures    \(folder): \(names)"
    guard !gallery.skipped.isEmpty else { return [written] }
    let skipped = gallery.skipped.map(\.rawValue).joined(separator: ", ")
    return [written, "skipped     \(skipped): \(gallery.reason)"]
  }
}
