import Diagnostics

/// Finds the mask of each image, and everything that stands alone.
struct FolderPairing {
  let images: ImageFolder
  let masks: ImageFolder
  let name: MaskName

  func samples() throws(DiagnosticError) -> [Sample] {
    let images = imageFiles
    var problems = ProblemList()
    if self.images.files.isEmpty { problems.add(emptiness(of: self.images, "images")) }
    if masks.files.isEmpty { problems.add(emptiness(of: masks, "masks")) }
    try problems.throwIfAny()
    try requireTwoNames()

    let imagesByStem = Dictionary(grouping: images, by: \.stem)
    let masksByStem = Dictionary(grouping: maskFiles, by: \.stem)
    var samples: [Sample] = []
    for image in images where imagesByStem[image.stem]?.first == image {
      let partners = masksByStem[image.stem] ?? []
      reportTwins(imagesByStem[image.stem]?.map(\.path) ?? [], "images", &problems)
      reportTwins(partners.map(\.file.path), "masks of '\(image.path)'", &problems)
      guard let mask = partners.first else {
        problems.add(Diagnostic("image '\(image.path)' has no mask", notes: [expectation(image.stem)]))
        continue
      }
      samples.append(Sample(id: image.stem, imagePath: image.path, maskPath: mask.file.path))
    }
    for mask in maskFiles where imagesByStem[mask.stem] == nil {
      problems.add(
        Diagnostic("mask '\(mask.file.path)' has no image '\(mask.stem).*' in '\(self.images.path)'"))
    }
    try problems.throwIfAny()
    return samples
  }

  private var isOneFolder: Bool { ImageFolder.resolved(images.path) == ImageFolder.resolved(masks.path) }

  /// In one folder, masks need names of their own.
  private func requireTwoNames() throws(DiagnosticError) {
    guard isOneFolder, name.isSame else { return }
    throw DiagnosticError(
      Diagnostic(
        "'\(images.path)' is the folder of images and of masks, so that each image would be its own mask",
        notes: ["say how masks are named, as in  mask_name: \"{stem}_mask\""]))
  }

  /// In a folder that holds both, a file named like the mask of another file is no image.
  private var imageFiles: [ImageFolder.File] {
    guard isOneFolder else { return images.files }
    let stems = Set(images.files.map(\.stem))
    return images.files.filter { file in name.imageStem(of: file).map { !stems.contains($0) } ?? true }
  }

  /// The files named like masks, with the stems of their images.
  private var maskFiles: [(stem: String, file: ImageFolder.File)] {
    let stems = Set(images.files.map(\.stem))
    return masks.files.compactMap { file in
      guard let stem = name.imageStem(of: file), !isOneFolder || stems.contains(stem) else { return nil }
      return (stem, file)
    }
  }

  private func emptiness(of folder: ImageFolder, _ what: String) -> Diagnostic {
    let endings = ImageFile.extensions.subtracting(["bmp"]).sorted().joined(separator: ", ")
    return Diagnostic(
      "'\(folder.path)' holds no \(what)", notes: ["files with these extensions count: \(endings)"])
  }

  private func reportTwins(_ paths: [String], _ what: String, _ problems: inout ProblemList) {
    guard paths.count > 1 else { return }
    let list = paths.map { "'\($0)'" }.joined(separator: " and ")
    problems.add(Diagnostic("\(list) are \(paths.count) \(what) with one name; keep one of them"))
  }

  private func expectation(_ stem: String) -> String {
    "expected '\(masks.path)/\(name.example(for: stem))'"
  }
}
