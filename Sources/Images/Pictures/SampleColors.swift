/// The colours in which classes are drawn, told apart by colour-blind people too.
public struct SampleColors: Hashable, Sendable {
  /// Red, green and blue of each mask index, 0...255; nil leaves the image as it is.
  public let colors: [[UInt8]?]

  /// Okabe and Ito (2008), most distinct first, without black.
  private static let okabeIto: [[UInt8]] = [
    [230, 159, 0], [86, 180, 233], [0, 158, 115], [240, 228, 66], [213, 94, 0], [204, 121, 167],
    [0, 114, 178],
  ]

  /// Chooses a colour for each class.
  ///
  /// The background, which is index 0 beside a class that is alone and otherwise a class of that name, has
  /// none.
  public init(classes names: [String]) {
    let all = names.count == 1 ? ["background"] + names : names
    var next = 0
    colors = all.map { name in
      if name.lowercased() == "background" { return nil }
      defer { next += 1 }
      return Self.color(next)
    }
  }

  /// The colour of the n-th class: of the palette first, then hues by the golden angle, lighter and darker.
  private static func color(_ number: Int) -> [UInt8] {
    guard number >= okabeIto.count else { return okabeIto[number] }
    let hue = (Double(number) * 0.618_033_988_75).truncatingRemainder(dividingBy: 1) * 6
    let value = [1.0, 0.75, 0.55][number % 3]
    return [5.0, 3, 1].map { offset in
      let position = (offset + hue).truncatingRemainder(dividingBy: 6)
      let dip = max(0, min(position, 4 - position, 1))
      return UInt8((255 * value * (1 - 0.7 * dip)).rounded())
    }
  }
}
