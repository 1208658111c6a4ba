import Foundation
import Testing

/// A Python that has what Scripts/unet.py needs: `UNET_PYTHON`, or `python3`.
enum Python {
  static let executable = ProcessInfo.processInfo.environment["UNET_PYTHON"] ?? "python3"

  static let hasTorch: Bool = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [executable, "-c", "import torch, safetensors, PIL, numpy"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()
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
    "loads best.safetensors strictly and predicts the same pixels",
    .enabled(if: Python.hasTorch, "needs a Python with torch, safetensors, numpy and pillow (UNET_PYTHON)"))
  func samePixels() throws {
    try inTemporaryFolder { program in
      try program.prepareSmoke()
      let run = try program.unet("run", "smoke.yaml", "training.epochs=10", "training.precision=fp32")
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
}
