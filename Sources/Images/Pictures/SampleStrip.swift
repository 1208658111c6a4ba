public import Diagnostics

/// A picture of rows of samples without words: what is at the left, and what augmentation makes of it.
public struct SampleStrip {
  /// A row, drawn already, so that the images need not stay in memory.
  public struct Row: Sendable {
    fileprivate let pictures: [RGBImage]
  }

  private let cell: PictureCell

  private static let cellWidth = 128
  private static let gutter = 8

  /// Begins a picture.
  ///
  /// - Parameters:
  ///   - classes: The names of the classes.
  ///   - usualSize: The size of most samples, after whose shape the places are shaped.
  public init(classes: [String], usualSize: ImageSize) {
    cell = PictureCell(
      width: Self.cellWidth, shapedAs: usualSize, colors: SampleColors(classes: classes))
  }

  /// Draws a row: the originals, and then the versions, all as light as the first original, with lines where classes meet.
  public func row(_ originals: [MaskedImage], versions: [MaskedImage]) -> Row {
    guard let first = originals.first else { return Row(pictures: []) }
    let range = DisplayRange(of: first.image)
    return Row(pictures: (originals + versions).map { cell.drawn($0, range, .outlined) })
  }

  /// The rows as a PNG file's bytes, of at most 16 colours.
  public func png(_ rows: [Row]) throws(DiagnosticError) -> [UInt8] {
    let columns = rows.map(\.pictures.count).max() ?? 0
    func length(_ count: Int, _ side: Int) -> Int { max(1, count * (side + Self.gutter) - Self.gutter) }
    var page = RGBImage(
      size: ImageSize(
        width: length(columns, cell.size.width), height: length(rows.count, cell.size.height)),
      color: [255, 255, 255])
    for (number, row) in rows.enumerated() {
      for (column, picture) in row.pictures.enumerated() {
        page.paste(
          picture, x: column * (cell.size.width + Self.gutter), y: number * (cell.size.height + Self.gutter))
      }
    }
    return try page.pixelImage.encodedPNG(.small)
  }
}
