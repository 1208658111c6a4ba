public import Diagnostics

/// A page of pictures: a row for each sample with the image, its mask, and what training makes of both.
public struct ContactSheet {
  /// A row of the page, drawn already, so that the images need not stay in memory.
  public struct Row: Sendable {
    fileprivate let caption: String
    fileprivate let isMarked: Bool
    fileprivate let cells: [RGBImage]
  }

  private let title: String
  private let legend: [(name: String, color: [UInt8]?)]
  private let showsIgnored: Bool
  private let colors: SampleColors
  private let cell: PictureCell

  private static let cellWidth = 256
  private static let gutter = 8
  private static let margin = 16
  private static let textScale = 2
  private static let columns = 5
  private static let ink: [UInt8] = [36, 41, 47]
  private static let faint: [UInt8] = [110, 119, 129]
  private static let warning: [UInt8] = [190, 60, 10]

  /// Begins a page.
  ///
  /// - Parameters:
  ///   - title: The line at the top.
  ///   - classes: The names of the classes.
  ///   - usualSize: The size of most images, after whose shape the cells are shaped.
  ///   - showsIgnored: Whether the legend tells how ignored pixels look.
  public init(title: String, classes: [String], usualSize: ImageSize, showsIgnored: Bool) {
    self.title = title
    colors = SampleColors(classes: classes)
    let names = classes.count == 1 ? ["background"] + classes : classes
    legend = zip(names, colors.colors).map { ($0, $1) }
    self.showsIgnored = showsIgnored
    cell = PictureCell(width: Self.cellWidth, shapedAs: usualSize, colors: colors)
  }

  /// Draws a row.
  ///
  /// - Parameters:
  ///   - caption: The line above the pictures.
  ///   - isMarked: Whether the line stands out.
  ///   - versions: At most three that training would see.
  public func row(caption: String, isMarked: Bool, _ sample: MaskedImage, versions: [MaskedImage]) -> Row {
    let range = DisplayRange(of: sample.image)
    let known = [PictureCell.Style.plain, .tinted].map { cell.drawn(sample, range, $0) }
    let seen = versions.prefix(Self.columns - 2).map { cell.drawn($0, range, .outlined) }
    return Row(caption: caption, isMarked: isMarked, cells: known + seen)
  }

  /// The page as a PNG file's bytes.
  public func png(_ rows: [Row]) throws(DiagnosticError) -> [UInt8] {
    let lines = legendLines
    let line = (BitmapFont.height + 4) * Self.textScale
    let head = Self.margin + line * (2 + lines.count) + Self.gutter
    let heights = rows.map { row in line + (row.cells.map(\.size.height).max() ?? 0) + 2 * Self.gutter }
    let size = ImageSize(width: pageWidth, height: head + heights.reduce(0, +) + Self.margin)
    var page = RGBImage(size: size, color: [255, 255, 255])
    write(title, x: Self.margin, y: Self.margin, Self.ink, &page)
    for (number, items) in lines.enumerated() { draw(items, y: Self.margin + line * (number + 1), &page) }
    for (number, name) in ["image", "mask", "as training sees it, outlined"].enumerated() {
      write(name, x: left(number), y: head - line, Self.faint, &page)
    }
    var top = head
    for (row, height) in zip(rows, heights) {
      write(row.caption, x: Self.margin, y: top + Self.gutter, row.isMarked ? Self.warning : Self.ink, &page)
      for (column, picture) in row.cells.enumerated() {
        page.paste(picture, x: left(column), y: top + Self.gutter + line)
      }
      top += height
    }
    return try page.pixelImage.encodedPNG()
  }

  // MARK: Parts

  private var pageWidth: Int {
    2 * Self.margin + Self.columns * cell.size.width + (Self.columns - 1) * Self.gutter
  }

  private func left(_ column: Int) -> Int { Self.margin + column * (cell.size.width + Self.gutter) }

  /// Writes what fits of a line.
  private func write(_ text: String, x: Int, y: Int, _ color: [UInt8], _ page: inout RGBImage) {
    let most = (pageWidth - Self.margin - x) / (BitmapFont.advance * Self.textScale)
    let fitting = text.count > most ? text.prefix(max(0, most - 2)) + ".." : text[...]
    page.write(String(fitting), x: x, y: y, scale: Self.textScale, color: color)
  }

  private typealias LegendItem = (name: String, swatch: RGBImage, x: Int)

  /// The legend's swatches and names, as many a line as fit.
  private var legendLines: [[LegendItem]] {
    let side = BitmapFont.height * Self.textScale
    let size = ImageSize(width: 2 * side, height: side)
    let blank = RGBImage(size: size, color: [150, 150, 150])
    var items = legend.map { name, color in (name, color.map { RGBImage(size: size, color: $0) } ?? blank) }
    if showsIgnored {
      let mask = ClassMask(checked: size, indices: Array(repeating: ClassMask.ignored, count: size.area))
      items.append(("ignored", RGBImage(size: size, color: [60, 60, 60]).tinted(mask, colors)))
    }
    var lines: [[LegendItem]] = [[]]
    var x = Self.margin
    for (name, swatch) in items {
      let width =
        size.width + Self.gutter + BitmapFont.width(of: name, scale: Self.textScale) + 3 * Self.gutter
      if x + width > pageWidth - Self.margin, x > Self.margin {
        lines.append([])
        x = Self.margin
      }
      lines[lines.count - 1].append((name, swatch, x))
      x += width
    }
    return lines
  }

  private func draw(_ items: [LegendItem], y: Int, _ page: inout RGBImage) {
    for item in items {
      page.paste(item.swatch, x: item.x, y: y)
      write(item.name, x: item.x + item.swatch.size.width + Self.gutter, y: y, Self.ink, &page)
    }
  }
}
