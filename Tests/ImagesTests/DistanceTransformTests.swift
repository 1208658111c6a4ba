import Images
import Testing

@Suite("Distance transform")
struct DistanceTransformTests {
  @Test(
    "Every pixel gets its distance to the nearest one of the set",
    arguments: [(1, 1), (7, 5), (1, 9), (16, 1), (23, 31)])
  func exact(width: Int, height: Int) {
    var stream = RandomStream(seed: 5, epoch: width, position: height, purpose: .order)
    for density: UInt64 in [2, 7, 60] {
      var isSource = (0..<width * height).map { _ in stream.next() % density == 0 }
      isSource[isSource.count / 2] = true
      let found = DistanceTransform.squared(to: isSource, size: ImageSize(width: width, height: height))
      for place in found.indices {
        let nearest = isSource.indices.filter { isSource[$0] }.map { source in
          let (x, y) = (source % width - place % width, source / width - place / width)
          return Double(x * x + y * y)
        }.min()
        #expect(found[place] == nearest)
      }
    }
  }

  @Test("Without a pixel in the set every distance is infinite")
  func empty() {
    let found = DistanceTransform.squared(to: [false, false], size: ImageSize(width: 2, height: 1))
    #expect(found == [.infinity, .infinity])
  }
}
