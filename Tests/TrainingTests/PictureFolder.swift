import Config
import Experiment
import Foundation
import Images
import Testing

/// A folder of small pictures with masks of the classes a, b and c, and a config that trains on all but the last.
struct PictureFolder {
  let url: URL

  /// Writes pictures of these sizes.
  ///
  /// - Parameters:
  ///   - channels: values of one pixel of an image.
  ///   - classes: the class at a picture's number, x and y.
  init(_ sizes: [ImageSize], channels: Int = 1, classes: (Int, Int, Int) -> UInt8) throws {
    url = FileManager.default.temporaryDirectory.appending(path: "unet-\(UUID().uuidString)")
    for folder in ["images", "masks"] {
      try FileManager.default.createDirectory(
        at: url.appending(path: folder), withIntermediateDirectories: true)
    }
    for (number, size) in sizes.enumerated() {
      let places = (0..<size.area).map { ($0 % size.width, $0 / size.width) }
      let values = places.flatMap { x, y in
        (0..<channels).map { UInt8(truncatingIfNeeded: 31 * x + 17 * y + 5 * number + 83 * $0 * (1 + x / 3)) }
      }
      try write(values, size, channels: channels, "images", number)
      try write(places.map { classes(number, $0, $1) }, size, channels: 1, "masks", number)
    }
    let text = """
      data: {images: images, masks: masks, classes: [a, b, c], validation: {range: [\(sizes.count - 1), \(sizes.count - 1)]}}
      model: {depth: 1, width: 2, norm: none}
      loss: {ce: 1, dice: 1}
      training: {epochs: 1, batch_size: 2, seed: 3, precision: fp32, device: cpu, threads: 1}

      """
    try Data(text.utf8).write(to: url.appending(path: "experiment.yaml"))
  }

  private func write(
    _ values: [UInt8], _ size: ImageSize, channels: Int, _ folder: String, _ number: Int
  ) throws {
    let image = try #require(PixelImage(size: size, channels: channels, storage: .uint8(values)))
    try Data(image.encodedPNG()).write(to: url.appending(path: "\(folder)/\(number).png"))
  }

  /// The config with keys replaced.
  func config(_ overrides: String...) throws -> ExperimentConfig { try loaded(overrides).config }

  /// The same, of a list.
  func config(_ overrides: [String]) throws -> ExperimentConfig { try loaded(overrides).config }

  /// The same, and where its values come from.
  func loaded(_ overrides: String...) throws -> Loaded<ExperimentConfig> { try loaded(overrides) }

  private func loaded(_ overrides: [String]) throws -> Loaded<ExperimentConfig> {
    try ExperimentConfig.load(
      file: "experiment.yaml", overrides: overrides, environment: [:], currentFolder: url.path)
  }

  /// Removes the folder.
  func remove() { try? FileManager.default.removeItem(at: url) }
}
