import Foundation
import Testing

@testable import Images

@Suite("The names of augmentations")
struct AugmentationNameTests {
  /// The parameters of an augmentation, in the words of a config.
  private let parameters = [
    Mirror(reflecting: Augmentation.Geometry()), Mirror(reflecting: Augmentation.Photometry()),
    Mirror(reflecting: Augmentation.Mixing()),
  ].flatMap { $0.children.compactMap(\.label) }.map { label in
    label.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
  }

  @Test("Each parameter has its name, and no name is without one")
  func complete() {
    #expect(parameters.sorted() == AugmentationName.allCases.map(\.rawValue).sorted())
  }

  @Test(
    "Alone, an augmentation always happens, the others never, and strengths stay",
    arguments: AugmentationName.allCases)
  func alone(name: AugmentationName) {
    var busy = Augmentation()
    for other in AugmentationName.allCases { busy[keyPath: other.probability] = 0.25 }
    busy.geometry.scale.range = 0.7...1.4
    busy.photometry.cutout.count = 2...3
    let alone = busy.alone(name)
    for other in AugmentationName.allCases {
      #expect(alone[keyPath: other.probability] == (other == name ? 1 : 0), "\(other)")
    }
    var back = alone
    for other in AugmentationName.allCases { back[keyPath: other.probability] = 0.25 }
    #expect(back == busy)
    #expect(busy.never.alone(name) == alone)
  }

  @Test("Each name stands for a probability of its own")
  func distinct() {
    #expect(Set(AugmentationName.allCases.map(\.probability)).count == AugmentationName.allCases.count)
  }
}
