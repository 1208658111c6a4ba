/// The exact distances of pixels to the two objects nearest to them.
///
/// The second nearest object is, in the column where it is nearest, one of the two that are nearest there: else another than the nearest
/// would be nearer. So two objects for each pixel of each column are all that a row has to compare.
struct NearestObjects {
  /// An object in the column of a pixel; label 0 for none.
  private struct Candidate {
    var label: Int32 = 0
    var rows = 0
  }

  private let width: Int
  private var nearest: [Candidate]
  private var next: [Candidate]

  init(_ labels: [Int32], size: ImageSize) {
    width = size.width
    nearest = Array(repeating: Candidate(), count: size.area)
    next = nearest
    for column in 0..<size.width {
      let places = stride(from: column, to: size.area, by: size.width)
      sweep(labels, places)
      sweep(labels, places.reversed())
    }
  }

  /// Takes the objects that were passed on the way along a column to each of its pixels.
  private mutating func sweep(_ labels: [Int32], _ places: some Sequence<Int>) {
    var (last, other) = (Candidate(), Candidate())
    for place in places {
      last.rows += 1
      other.rows += 1
      if labels[place] != 0 {
        if labels[place] != last.label { other = last }
        last = Candidate(label: labels[place], rows: 0)
      }
      add(last, to: place)
      add(other, to: place)
    }
  }

  private mutating func add(_ object: Candidate, to place: Int) {
    if object.label == 0 { return }
    if nearest[place].label == 0 || object.rows < nearest[place].rows {
      if nearest[place].label != object.label { next[place] = nearest[place] }
      nearest[place] = object
    } else if object.label != nearest[place].label, next[place].label == 0 || object.rows < next[place].rows {
      next[place] = object
    }
  }

  /// The distances to the nearest and the second nearest object; nil if the second is farther than `reach` in x.
  func distances(from place: Int, within reach: Int) -> (Double, Double)? {
    let column = place % width
    var (label, first, second) = (Int32(0), Int.max, Int.max)
    func add(_ object: Candidate, _ offset: Int) {
      if object.label == 0 { return }
      let distance = offset * offset + object.rows * object.rows
      if object.label == label {
        first = min(first, distance)
      } else if distance < first {
        (label, first, second) = (object.label, distance, first)
      } else {
        second = min(second, distance)
      }
    }
    let row = place - column
    func addColumn(_ x: Int, _ offset: Int) {
      add(nearest[row + x], offset)
      add(next[row + x], offset)
    }
    for offset in 0...min(reach, max(column, width - 1 - column)) {
      if offset * offset >= second { break }
      if offset <= column { addColumn(column - offset, offset) }
      if column + offset < width { addColumn(column + offset, offset) }
    }
    return second == .max ? nil : (Double(first).squareRoot(), Double(second).squareRoot())
  }
}
