import Experiment
import Foundation
import Testing
import Torch

@testable import Training

@Suite("How many cells are trained at once")
struct JobsChoiceTests {
  private func candidates(
    cores: Int, cells: Int = 1000, memory: Int = 1000, threads: Int? = nil
  ) -> [JobsRecord.Split] {
    JobsChoice.candidates(.init(cores: cores, cells: cells, memory: memory, threads: threads))
  }

  private func rate(_ jobs: Int, _ threads: Int, _ speed: Double?) -> JobsRecord.Rate {
    JobsRecord.Rate(split: .init(jobs: jobs, threads: threads), imagesPerSecond: speed)
  }

  @Test("is one of: all cores for one, halves for two, and so on to one core for each")
  func splits() {
    #expect(
      candidates(cores: 8) == [
        .init(jobs: 1, threads: 8), .init(jobs: 2, threads: 4), .init(jobs: 4, threads: 2),
        .init(jobs: 8, threads: 1),
      ])
    #expect(
      candidates(cores: 6) == [
        .init(jobs: 1, threads: 6), .init(jobs: 2, threads: 3), .init(jobs: 6, threads: 1),
      ])
    #expect(candidates(cores: 1) == [.init(jobs: 1, threads: 1)])
  }

  @Test("is no more than there are cells, nor than memory has room for, and leaves no core idle for nothing")
  func limits() {
    #expect(
      candidates(cores: 8, cells: 3) == [
        .init(jobs: 1, threads: 8), .init(jobs: 2, threads: 4), .init(jobs: 3, threads: 2),
      ])
    #expect(candidates(cores: 8, memory: 2) == [.init(jobs: 1, threads: 8), .init(jobs: 2, threads: 4)])
    #expect(candidates(cores: 8, cells: 1) == [.init(jobs: 1, threads: 8)])
  }

  @Test("follows the threads that the config fixes")
  func fixedThreads() {
    #expect(candidates(cores: 8, threads: 2) == [.init(jobs: 4, threads: 2)])
    #expect(candidates(cores: 2, threads: 4) == [.init(jobs: 1, threads: 4)])
  }

  @Test("is what gives the most images a second, within 3 % of it the fewest processes")
  func best() {
    #expect(JobsChoice.best(of: [rate(1, 2, 20), rate(2, 1, 30)]) == .init(jobs: 2, threads: 1))
    #expect(JobsChoice.best(of: [rate(1, 2, 29.5), rate(2, 1, 30)]) == .init(jobs: 1, threads: 2))
    #expect(JobsChoice.best(of: [rate(1, 2, 20), rate(2, 1, nil)]) == .init(jobs: 1, threads: 2))
    #expect(JobsChoice.best(of: [rate(1, 2, nil)]) == nil)
  }

  @Test("keeps its threads where fewer cells are left")
  func limited() {
    let limits = JobsChoice.Limits(cores: 8, cells: 3, memory: 100, threads: nil)
    #expect(JobsChoice.limited(.init(jobs: 8, threads: 1), limits) == .init(jobs: 3, threads: 1))
  }

  @Test("gives each process cores of its own, in turn")
  func cores() {
    let choice = JobsChoice(.init(jobs: 2, threads: 2), cores: [4, 5, 8, 9, 10], .given)
    #expect(choice.cores(of: 0) == CoreSet([4, 5]))
    #expect(choice.cores(of: 1) == CoreSet([8, 9]))
    #expect(choice.cores(of: 2) == CoreSet([]), "no third has two cores left")
    #expect(choice.environment(of: 1) == [:])
    #expect(choice.line == "2 jobs of 2 threads each")
  }

  @Test("spreads the processes over the GPUs that the program may see")
  func devices() {
    #expect(Host.gpus(2, visible: nil) == ["0", "1"])
    #expect(Host.gpus(2, visible: "3, GPU-ab") == ["3", "GPU-ab"])
    #expect(Host.gpus(0, visible: "0") == [])
    let choice = JobsChoice(
      .init(jobs: 2, threads: 1), cores: [0, 1], devices: ["3", "GPU-ab"], .devices)
    #expect(choice.environment(of: 0) == ["CUDA_VISIBLE_DEVICES": "3"])
    #expect(choice.environment(of: 1) == ["CUDA_VISIBLE_DEVICES": "GPU-ab"])
    #expect(choice.line == "2 jobs of 1 thread each, one for each GPU")
  }

  @Test("counts the cores that a container's share of time comes to")
  func quotas() {
    #expect(Host.cores(ofQuota: "150000 100000\n") == 2)
    #expect(Host.cores(ofQuota: "50000 100000\n") == 1)
    #expect(Host.cores(ofQuota: "max 100000\n") == nil)
    #expect(Host.cores(ofQuota: "") == nil)
  }

  @Test("a process that is started on some cores stays on them, and who started it does not")
  func pinned() throws {
    let before = CoreSet.ofThread
    let last = try #require(before.numbers.last)
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "grep Cpus_allowed_list /proc/self/status"]
    process.standardOutput = output
    try CoreSet([last]).pinned { try process.run() }
    #expect(CoreSet.ofThread == before)
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(text == "Cpus_allowed_list:\t\(last)\n")
  }
}
