import Diagnostics

/// Finds the masks of each image, and everything that stands alone.
struct FolderPairing {
  /// A file with what its name says.
  struct Entry {
    let file: ImageFolder.File
    let match: PathPattern.Match
  }

  let images: ImageFolder
  let masks: ImageFolder
  let imageName: PathPattern
  let maskName: PathPattern
  let unpaired: FolderDataset.Unpaired

  func samples() throws(DiagnosticError) -> [Sample] {
    if masks.isSingleFile { return try pairOfFiles() }
    try requireFiles()
    try requireTwoNames()
    let (images, masks) = entries()
    guard !images.isEmpty else { throw strangers(self.images, "images", imageName) }

    let imagesByKey = Dictionary(grouping: images, by: \.match.key)
    let masksByKey = Dictionary(grouping: masks, by: \.match.key)
    var problems = ProblemList()
    var samples: [Sample] = []
    for image in images where imagesByKey[image.match.key]?.first?.file == image.file {
      reportTwins(imagesByKey[image.match.key] ?? [], "images", &problems)
      let partners = masksByKey[image.match.key] ?? []
      reportTwins(among: partners, of: image, &problems)
      if partners.isEmpty, unpaired == .refused { problems.add(loneliness(of: image)) }
      if !partners.isEmpty || unpaired != .leftOut { samples.append(sample(image, partners)) }
    }
    let orphans = masks.filter { imagesByKey[$0.match.key] == nil }
    if unpaired != .leftOut { for mask in orphans { problems.add(orphan(mask)) } }
    let paired = samples.count { !$0.masks.isEmpty }
    if paired * 2 < samples.count, unpaired == .refused || paired == 0 {
      problems = try explained(problems, images, samples)
    }
    try problems.throwIfAny()
    return samples
  }

  /// Two files are a pair, whatever their names.
  private func pairOfFiles() throws(DiagnosticError) -> [Sample] {
    guard let mask = masks.files.first, let image = images.files.first, images.isSingleFile else {
      throw DiagnosticError(
        Diagnostic(
          "the masks are a file, '\(masks.files.first?.path ?? masks.path)', but the images are the folder '\(images.path)'",
          notes: ["give two folders or two files; the pages of two files are paired in their order"]))
    }
    guard ImageFolder.resolved(image.path) != ImageFolder.resolved(mask.path) else {
      throw FileProblem.error(image.path, "is given for the images and for the masks")
    }
    return [Sample(id: image.stem, imagePath: image.path, maskPath: mask.path)]
  }

  private func sample(_ image: Entry, _ masks: [Entry]) -> Sample {
    Sample(
      id: image.match.key, image: FilePage(image.file.path),
      masks: masks.map { MaskPart(FilePage($0.file.path), label: $0.match.label) })
  }
}

extension FolderPairing {
  var isOneFolder: Bool { ImageFolder.resolved(images.path) == ImageFolder.resolved(masks.path) }

  /// The files named like images and those named like masks.
  ///
  /// In a folder that holds both, a file named like the mask of another file is no image, and a file that is named like the mask of
  /// nothing is no mask.
  private func entries() -> (images: [Entry], masks: [Entry]) {
    let found = images.files.compactMap { file in
      imageName.matches(file).first.map { Entry(file: file, match: $0) }
    }
    let keys = Set(found.lazy.map(\.match.key))
    guard isOneFolder else {
      return (found, masks.files.compactMap { mask($0, of: keys) ?? anyMask($0) })
    }
    let ownKeys = Dictionary(found.map { ($0.file.relativePath, $0.match.key) }) { first, _ in first }
    let masks = masks.files.compactMap { mask($0, of: keys, except: ownKeys[$0.relativePath]) }
    let named = Set(masks.lazy.map(\.file.relativePath))
    return (found.filter { !named.contains($0.file.relativePath) }, masks)
  }

  /// The file as the mask of a known image, the one with the longest stem if there are several.
  private func mask(_ file: ImageFolder.File, of keys: Set<String>, except own: String? = nil) -> Entry? {
    maskName.matches(file).first { keys.contains($0.key) && $0.key != own }
      .map { Entry(file: file, match: $0) }
  }

  private func anyMask(_ file: ImageFolder.File) -> Entry? {
    maskName.matches(file).first.map { Entry(file: file, match: $0) }
  }
}

// What can be wrong.
extension FolderPairing {
  private func requireFiles() throws(DiagnosticError) {
    var problems = ProblemList()
    if images.files.isEmpty { problems.add(emptiness(of: images, "images")) }
    if masks.files.isEmpty { problems.add(emptiness(of: masks, "masks")) }
    try problems.throwIfAny()
  }

  /// In one folder, masks need names of their own.
  private func requireTwoNames() throws(DiagnosticError) {
    guard isOneFolder, maskName.isSame(as: imageName) else { return }
    throw DiagnosticError(
      Diagnostic(
        "'\(images.path)' is the folder of images and of masks, so that each image would be its own mask",
        notes: ["say how masks are named, as in  mask_name: \"{stem}_mask\""]))
  }

  private func emptiness(of folder: ImageFolder, _ what: String) -> Diagnostic {
    let endings = ImageFile.extensions.sorted().joined(separator: ", ")
    return Diagnostic(
      "'\(folder.path)' holds no \(what)", notes: ["files with these extensions count: \(endings)"])
  }

  /// There are files, and none is named as the pattern says.
  private func strangers(_ folder: ImageFolder, _ what: String, _ pattern: PathPattern) -> DiagnosticError {
    let examples = folder.files.prefix(3).map { "'\($0.relativePath)'" }.joined(separator: ", ")
    return DiagnosticError(
      Diagnostic(
        "no file below '\(folder.path)' is named like the \(what), \"\(pattern.text)\"",
        notes: ["there are \(folder.files.count) files, such as \(examples)"]))
  }

  private func loneliness(of image: Entry) -> Diagnostic {
    Diagnostic(
      "image '\(image.file.path)' has no mask",
      notes: ["expected '\(masks.path)/\(maskName.example(for: image.match))'"])
  }

  private func orphan(_ mask: Entry) -> Diagnostic {
    var match = mask.match
    match.label = nil
    return Diagnostic(
      "mask '\(mask.file.path)' has no image '\(imageName.example(for: match))' in '\(images.path)'")
  }

  private func reportTwins(among masks: [Entry], of image: Entry, _ problems: inout ProblemList) {
    guard !maskName.hasWildcard else { return }
    for mask in masks {
      let twins = masks.filter { $0.match.label == mask.match.label }
      guard twins.first?.file == mask.file else { continue }
      reportTwins(twins, "masks of '\(image.file.path)'", &problems)
    }
  }

  private func reportTwins(_ entries: [Entry], _ what: String, _ problems: inout ProblemList) {
    guard entries.count > 1 else { return }
    let list = entries.map { "'\($0.file.path)'" }.joined(separator: " and ")
    problems.add(Diagnostic("\(list) are \(entries.count) \(what) with one name; keep one of them"))
  }

  /// Where most images lack a mask it is the pattern that is wrong: says how files are named, and which pattern would do.
  private func explained(
    _ problems: ProblemList, _ images: [Entry], _ samples: [Sample]
  ) throws(DiagnosticError) -> ProblemList {
    let lone = Set(samples.lazy.filter(\.masks.isEmpty).map(\.image.path))
    let missing = images.filter { lone.contains($0.file.path) }
    let known = Set(samples.lazy.flatMap { $0.masks.map(\.page.path) } + images.map(\.file.path))
    let strangers = masks.files.filter { !known.contains($0.path) }
    guard let stranger = strangers.first, let first = missing.first else { return problems }
    let names = "images are called '\(first.file.relativePath)', other files '\(stranger.relativePath)'"
    let message = "\(lone.count) of \(samples.count) images in '\(self.images.path)' have no mask: \(names)"
    if let line = NameSuggestion(images: missing, masks: strangers, maskName: maskName).line {
      throw DiagnosticError(Diagnostic(message, notes: ["perhaps you mean  \(line)"]))
    }
    var summary = ProblemList()
    summary.add(Diagnostic(message))
    summary.add(contentsOf: problems)
    return summary
  }
}
