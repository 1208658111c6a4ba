import Config
import Diagnostics
import Experiment
public import Foundation
public import Images

/// Pictures of what augmentations make of a sample.
public struct AugmentationGallery {
  /// A picture as a PNG file's bytes, and its name without a suffix.
  public typealias Picture = (name: String, png: Data)

  /// A picture for each augmentation by its name, and the last, `all`, of what an epoch would see.
  public internal(set) var pictures: [Picture] = []
  /// The augmentations that have no picture.
  public internal(set) var skipped: [AugmentationName] = []
  /// Why they have none.
  public internal(set) var reason = ""
}

extension Inspection {
  private static let (galleryColumns, mostRows) = (6, 3)

  /// Draws what each augmentation alone makes of a training sample, always happening and as strongly as in the config; and what
  /// the config's own augmentation makes of a few.
  ///
  /// What changes nothing of the sample, as a turn of the colours of a grey one, is skipped.
  ///
  /// - Parameter id: The sample's name; nil for the one in which the classes are spread most evenly.
  /// - Throws: `TrainingFailure` where no training sample has the name; `DiagnosticError` where there is none, or a run on it would stop.
  public func gallery(of id: String?) throws -> AugmentationGallery {
    let samples = try gallerySamples(id)
    let config = experiment.config
    let augmentation = config.augmentation.images
    // Sizes and normalisation are those of all samples, as in a run.
    let shown = try SampleVersions(of: samples, among: facts[.training].map(\.sample), config)
    let single = shown.showing(Array(samples.prefix(1)))
    let pair = samples.count > 1 ? shown.showing(Array(samples.prefix(2))) : single
    let strip = SampleStrip(classes: config.classNames, usualSize: single.data.samples.shape.size)
    let originals = try samples.map { sample in
      let picture = try config.data.sampleReader.read(sample)
      return MaskedImage(picture.image, picture.mask)
    }
    func count(_ shown: SampleVersions) -> Int { Self.galleryColumns - shown.data.training.count }
    let still = try [single, pair].map {
      try $0.varied(by: augmentation.never).ofFirstSample(count($0))
    }
    var gallery = AugmentationGallery()
    for name in AugmentationName.allCases {
      let some = name.mixes ? pair : single
      let versions = try some.varied(by: augmentation.alone(name)).ofFirstSample(count(some))
      if versions == still[name.mixes ? 1 : 0] {
        gallery.skipped.append(name)
        continue
      }
      let row = strip.row(Array(originals.prefix(some.data.training.count)), versions: versions)
      gallery.pictures.append((name.rawValue, Data(try strip.png([row]))))
    }
    let channels = Wording.count(single.data.channels, "channel")
    gallery.reason = "no change of '\(samples[0].id)', which has \(channels)"
    gallery.pictures.append(("all", try epochPicture(shown, originals, samples, strip)))
    return gallery
  }

  /// Rows of what an epoch has of a few samples.
  private func epochPicture(
    _ shown: SampleVersions, _ originals: [MaskedImage], _ samples: [Sample], _ strip: SampleStrip
  ) throws -> Data {
    let versions = try shown.first(Self.galleryColumns - 1)
    let rows = zip(samples, originals).map { strip.row([$1], versions: versions[$0.id] ?? []) }
    return Data(try strip.png(rows))
  }

  /// The sample to draw, then others; those whose classes are spread most evenly first.
  private func gallerySamples(_ id: String?) throws -> [Sample] {
    let entries = facts[.training]
    guard !entries.isEmpty else {
      throw DiagnosticError(
        Diagnostic("no training sample could be read, of which augmentations could be shown"))
    }
    let evenness = entries.map(\.facts.evenness)
    let places = entries.indices.sorted { left, right in
      evenness[left] == evenness[right] ? left < right : evenness[left] > evenness[right]
    }
    let order = places.map { entries[$0].sample }
    guard let id else { return Array(order.prefix(Self.mostRows)) }
    guard let named = order.first(where: { $0.id == id }) else {
      let ids = entries.map(\.sample.id)
      let hint =
        Spelling.nearest(to: id, in: ids).map { "did you mean '\($0)'?" } ?? "the first is '\(ids[0])'"
      throw TrainingFailure(.usage, "no training sample is called '\(id)'; \(hint)")
    }
    return Array(([named] + order.filter { $0 != named }).prefix(Self.mostRows))
  }
}

extension SampleFacts {
  /// The entropy of the classes' shares in nats: 0 for one class, the more the more evenly they are spread.
  fileprivate var evenness: Double {
    let all = Double(classPixels.reduce(0, +))
    return classPixels.reduce(0) { sum, count in
      let share = Double(count) / all
      return count > 0 ? sum - share * log(share) : sum
    }
  }
}
