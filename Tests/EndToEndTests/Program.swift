import Foundation
import Testing

/// The built program, run as a person runs it.
struct Program {
  /// What a call left behind.
  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  /// A call that may not have ended yet.
  struct Call {
    let process: Process
    fileprivate let files: URL
    fileprivate var output: URL { files.appendingPathExtension("output") }
    fileprivate var errors: URL { files.appendingPathExtension("errors") }

    /// Waits for its end.
    func result() throws -> Result {
      process.waitUntilExit()
      defer { for file in [output, errors] { try? FileManager.default.removeItem(at: file) } }
      return Result(
        status: process.terminationStatus,
        output: try String(contentsOf: output, encoding: .utf8),
        errors: try String(contentsOf: errors, encoding: .utf8))
    }
  }

  /// A folder of its own in which the program runs; removed by `inTemporaryFolder`.
  let folder: URL

  /// The folder that the test bundle and the program were built into.
  private static let products = Bundle.main.bundleURL.resolvingSymlinksInPath()

  /// Runs `unet` with these arguments until it ends.
  func unet(_ arguments: String..., environment: [String: String] = [:]) throws -> Result {
    try unet(arguments, environment: environment)
  }

  /// Runs `unet` with these arguments until it ends.
  func unet(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
    try run(Self.executable, arguments, environment: environment)
  }

  /// Runs a shell script in which `$UNET` is the program.
  func shell(_ script: String) throws -> Result {
    try run("/bin/bash", ["-c", script], environment: ["UNET": Self.executable])
  }

  /// Starts `unet` and returns at once.
  func start(_ arguments: String...) throws -> Process { try start(arguments) }

  /// Starts `unet` and returns at once.
  func start(_ arguments: [String]) throws -> Process {
    let process = process(Self.executable, arguments, environment: [:])
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Writes a text file into the folder.
  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  /// Reads a text file of the folder.
  func read(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  /// Reads a JSON object of the folder.
  func json(_ name: String) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appending(path: name)))
    return value as? [String: Any] ?? [:]
  }

  /// Whether a file or folder of that name is there.
  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: name).path)
  }

  private static var executable: String { built("unet") ?? "unet" }

  /// Where the build put a program or a library; nil where it didn't make it.
  static func built(_ name: String) -> String? {
    let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let candidates = [products, beside, products.deletingLastPathComponent()].map {
      $0.appending(path: name).path
    }
    return candidates.first(where: FileManager.default.isExecutableFile(atPath:))
  }

  private func run(_ path: String, _ arguments: [String], environment: [String: String]) throws -> Result {
    try begin(path, arguments, environment: environment).result()
  }

  /// Starts `unet`, whose result can be asked for later.
  func begin(_ arguments: [String], environment: [String: String]) throws -> Call {
    try begin(Self.executable, arguments, environment: environment)
  }

  private func begin(_ path: String, _ arguments: [String], environment: [String: String]) throws -> Call {
    let process = process(path, arguments, environment: environment)
    // Files, not pipes: a full pipe would make the program wait for a reader.
    let call = Call(process: process, files: folder.appending(path: ".call-\(UUID().uuidString)"))
    for file in [call.output, call.errors] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: call.output)
    process.standardError = try FileHandle(forWritingTo: call.errors)
    try process.run()
    return call
  }

  /// A process of `unet` that was not started yet.
  func process(_ arguments: [String], environment: [String: String]) -> Process {
    process(Self.executable, arguments, environment: environment)
  }

  private func process(_ path: String, _ arguments: [String], environment: [String: String]) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    // Never the cache of who runs the tests.
    let own = ["UNET_CACHE": folder.path + "/cache"].merging(environment) { _, new in new }
    process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "UNET_CACHE_SIZE" }
      .merging(own) { _, new in new }
    return process
  }
}

/// Runs `body` with a program in a folder of its own, which is removed afterwards.
func inTemporaryFolder(_ body: (Program) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "unet-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(Program(folder: folder.resolvingSymlinksInPath()))
}

extension Program {
  /// A config that trains in a second on eight small images of cells.
  static let smoke = """
    data:
      images: cells/images
      masks: cells/masks
      classes: {background: 0, cell: 1, border: 2}
      validation: {range: [6, 7]}
    model: {depth: 2, width: 4}
    loss: {ce: 1, dice: 1}
    augmentation: {preset: standard, quarter_turns: 0.5}
    optimizer: {learning_rate: 0.01}
    training: {epochs: 2, batch_size: 2, threads: 1, samples: 2}

    """

  /// Draws the images that `smoke` reads, and writes it as `smoke.yaml`.
  func prepareSmoke() throws {
    try write(Self.smoke, to: "smoke.yaml")
    try drawCells(count: 8)
  }
}

extension Program {
  /// Starts a run, sends it a signal once it has committed two states, and resumes it to its end.
  ///
  /// - Parameter arguments: those of `unet run`, less the name.
  func runInterrupted(_ arguments: [String], as name: String, by signal: Int32) throws -> Result {
    let process = try start(["run"] + arguments + ["--name", name])
    while !exists("runs/\(name)/checkpoints/last.previous.safetensors"), process.isRunning { usleep(1000) }
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationStatus == (signal == SIGKILL ? SIGKILL : 75))
    let resumed = try unet("run", "--resume", "runs/\(name)")
    #expect(resumed.status == 0, "\(resumed.errors)")
    return resumed
  }

  /// The bytes of a run's two checkpoints.
  func weights(_ name: String) throws -> [Data] {
    try ["best", "last"].map { file in
      let bytes = try Data(contentsOf: folder.appending(path: "runs/\(name)/checkpoints/\(file).safetensors"))
      return file == "best" ? bytes : Self.tensors(bytes)
    }
  }

  /// What follows the header of a safetensors file: in the header stand seconds, which differ.
  static func tensors(_ bytes: Data) -> Data {
    let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    return bytes.dropFirst(8 + length)
  }

  /// The numbers that a clock says.
  static let clocks = ["seconds", "images_per_second", "data_wait"]

  /// A run's metrics without what a clock says.
  func metrics(_ name: String) throws -> String {
    let clocks = Self.clocks.map { "\"\($0)\"" }
    return try read("runs/\(name)/metrics.json").split(separator: "\n")
      .filter { line in !clocks.contains { line.contains($0) } }
      .joined(separator: "\n")
  }
}
