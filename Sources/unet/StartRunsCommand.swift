import ArgumentParser
import Foundation
import Training

/// `unet start-runs`: starts what it is asked for on standard input, in forks of its own; `unet sweep` trains its cells by it.
struct StartRunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start-runs", abstract: "Start runs that standard input asks for.", shouldDisplay: false)

  func run() {
    var server = RunServer { UNetCommand.main($0) }
    server.serve()
  }
}
