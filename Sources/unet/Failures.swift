import ArgumentParser
import Config
import Diagnostics
import Experiment
import Foundation
import Torch
import Training

/// How the program ended, for scripts and schedulers.
enum Exit {
  static let trainingFailed = ExitCode(1)
  static let badUsage = ExitCode(64)
  static let badInput = ExitCode(65)
  /// Another process is at work in the run folder.
  static let held = ExitCode(69)
  static let internalError = ExitCode(70)
  static let inputOutput = ExitCode(74)
  static let stoppedAfterSaving = ExitCode(75)
  /// A signal ended what leaves nothing behind.
  static var interrupted: ExitCode { ExitCode(StopSignal.exitCode) }

  static func code(of kind: TrainingFailure.Kind) -> ExitCode {
    switch kind {
    case .usage: badUsage
    case .training: trainingFailed
    case .storage: inputOutput
    }
  }
}

/// Runs a command; what it throws is told on standard error, in words for the person who typed it, with the right exit code.
func reportingFailures(_ body: () throws -> Void) throws {
  do {
    try body()
  } catch let error as ExitCode {
    throw error
  } catch is StopSignal.Raised {
    throw told("stopped before anything was trained; give the same command again", Exit.stoppedAfterSaving)
  } catch let error as DiagnosticError {
    throw told(error.description, Exit.badInput)
  } catch let error as NoSuchKey {
    throw told("error: \(error)", Exit.badUsage)
  } catch let error as FileFailure {
    throw told(
      "error: \(error)\n  next: make room, set the permissions or put the folder back; a run that had begun goes on with --resume",
      Exit.inputOutput)
  } catch let error as ClaimFailure {
    throw told("error: \(error)", error.kind == .held ? Exit.held : Exit.stoppedAfterSaving)
  } catch let error as TrainingFailure {
    throw told("error: \(error)", Exit.code(of: error.kind))
  } catch let error as TorchError where error.kind == .outOfMemory {
    throw told(
      "error: \(error)\n  next: a smaller training.batch_size, data.crop or model.width", Exit.trainingFailed)
  } catch let error as TorchError where error.kind == .nondeterministic {
    throw told(
      "error: \(error)\n  next: training.deterministic: false, or training.device: cpu, which always is",
      Exit.badInput)
  } catch {
    throw told("error: \(error)\n  this is a fault of the program, not yours", Exit.internalError)
  }
}

/// Writes a message to standard error.
func tell(_ text: String) {
  // Who closed it doesn't want to know.
  try? FileHandle.standardError.write(contentsOf: Data((text.hasSuffix("\n") ? text : text + "\n").utf8))
}

private func told(_ text: String, _ code: ExitCode) -> ExitCode {
  tell(text)
  return code
}
