/// The connected parts of a set of pixels.
///
/// Pixels are neighbours across an edge; parts that touch at a corner only are two, as in SciPy's `ndimage.label`.
struct ConnectedComponents {
  /// The number of each pixel's part, from 1 in the order of their first pixels; 0 outside of the set.
  private(set) var labels: [Int32]
  /// The number of parts.
  private(set) var count: Int32 = 0

  /// - Parameter isMember: whether a pixel belongs to the set; `size.area` of them.
  init(of isMember: [Bool], size: ImageSize) {
    precondition(isMember.count == size.area, "one value for each pixel")
    labels = Array(repeating: 0, count: size.area)
    var waiting: [Int] = []
    for start in isMember.indices where isMember[start] && labels[start] == 0 {
      count += 1
      labels[start] = count
      waiting.append(start)
      while let place = waiting.popLast() {
        let column = place % size.width
        if column > 0 { visit(place - 1, isMember, &waiting) }
        if column + 1 < size.width { visit(place + 1, isMember, &waiting) }
        if place >= size.width { visit(place - size.width, isMember, &waiting) }
        if place + size.width < size.area { visit(place + size.width, isMember, &waiting) }
      }
    }
  }

  private mutating func visit(_ place: Int, _ isMember: [Bool], _ waiting: inout [Int]) {
    guard isMember[place], labels[place] == 0 else { return }
    labels[place] = count
    waiting.append(place)
  }
}
