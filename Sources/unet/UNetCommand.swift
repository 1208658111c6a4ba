import ArgumentParser
import Foundation

@main
struct UNetCommand: ParsableCommand {
  /// Runs the command.
  ///
  /// Standard streams that are closed lead to nowhere: else the next file to be opened, such as a lease, would get their
  /// numbers, and what is told would be written into it.
  static func main() {
    while true {
      let descriptor = open("/dev/null", O_RDWR)
      guard (0...2).contains(descriptor) else {
        if descriptor > 2 { close(descriptor) }
        break
      }
    }
    main(nil)
    // The system takes back at once what the destructors of libtorch and libvips would take apart; all files are closed and flushed.
    fflush(nil)
    _exit(0)
  }

  static let configuration = CommandConfiguration(
    commandName: "unet",
    abstract: "U-Net segmentation experiments that are declared in YAML.",
    discussion: """
      Try it:
        unet sample-images data/quickstart
        unet run configs/quickstart.yaml
      """,
    version: version,
    subcommands: [
      RunCommand.self, SweepCommand.self, CompareCommand.self, VerifyCommand.self, CheckCommand.self,
      InspectCommand.self,
      DescribeCommand.self, CacheCommand.self, SampleImagesCommand.self, MeasureStepsCommand.self,
    ])

  static let version = "0.1.0"
}
