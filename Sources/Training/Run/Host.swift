import Foundation

/// What `environment.json` says of the machine and of the folder in which the command was given.
enum Host {
  /// The operating system's name and version.
  static var system: String {
    field("PRETTY_NAME", separator: "=", in: "/etc/os-release")?.trimmingCharacters(in: ["\""])
      ?? ProcessInfo.processInfo.operatingSystemVersionString
  }

  /// The processor's name.
  static var processor: String { field("model name", separator: ":", in: "/proc/cpuinfo") ?? "unknown" }

  /// The instruction sets that oneDNN and MKL choose kernels by, and what the environment tells them to choose; `nil` where the system
  /// doesn't say.
  ///
  /// Processors of the same capability in libtorch's words, "AVX512", differ in them, and then in the last bits.
  static var instructions: [String]? {
    guard let flags = field("flags", separator: ":", in: "/proc/cpuinfo")?.split(separator: " ") else {
      return nil
    }
    let environment = ProcessInfo.processInfo.environment
    let limits = ["DNNL_MAX_CPU_ISA", "MKL_CBWR", "MKL_ENABLE_INSTRUCTIONS", "ONEDNN_MAX_CPU_ISA"].compactMap
    { name in
      environment[name].map { "\(name)=\($0)" }
    }
    return flags.map(String.init).filter(instructionSets.contains).sorted() + limits
  }

  private static let instructionSets: Set = [
    "avx2", "fma", "avx_vnni", "avx_vnni_int8", "avx_ne_convert", "avx512f", "avx512bw", "avx512dq",
    "avx512vl",
    "avx512_vnni", "avx512_bf16", "avx512_fp16", "amx_tile", "amx_int8", "amx_bf16", "amx_fp16",
  ]

  /// Whether this process was told to ignore a signal when it was started, as `nohup` does with SIGHUP.
  static func ignores(_ signal: Int32) -> Bool {
    let mask = field("SigIgn", separator: ":", in: "/proc/self/status").flatMap { UInt64($0, radix: 16) }
    return (mask ?? 0) >> UInt64(signal - 1) & 1 == 1
  }

  /// Bytes of memory that a program could still take; `nil` where the system doesn't say.
  static var availableMemory: Int? {
    let kibibytes = field("MemAvailable", separator: ":", in: "/proc/meminfo")?.split(separator: " ").first
    return kibibytes.flatMap { Int($0) }.map { $0 * 1024 }
  }

  /// The commit that is checked out in the current folder; `nil` outside of git.
  static var gitCommit: String? {
    let git = Process()
    let output = Pipe()
    git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    git.arguments = ["git", "rev-parse", "HEAD"]
    git.standardOutput = output
    git.standardError = FileHandle.nullDevice
    guard (try? git.run()) != nil else { return nil }
    let text = String(bytes: output.fileHandleForReading.readDataToEndOfFile(), encoding: .utf8) ?? ""
    let commit = text.trimmingCharacters(in: .whitespacesAndNewlines)
    // Its exit is not waited for, since Foundation looks for that only every 50 ms: without a commit it says HEAD or nothing.
    return commit.count >= 40 && commit.allSatisfy(\.isHexDigit) ? commit : nil
  }

  /// The value of the first line `name separator value` of a file.
  static func field(_ name: String, separator: Character, in path: String) -> String? {
    // A file under /proc has no size: Foundation reads it only through a handle.
    let data = FileHandle(forReadingAtPath: path)?.readDataToEndOfFile()
    let lines = data.flatMap { String(bytes: $0, encoding: .utf8) }?.split(separator: "\n") ?? []
    let line = lines.first { $0.hasPrefix(name) }
    return line?.split(separator: separator, maxSplits: 1).last.map {
      $0.trimmingCharacters(in: .whitespaces)
    }
  }
}
