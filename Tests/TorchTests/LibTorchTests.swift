import Testing

@testable import Torch

@Suite("The library")
struct LibTorchTests {
  @Test("The library that was loaded is the one that the program was built with")
  func versions() {
    #expect(LibTorch.builtVersion.split(separator: ".").count == 3)
    #expect(LibTorch.loadedVersion == LibTorch.builtVersion)
    #expect(!LibTorch.processorCapability.isEmpty)
  }

  @Test("Our own kernels run on as many threads as libtorch's", .enabled(if: LibTorch.threadCount > 1))
  func threads() {
    #expect(LibTorch.kernelThreads(pieces: 100_000) == LibTorch.threadCount)
    #expect(LibTorch.kernelThreads(pieces: 1) == 1)
  }

  @Test("No threads are an error")
  func noThreads() {
    #expect(throws: TorchError.self) { try LibTorch.setThreadCount(0) }
  }
}
