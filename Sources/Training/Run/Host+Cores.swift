import Foundation
import Torch

extension Host {
  /// The numbers of the cores that this process may use: those that it may run on, no more of them than a container's share of time or
  /// Slurm's allocation comes to.
  static var usableCores: [Int] {
    let allowed = CoreSet.ofThread.numbers
    let usable = allowed.isEmpty ? Array(0..<ProcessInfo.processInfo.activeProcessorCount) : allowed
    let environment = ProcessInfo.processInfo.environment
    let limits = [quota, environment["SLURM_CPUS_PER_TASK"].flatMap { Int($0) }].compactMap(\.self)
    return Array(usable.prefix(max(1, limits.min() ?? usable.count)))
  }

  /// The file of the program that runs.
  static var program: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
  }

  /// The names of the GPUs that libtorch can use, as `CUDA_VISIBLE_DEVICES` takes them.
  static var gpus: [String] {
    gpus(Device.cudaCount, visible: ProcessInfo.processInfo.environment["CUDA_VISIBLE_DEVICES"])
  }

  /// - Parameters:
  ///   - count: how many libtorch can use.
  ///   - visible: what `CUDA_VISIBLE_DEVICES` says.
  static func gpus(_ count: Int, visible: String?) -> [String] {
    let names = visible.map { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } }
    return (0..<count).map { index in
      if let names, index < names.count { return names[index] }
      return "\(index)"
    }
  }

  /// The cores whose time a control group allows; nil for all.
  private static var quota: Int? {
    let group = field("0:", separator: ":", in: "/proc/self/cgroup") ?? "/"
    var path = (group.hasPrefix(":") ? String(group.dropFirst()) : group)[...]
    var least: Int?
    // Each of the groups around it may allow less.
    while true {
      let text = try? String(contentsOfFile: "/sys/fs/cgroup\(path)/cpu.max", encoding: .utf8)
      if let text, let cores = cores(ofQuota: text) { least = min(least ?? cores, cores) }
      guard let slash = path.lastIndex(of: "/") else { return least }
      path = path[..<slash]
    }
  }

  /// The cores that `cpu.max` allows, rounded up: `150000 100000` is 2; nil for all.
  static func cores(ofQuota text: String) -> Int? {
    let numbers = text.split { $0.isWhitespace }.map { Double($0) }
    guard numbers.count == 2, let time = numbers[0], let period = numbers[1], period > 0 else { return nil }
    return max(1, Int((time / period).rounded(.up)))
  }
}
