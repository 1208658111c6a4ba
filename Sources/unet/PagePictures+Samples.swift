import Experiment
import Foundation
import Images

extension PagePictures {
  /// The sample pictures of runs as a page shows them, as many as there is room for.
  ///
  /// First come those of a run of each configuration, the best ones first, then the other runs. A picture that cannot be read is left out.
  init(of comparison: Comparison) {
    self.init()
    let colors = SampleColors(classes: comparison.classes)
    let most = comparison.configurations.map(\.runs.count).max() ?? 0
    for place in 0..<most {
      for configuration in comparison.configurations where place < configuration.runs.count {
        let run = configuration.runs[place]
        guard comparison.runs.indices.contains(run) else { continue }
        add(comparison.runs[run], colors)
      }
    }
  }

  /// So many pictures of a run tell enough.
  private static let perRun = 3

  private mutating func add(_ run: Comparison.Run, _ colors: SampleColors) {
    let folder = RunFolder(run.path).samples
    let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
      $0.hasSuffix(".png")
    }
    if files.isEmpty { return }
    if isFull { return leaveOut() }
    let pictures = files.sorted().prefix(Self.perRun).compactMap { file -> (Image, Data)? in
      guard let picture = try? ImageFile.read(FilePage("\(folder)/\(file)")),
        let parts = try? SamplePanel.Parts(of: picture, colors: colors)
      else { return nil }
      let image = Image(name: String(file.dropLast(4)), picture: Data(parts.image), truth: Data(parts.truth))
      return (image, Data(parts.prediction))
    }
    if !pictures.isEmpty { add(run: run.id, pictures.map { (image: $0.0, prediction: $0.1) }) }
  }
}
