import Foundation
import Testing

/// What the program meets at its calls on files, done by the library in Tests/Faults.
struct Faults: Sendable {
  /// A kind of call.
  enum Call: String, CaseIterable {
    /// To open for writing, and for reading.
    case create, open
    case write, fsync, truncate, rename, link, unlink, mkdir, rmdir
  }

  /// What happens at one call.
  enum Happening: Sendable {
    case killBefore, killAfter
    /// After half of the bytes.
    case killWithin
    case stopBefore
    /// It and all that follow fail, with an error as C names it.
    case fails(String)
    /// Half of the bytes are written, and what follows fails for want of space.
    case shortWrite

    fileprivate var name: String {
      switch self {
      case .killBefore: "kill-before"
      case .killAfter: "kill-after"
      case .killWithin: "kill-within"
      case .stopBefore: "stop-before"
      case .fails(let error): "\(error)-from"
      case .shortWrite: "short-write"
      }
    }
  }

  /// The variables that the library reads.
  let environment: [String: String]

  /// The n-th call of these kinds on a path with this part.
  init(_ happening: Happening, at n: Int, _ calls: [Call], on path: String) throws {
    environment = try Self.preloaded([
      "UNET_FAULT": "\(happening.name):\(n)", "UNET_FAULT_PATH": path,
      "UNET_FAULT_CALL": calls.map(\.rawValue).joined(separator: ","),
    ])
  }

  /// The clock of the day jumps by these seconds when a file is opened for the n-th time.
  init(clockJumpsBy seconds: Int, at n: Int, opening path: String) throws {
    environment = try Self.preloaded([
      "UNET_FAULT_CLOCK": "\(seconds)@\(n)", "UNET_FAULT_PATH": path, "UNET_FAULT_CALL": "open",
    ])
  }

  /// Nothing happens; each call on a path is written into a file.
  init(loggingTo file: URL, on path: String) throws {
    environment = try Self.preloaded([
      "UNET_FAULT_LOG": file.path, "UNET_FAULT_PATH": path,
      "UNET_FAULT_CALL": Call.allCases.map(\.rawValue).joined(separator: ","),
    ])
  }

  /// Whether the library was built.
  static let areAvailable = Program.built("libfaults.so") != nil

  private static func preloaded(_ variables: [String: String]) throws -> [String: String] {
    variables.merging(["LD_PRELOAD": try #require(Program.built("libfaults.so"))]) { own, _ in own }
  }
}

extension Faults {
  /// A line of the library's log.
  struct Counted {
    let call: Call
    let path: String

    /// The file's name with # for digits: the same for each process, and for each epoch.
    var file: String { (path as NSString).lastPathComponent.replacing(/[0-9]+/, with: "#") }

    /// The calls that a log tells of.
    static func read(_ file: URL) throws -> [Counted] {
      try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
        let fields = line.split(separator: "\t", maxSplits: 2)
        guard fields.count == 3, let call = Call(rawValue: String(fields[1])) else { return nil }
        return Counted(call: call, path: String(fields[2]))
      }
    }
  }
}

extension Program {
  /// Runs `unet` to its end, with something happening to it.
  func unet(_ arguments: [String], meeting faults: Faults) throws -> Result {
    try unet(arguments, environment: faults.environment)
  }

  /// Runs `unet` until it stops itself, does something then, and lets it go on to its end.
  func unet(_ arguments: [String], stopping faults: Faults, while body: () throws -> Void) throws -> Result {
    let call = try begin(arguments, environment: faults.environment)
    let state = "/proc/\(call.process.processIdentifier)/stat"
    while call.process.isRunning {
      let fields = try? String(contentsOfFile: state, encoding: .utf8).split(separator: ")").last
      if fields?.first(where: { $0 != " " }) == "T" { break }
      usleep(1000)
    }
    #expect(call.process.isRunning, "it should have stopped before its end")
    defer { kill(call.process.processIdentifier, SIGCONT) }
    try body()
    kill(call.process.processIdentifier, SIGCONT)
    return try call.result()
  }
}
