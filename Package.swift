// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// The folder that has libtorch's `include/` and `lib/`: `LIBTORCH`, or where `make setup` unpacks it.
let libtorch = Context.environment["LIBTORCH"] ?? "\(Context.packageDirectory)/.libtorch"

/// CUDA's part has to be named although nothing refers to it: loading it is what registers the devices.
let cuda =
  FileManager.default.fileExists(atPath: "\(libtorch)/lib/libtorch_cuda.so")
  ? ["-Xlinker", "--no-as-needed", "-ltorch_cuda", "-lc10_cuda", "-Xlinker", "--as-needed"] : []

/// `UNET_WITHOUT_TORCH=1` leaves out all that needs libtorch, which proves that the rest builds alone.
let withTorch = Context.environment["UNET_WITHOUT_TORCH"] == nil

/// What draws the HTML report, if not Debian's libjs-chart.js, which `make setup` installs: `CHART_JS` is the path of a `chart.min.js`.
let chartLibrary = Context.environment["CHART_JS"].map { CSetting.define("CHART_JS", to: "\"\($0)\"") }

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], fixtures: Bool = false) -> Target {
  .testTarget(
    name: name, dependencies: dependencies,
    resources: fixtures ? [.copy("Fixtures")] : [], swiftSettings: swiftSettings)
}

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

var targets: [Target] = [
  .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
  .systemLibrary(name: "CVips", pkgConfig: "gobject-2.0", providers: [.apt(["libvips-dev"])]),
  .target(name: "CPage", exclude: ["parts"], cSettings: chartLibrary.map { [$0] }),
  library("Diagnostics"),
  library("YAML", ["CYAML", "Diagnostics"]),
  library("Config", ["YAML", "Diagnostics"]),
  library("Experiment", ["CPage", "Config", "Diagnostics", crypto]),
  library("Images", ["CVips", "Diagnostics", crypto]),
  tests("DiagnosticsTests", ["Diagnostics"]),
  tests("YAMLTests", ["YAML", "Diagnostics"]),
  tests("ConfigTests", ["Config", "YAML", "Diagnostics"]),
  tests(
    "ExperimentTests",
    [
      "Experiment", "Config", "YAML", "Diagnostics", "claim-folder", "simulate-strategies",
      "simulate-statistics",
    ], fixtures: true),
  tests("ImagesTests", ["Images", "Diagnostics"], fixtures: true),
  .executableTarget(
    name: "read-damaged", dependencies: ["Images"], path: "Tests/ReadDamaged", swiftSettings: swiftSettings),
  .executableTarget(
    name: "claim-folder", dependencies: ["Experiment"], path: "Tests/ClaimFolder",
    swiftSettings: swiftSettings),
  // What simulations write their tables into.
  .target(name: "MarkedPage", path: "Benchmarks/MarkedPage", swiftSettings: swiftSettings),
  .executableTarget(
    name: "simulate-strategies", dependencies: ["Experiment", "MarkedPage"], path: "Benchmarks/Strategies",
    swiftSettings: swiftSettings),
  .executableTarget(
    name: "simulate-statistics", dependencies: ["Experiment", "MarkedPage"], path: "Benchmarks/Statistics",
    swiftSettings: swiftSettings),
]

if withTorch {
  targets += [
    .target(
      name: "CTorch",
      // libtorch is built with NDEBUG, on which members of its classes depend: a debug build has to see the same ones.
      cxxSettings: [
        .define("NDEBUG"),
        .unsafeFlags(["-isystem", "\(libtorch)/include", "-Wall", "-Wextra", "-Werror"]),
      ],
      linkerSettings: [
        .unsafeFlags(
          [
            "-L\(libtorch)/lib", "-Xlinker", "-rpath", "-Xlinker", "\(libtorch)/lib",
            "-ltorch_cpu", "-lc10",
          ] + cuda)
      ]),
    library("Torch", ["CTorch"]),
    library("NeuralNets", ["Torch", crypto]),
    library("Training", ["Experiment", "Images", "NeuralNets", "Torch", "Config", "Diagnostics"]),
    .executableTarget(
      name: "unet",
      dependencies: ["Training", "Experiment", "Images", "Torch", "Config", "Diagnostics", argumentParser],
      swiftSettings: swiftSettings),
    .executableTarget(
      name: "training-step", dependencies: ["NeuralNets", "Torch"], path: "Benchmarks/TrainingStep",
      swiftSettings: swiftSettings),
    .executableTarget(
      name: "data-path", dependencies: ["Training", "Experiment", "Config"], path: "Benchmarks/DataPath",
      swiftSettings: swiftSettings),
    tests("TorchTests", ["Torch"]),
    tests("NeuralNetsTests", ["NeuralNets", "Torch"], fixtures: true),
    tests(
      "TrainingTests",
      ["Training", "Experiment", "Images", "NeuralNets", "Torch", "Config", "Diagnostics"],
      fixtures: true),
    tests("EndToEndTests", ["unet"], fixtures: true),
    // Preloaded into the program by tests and by the soak.
    .target(
      name: "Faults", path: "Tests/Faults",
      cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]),
  ]
}

let package = Package(
  name: "unet",
  products: withTorch
    ? [
      .executable(name: "unet", targets: ["unet"]),
      .library(name: "faults", type: .dynamic, targets: ["Faults"]),
    ] : [],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
  ],
  targets: targets,
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx20
)
