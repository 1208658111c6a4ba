import Config
import Experiment
import Foundation
import Training

/// The data path of a run without its network, for `Benchmarks/data.py`: prints images per second and the most memory as JSON.
///
///     data-path EPOCHS CONFIG [key=value …]
///
/// Everything that `unet run CONFIG` does before its first step, then the batches of each epoch. `first` counts both, as a user
/// waits for both.
@main
struct DataPathBenchmark {
  /// What is printed.
  private struct Result: Encodable {
    /// Seconds before the first epoch.
    var before = 0.0
    /// Seconds of each epoch.
    var seconds: [Double] = []
    /// Images of an epoch.
    var images = 0
    var threads = 0
    var workers = 0
    /// The most memory that was resident (`VmHWM`), in bytes: the process's own, and pages of files that it had mapped.
    var peak = 0
  }

  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let epochs = arguments.first.flatMap(Int.init), epochs > 0, arguments.count > 1 else {
      FileHandle.standardError.write(Data("usage: data-path EPOCHS CONFIG [key=value …]\n".utf8))
      exit(64)
    }
    let clock = ContinuousClock()
    var began = clock.now
    func lap() -> Double {
      defer { began = clock.now }
      return (clock.now - began) / .seconds(1)
    }
    let environment = ProcessInfo.processInfo.environment
    let config = try ExperimentConfig.load(
      file: arguments[2], overrides: Array(arguments.dropFirst(2)), environment: environment,
      currentFolder: FileManager.default.currentDirectoryPath
    ).config
    let path = try DataPath(config, in: CacheSettings(in: environment))
    var result = Result(before: lap(), threads: path.threads, workers: path.workers)
    for epoch in 0..<epochs {
      result.images = try path.makeBatches(epoch: epoch)
      result.seconds.append(lap())
    }
    result.peak = peak
    print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
  }

  /// `VmHWM` in bytes; 0 where the system doesn't say.
  private static var peak: Int {
    // A file under /proc has no size: Foundation reads it only through a handle.
    let status = FileHandle(forReadingAtPath: "/proc/self/status")?.readDataToEndOfFile() ?? Data()
    let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first {
      $0.hasPrefix("VmHWM:")
    }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
  }
}
