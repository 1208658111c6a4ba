import ArgumentParser

@main
struct UNetCommand: ParsableCommand {
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
      RunCommand.self, VerifyCommand.self, CheckCommand.self, InspectCommand.self, DescribeCommand.self,
      CacheCommand.self, SampleImagesCommand.self,
    ])

  static let version = "0.1.0"
}
