import Foundation

/// A process, told apart from all others: on other machines, from before the machine was started, in other containers.
///
/// A number of a process alone says little: it is given again, and means another process elsewhere.
public struct ProcessIdentity: Codable, Hashable, Sendable {
  /// The machine's name.
  public let host: String
  /// What the system drew when the machine was started; empty where it doesn't say.
  public let boot: String
  /// Which numbering of processes `process` belongs to, a container's or the machine's; empty where the system doesn't say.
  public let namespace: String
  /// The number of the process.
  public let process: Int
  /// When the process was started, in clock ticks since the machine was; `nil` where the system doesn't say.
  public let started: Int?

  /// What can be said of a process by another one.
  enum Life {
    /// It is there and not paused.
    case running
    /// It has ended.
    case gone
    /// It is paused, or on another machine.
    case unknown
  }

  /// Makes the identity of a process.
  public init(host: String, boot: String, namespace: String, process: Int, started: Int?) {
    self.host = host
    self.boot = boot
    self.namespace = namespace
    self.process = process
    self.started = started
  }

  /// This process.
  public static var current: ProcessIdentity {
    var namespace = stat()
    let isKnown = stat("/proc/self/ns/pid", &namespace) == 0
    let process = Int(getpid())
    return ProcessIdentity(
      host: hostName, boot: text(of: "/proc/sys/kernel/random/boot_id") ?? "",
      namespace: isKnown ? String(namespace.st_ino) : "", process: process,
      started: status(of: process)?.started)
  }

  /// Whether the process is still there, as `observer` can tell.
  func life(seenBy observer: ProcessIdentity) -> Life {
    guard sharesProcesses(with: observer), process > 0, let number = pid_t(exactly: process) else {
      return .unknown
    }
    // Processes of other users may be hidden under /proc, but not from this call.
    if kill(number, 0) != 0, errno == ESRCH { return .gone }
    guard let status = Self.status(of: process), let started else { return .unknown }
    if status.started != started { return .gone }
    switch status.state {
    case "Z", "X", "x": return .gone
    case "T", "t": return .unknown
    default: return .running
    }
  }

  /// Whether the numbers of processes mean the same to both.
  func sharesProcesses(with other: ProcessIdentity) -> Bool {
    let isKnown = !boot.isEmpty && !namespace.isEmpty
    return isKnown && host == other.host && boot == other.boot && namespace == other.namespace
  }

  private static var hostName: String {
    var bytes = [CChar](repeating: 0, count: 256)
    guard gethostname(&bytes, bytes.count - 1) == 0 else { return "" }
    return String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The state and the start of a process, from the line that the kernel has on it.
  private static func status(of process: Int) -> (state: Substring, started: Int)? {
    // The name of the program, in parentheses, may hold anything; what follows is the state, and 19 fields on the start.
    guard let line = text(of: "/proc/\(process)/stat"), let end = line.lastIndex(of: ")") else { return nil }
    let fields = line[end...].dropFirst().split(separator: " ")
    guard fields.count > 19, let started = Int(fields[19]) else { return nil }
    return (fields[0], started)
  }

  /// A file of the kernel, which has no size: Foundation reads it only through a handle.
  private static func text(of path: String) -> String? {
    guard let handle = FileHandle(forReadingAtPath: path), let data = try? handle.readToEnd() else {
      return nil
    }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
