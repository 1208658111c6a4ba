import Foundation
import Testing

@Suite("Scripts/setup")
struct SetupTests {
  @Test("A LIBTORCH that points nowhere is told at once, with what it should be")
  func wrongLibtorch() throws {
    try inTemporaryFolder { program in
      let result = try program.shell("LIBTORCH=/nowhere \(PythonTests.root)/Scripts/setup")
      #expect(result.status == 1)
      #expect(
        result.errors.contains("LIBTORCH is '/nowhere', which has no include/ATen/ATen.h"), "\(result.errors)"
      )
    }
  }

  @Test("A LIBTORCH that is too old is told with its version")
  func oldLibtorch() throws {
    try inTemporaryFolder { program in
      let version = "old/include/torch/csrc/api/include/torch"
      _ = try program.shell(
        """
        mkdir -p old/lib old/include/ATen \(version) && touch old/lib/libtorch_cpu.so old/include/ATen/ATen.h
        echo '#define TORCH_VERSION "2.3.1"' > \(version)/version.h
        """)
      let result = try program.shell("LIBTORCH=$PWD/old \(PythonTests.root)/Scripts/setup")
      #expect(result.status == 1)
      #expect(result.errors.contains("whose version is 2.3.1; 2.11 or later is needed"), "\(result.errors)")
    }
  }

  @Test("Missing packages are named, and nothing is installed, where apt or root is missing")
  func missingPackages() throws {
    try inTemporaryFolder { program in
      // A PATH with the shell's own tools, but without apt-get and pkg-config.
      let result = try program.shell(
        """
        mkdir bin && for tool in bash dirname tr sort cat id; do ln -s "$(command -v $tool)" bin/; done
        PATH=$PWD/bin bash \(PythonTests.root)/Scripts/setup
        """)
      #expect(result.status == 1)
      #expect(
        result.errors.contains("these packages are missing: libyaml-dev libvips-dev pkg-config"),
        "\(result.errors)")
    }
  }
}
