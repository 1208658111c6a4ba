import Experiment
import Images

/// The bridge from the keys about masks to their reader.
extension MaskConfig {
  /// How mask files become classes.
  var reader: MaskReader {
    var reader = MaskReader(classMap)
    reader.threshold = threshold
    reader.tolerance = valueTolerance
    reader.indexedFiles =
      switch indexedMasks {
      case .auto: .automatic
      case .index: .index
      case .color: .color
      }
    reader.unitesFiles = hasFilePerObject
    reader.knownPalettes = Palette.allCases.map { palette in
      KnownPalette(name: palette.rawValue, values: palette.entries.map(\.images))
    }
    return reader
  }

  /// Which mask values mean which class.
  private var classMap: ClassMap {
    ClassMap(
      classes: classes.map { (name: $0.name, values: $0.values.map(images)) },
      background: background.map(images), ignore: ignore.map(images))
  }

  /// A value as images have it.
  private func images(_ value: Experiment.MaskValue) -> Images.MaskValue {
    switch value {
    case .grey(let grey): hasFilePerClass ? .label("\(grey)") : .grey(grey)
    case .color(let red, let green, let blue, let alpha):
      .color(red: Int(red), green: Int(green), blue: Int(blue), alpha: alpha.map { Int($0) })
    case .text(let text): entry(text)?.images ?? .label(text)
    case .rest: .rest
    }
  }
}

extension Palette.Entry {
  /// The entry as images have it: its index and its colour, or the colour alone.
  fileprivate var images: Images.MaskValue {
    let (red, green, blue) = (Int(color[0]), Int(color[1]), Int(color[2]))
    guard let index else { return .color(red: red, green: green, blue: blue) }
    return .entry(index: index, red: red, green: green, blue: blue)
  }
}
