import Experiment
import Foundation
struct Cores { func pinned<R>(_ b: () throws -> R) rethrows -> R { try b() } }
struct JobsChoice {
  let jobs: Int
  let threads: Int
  func environment(of slot: Int) -> [String: String] { [:] }
  func cores(of slot: Int) -> Cores { Cores() }
}
