/// The pixels of one class, cut out of a mask with a margin of one pixel, which is outside.
struct Region {
  /// Width and height, the margin included.
  let size: ImageSize
  /// Whether each pixel belongs to the class, rows from top to bottom.
  let isInside: [Bool]

  /// Whether no pixel belongs to the class.
  var isEmpty: Bool { !isInside.contains(true) }

  /// The valid pixels of a class in two masks of one size, cut out alike: nothing lies beyond, and every distance stays what it is.
  ///
  /// - Returns: `nil` where neither mask has such a pixel.
  static func pair(
    of label: UInt8, _ prediction: ClassMask, _ truth: ClassMask
  ) -> (prediction: Region, truth: Region)? {
    let valid = truth.indices.map { $0 != ClassMask.ignored }
    let masks = [prediction, truth].map { mask in zip(mask.indices, valid).map { $0 == label && $1 } }
    guard let box = box(around: masks, width: truth.width) else { return nil }
    return (Region(masks[0], width: truth.width, box), Region(masks[1], width: truth.width, box))
  }

  private typealias Box = (columns: ClosedRange<Int>, rows: ClosedRange<Int>)

  private static func box(around masks: [[Bool]], width: Int) -> Box? {
    var (columns, rows): (ClosedRange<Int>?, ClosedRange<Int>?)
    for mask in masks {
      for (place, isInside) in mask.enumerated() where isInside {
        let (column, row) = (place % width, place / width)
        columns = columns.map { min($0.lowerBound, column)...max($0.upperBound, column) } ?? column...column
        rows = rows.map { min($0.lowerBound, row)...max($0.upperBound, row) } ?? row...row
      }
    }
    guard let columns, let rows else { return nil }
    return (columns, rows)
  }

  private init(_ mask: [Bool], width: Int, _ box: Box) {
    size = ImageSize(width: box.columns.count + 2, height: box.rows.count + 2)
    var isInside = Array(repeating: false, count: size.area)
    for (row, source) in box.rows.enumerated() {
      let start = (row + 1) * size.width + 1
      for (column, place) in box.columns.enumerated() {
        isInside[start + column] = mask[source * width + place]
      }
    }
    self.isInside = isInside
  }

  /// The pixels of the class that have a neighbour outside to the left, right, above or below.
  var edge: Outline {
    let width = size.width
    let isEdge = isInside.indices.map { place in
      isInside[place]
        && !(isInside[place - 1] && isInside[place + 1] && isInside[place - width] && isInside[place + width])
    }
    return Outline(size: size, lengths: isEdge.map { $0 ? 1 : 0 })
  }

  /// The contour by marching squares: what of it lies around each corner between four pixels, in pixels.
  var contour: Outline {
    let corners = ImageSize(width: size.width - 1, height: size.height - 1)
    var lengths: [Double] = []
    lengths.reserveCapacity(corners.area)
    for row in 0..<corners.height {
      for place in row * size.width..<row * size.width + corners.width {
        let (left, right) = (isInside[place], isInside[place + 1])
        let (belowLeft, belowRight) = (isInside[place + size.width], isInside[place + size.width + 1])
        lengths.append(Self.length(left, right, belowLeft, belowRight))
      }
    }
    return Outline(size: corners, lengths: lengths)
  }

  /// The length of the contour within a square whose corners are the centres of these pixels.
  private static func length(_ left: Bool, _ right: Bool, _ belowLeft: Bool, _ belowRight: Bool) -> Double {
    let halfDiagonal = 0.5.squareRoot()
    let inside = (left ? 1 : 0) + (right ? 1 : 0) + (belowLeft ? 1 : 0) + (belowRight ? 1 : 0)
    return switch inside {
    case 1, 3: halfDiagonal
    case 2: left == belowRight ? 2 * halfDiagonal : 1
    default: 0
    }
  }
}
