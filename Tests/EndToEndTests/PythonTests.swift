import Foundation
import Testing

/// A Python that has what Scripts/unet.py needs: `UNET_PYTHON`, or `python3`.
enum Python {
  static let executable = ProcessInfo.processInfo.environment["UNET_PYTHON"] ?? "python3"

  static let hasTorch = imports("torch, safetensors, PIL, numpy")

  /// Whether it has these modules.
  static func imports(_ modules: String) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [executable, "-c", "import \(modules)"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}

@Suite("Scripts/unet.py")
struct PythonTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// Prints the pixels of each class that a prediction finds, in class order.
  private let count = """
    import sys, numpy as np
    from PIL import Image
    found, truth = (np.asarray(Image.open(path)) for path in sys.argv[1:3])
    print([int(((found == value) & (truth == value)).sum()) for value in (0, 1, 2)])
    """

  @Test(
    "loads best.safetensors strictly and predicts the same pixels, whatever the model",
    .enabled(if: Python.hasTorch, "needs a Python with torch, safetensors, numpy and pillow (UNET_PYTHON)"),
    arguments: [
      "{}",
      "{padding: valid, norm: {name: group, groups: 2}, upsampling: pixel_shuffle, squeeze_excitation: 2}",
      """
      {depth: 3, norm: instance, activation: leaky_relu, bias: true, residual: true, attention_gates: true,
       max_channels: 8, deep_supervision: true, dropout: {decoder: 0.1}, initialization: kaiming_normal}
      """,
      "{norm: layer, upsampling: nearest, convolutions: [1, 2, 3], kernel_size: 5, activation: gelu}",
    ])
  func samePixels(model: String) throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      try expectSamePixels(program, "model: \(model)")
    }
  }

  /// Rewrites the images with 3 channels, or as 12 of 16 bits.
  private let convert = """
    import glob, sys, numpy as np
    from PIL import Image
    for path in glob.glob("cells/images/*.png"):
        image = Image.open(path)
        (image.convert("RGB") if sys.argv[1] == "rgb" else Image.fromarray(np.asarray(image).astype(np.uint16) * 16)).save(path)
    """

  @Test(
    "normalises as the program does, for every kind",
    .enabled(if: Python.hasTorch, "needs a Python with torch, safetensors, numpy and pillow (UNET_PYTHON)"),
    arguments: [
      ("image", "16 bit"), ("percentiles", "16 bit"), ("imagenet", "rgb"), ("none", "rgb"),
      ("{name: percentiles, low: 2.5, high: 99.5, of: dataset}", "16 bit"), ("image", "rgb"),
    ])
  func sameNormalization(normalization: String, images: String) throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      try program.write(convert, to: "convert.py")
      let converted = try program.shell("\(Python.executable) convert.py '\(images)'")
      #expect(converted.status == 0, "\(converted.errors)")
      try expectSamePixels(program, "data: {normalization: \(normalization)}")
    }
  }

  /// Trains, and expects of the script the pixels that the program found in the first validation image.
  ///
  /// - Parameter change: the section that differs from the smoke test's.
  private func expectSamePixels(_ program: Program, _ change: String) throws {
    try program.write("extends: smoke.yaml\n\(change)\n", to: "changed.yaml")
    let run = try program.unet(
      "run", "changed.yaml", "training.epochs=10", "training.precision=fp32", "data.crop=60",
      "--name", "smoke")
    #expect(run.status == 0, "\(run.errors)")
    try program.write(count, to: "count.py")
    let result = try program.shell(
      """
      \(Python.executable) \(Self.root)/Scripts/unet.py runs/smoke cells/images/006.png found.png &&
      \(Python.executable) count.py found.png cells/masks/006.png
      """)
    #expect(result.status == 0, "\(result.errors)")
    let best = try program.json("runs/smoke/per_image.json")["best"] as? [String: Any]
    let image = (best?["images"] as? [[String: Any]])?.first
    let found = try #require(image?["tp"] as? [Int])
    #expect(found.reduce(0, +) > 2000, "it learned something")
    #expect(result.output == "\(found)\n")
  }
}
