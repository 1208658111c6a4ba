import ArgumentParser
import Experiment
import Foundation
import Images

/// `unet sample-images`: images to try the program on, where there are none.
struct SampleImagesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample-images",
    abstract: "Draw images of cells and their masks, to try the program on.",
    discussion: """
      Writes FOLDER/images/000.png … and FOLDER/masks/000.png …: cells with touching borders, noise and uneven light; \
      in the masks 0 is background, 1 cell, 2 border. The same seed draws the same images. With --stained the same cells are in \
      colour, as a section under haematoxylin and eosin, where hue and saturation mean something.
      """)

  @Argument(help: "Where to write; made if it is not there.", completion: .directory)
  var folder: String

  @Option(help: "How many images.")
  var count = 80

  @Option(help: "Their width and height in pixels.")
  var size = 128

  @Option(help: "What to draw from.")
  var seed = 0

  @Flag(help: "Cells in colour, as if stained, instead of in grey.")
  var stained = false

  func validate() throws {
    guard (1...10_000).contains(count) else { throw ValidationError("--count is 1 to 10,000, not \(count)") }
    guard (64...4096).contains(size) else { throw ValidationError("--size is 64 to 4096, not \(size)") }
    guard seed >= 0 else { throw ValidationError("--seed is 0 or more, not \(seed)") }
  }

  func run() throws {
    try reportingFailures {
      for part in ["images", "masks"] { try Folder.create("\(folder)/\(part)") }
      for number in 0..<count { try write(number) }
      print("\(count) images and masks of \(size) × \(size) pixels are in \(folder)")
    }
  }

  private func write(_ number: Int) throws {
    let cells = SyntheticCells(
      size: ImageSize(width: size, height: size), seed: UInt64(seed), number: number,
      look: stained ? .stained : .fluorescent)
    let name = String(format: "%03d.png", number)
    for (part, picture) in [("images", cells.image), ("masks", cells.mask)] {
      try AtomicFile.write(Data(try picture.encodedPNG()), to: "\(folder)/\(part)/\(name)")
    }
  }
}
