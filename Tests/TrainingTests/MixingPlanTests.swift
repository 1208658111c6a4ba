import Diagnostics
import Foundation
import Images
import Testing

@testable import Training

@Suite("MixUp and padding exclude each other")
struct MixingPlanTests {
  /// What a plan says of images of some sizes; the last of them validates.
  private func mistake(_ sizes: [(Int, Int)], _ overrides: [String]) throws -> String {
    let folder = try PictureFolder(sizes.map { ImageSize(width: $0.0, height: $0.1) }) { _, x, _ in
      UInt8(x % 3)
    }
    defer { folder.remove() }
    let config = try folder.config(["augmentation.mixup=0.5"] + overrides)
    do throws(any Error) {
      _ = try DataPlan(config)
      return ""
    } catch {
      return "\(error)".replacing(folder.url.path + "/", with: "")
    }
  }

  private let notes = """

        = in a sum of two images one's padding shows the other, and would be learnt as what that mask says
        = choose a data.crop that fits into every image, a data.resize, augmentation.cutmix, or augmentation.mixup: 0
    """

  @Test("A crop that is larger than an image is refused, with the image's size")
  func crop() throws {
    let sizes = [(40, 30), (32, 20), (30, 40), (10, 10)]
    #expect(
      try mistake(sizes, ["data.crop=24"]) == """
        error: 'augmentation.mixup' needs samples without padding: they are 24x24, as 'data.crop' has it, and 1 training image \\
        is smaller, such as images/1.png with 32x20
        """.replacing("\\\n", with: "") + notes)
    #expect(try mistake(sizes, ["data.crop=20"]).isEmpty)
    #expect(try mistake(sizes, ["data.crop=24", "augmentation={mixup: 0, cutmix: 1}"]).isEmpty)
  }

  @Test("Whole images of several sizes are refused, and a crop that turns may not fit")
  func whole() throws {
    let mixed = try mistake([(40, 30), (32, 30), (40, 20), (40, 30)], [])
    #expect(
      mixed
        == "error: 'augmentation.mixup' needs samples without padding: they are 40x30, that hold whole images, and "
        + "2 training images are smaller, such as images/1.png with 32x30" + notes)
    #expect(try mistake([(40, 30), (40, 30), (8, 8)], []).isEmpty)
    let turned = try mistake(
      [(40, 30), (40, 30), (40, 30)], ["data.crop=[20, 36]", "augmentation.quarter_turns=0.5"])
    #expect(
      turned
        == "error: 'augmentation.mixup' needs samples without padding: they are 36x20, as 'data.crop' has it, and "
        + "2 training images are smaller as they are or turned by a quarter, such as images/0.png with 40x30"
        + notes)
  }
}
