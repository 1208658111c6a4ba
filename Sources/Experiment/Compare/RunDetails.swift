import Foundation

/// What the larger files of a run tell of the epoch that is shown.
struct RunDetails: Sendable {
  /// The classes, in channel order.
  let classes: [String]
  /// The epoch, counted from 1.
  let epoch: Int?
  /// The images by their content, each with its counts; nil where nothing is known by image.
  let images: [Image]?
  /// The confusion matrix, rows = truth.
  let confusion: [[Int]]?
  /// The numbers of each epoch.
  let curve: RunCurve?
  /// What the run depended on.
  let environment: EnvironmentRecord?
  /// Why it failed.
  let failure: String?

  /// One image.
  struct Image: Sendable {
    /// Tells it from the others; of two with one content, the second has a number.
    let key: String
    /// Its name in the data set.
    let id: String
    let counts: [ClassCounts]
    let surface: SurfaceValues?
  }

  /// Reads them; what is not there or damaged is nil.
  init(of run: ComparedRun, _ shown: ShownEpoch, metric: Metric) {
    let folder = run.folder
    let record = try? folder.read(PerImageRecord.self, from: folder.perImage)
    let epoch = record.flatMap { shown.entry(of: $0) }
    classes = record?.classes ?? []
    self.epoch = epoch?.epoch
    images = epoch.flatMap { Self.images(of: $0) }
    confusion = epoch?.confusion
    curve = RunCurve(of: folder, metric: metric)
    environment = try? folder.read(EnvironmentRecord.self, from: folder.environment)
    failure =
      run.status == .failed
      ? (try? folder.read(MetricsRecord.self, from: folder.metrics))?.failure : nil
  }

  private static func images(of epoch: PerImageRecord.Epoch) -> [Image]? {
    var seen: [String: Int] = [:]
    var images: [Image] = []
    for image in epoch.images {
      guard let counts = image.counts else { return nil }
      let count = seen[image.contentHash, default: 0]
      seen[image.contentHash] = count + 1
      let key = count == 0 ? image.contentHash : "\(image.contentHash)-\(count)"
      images.append(Image(key: key, id: image.id, counts: counts, surface: image.surface))
    }
    return images.isEmpty ? nil : images.sorted { $0.key < $1.key }
  }

  /// The score of a metric over all of its images; nil where counts don't tell.
  func score(of metric: Metric) -> Double? {
    guard let images, metric != .loss else { return nil }
    if metric.isMeanOverImages {
      let values = images.compactMap { $0.value(of: metric) }
      return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    return metric.value(of: images.summedCounts)
  }
}

extension RunDetails.Image {
  /// Its own score of a metric that is a mean over images.
  func value(of metric: Metric) -> Double? {
    guard case .surface(let score) = metric else { return metric.value(of: counts) }
    let values = surface?[score].compactMap(\.self) ?? []
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

extension [RunDetails.Image] {
  /// The counts of each class over all images.
  var summedCounts: [ClassCounts] {
    guard let first else { return [] }
    return dropFirst().reduce(first.counts) { sum, image in zip(sum, image.counts).map { $0 + $1 } }
  }
}

/// Which of a run's scores are shown.
enum ShownEpoch: Sendable {
  /// Those of the test images.
  case test
  /// Those of the validation images after the best epoch.
  case best
  /// Those of the validation images after the last epoch.
  case final

  var epoch: Comparison.Epoch { self == .final ? .final : .best }
  var split: Comparison.Split { self == .test ? .test : .validation }

  func entry(of record: PerImageRecord) -> PerImageRecord.Epoch? {
    switch self {
    case .test: record.test
    case .best: record.best
    case .final: record.final
    }
  }

  /// What the summary alone tells of a metric.
  func score(of metric: Metric, in summary: SummaryRecord) -> Double? {
    switch self {
    case .test: summary.test?[metric.rawValue] ?? nil
    case .best: summary.best?.metric == metric ? summary.best?.value : nil
    case .final: summary.final?[metric.rawValue] ?? nil
    }
  }
}

/// The numbers of each epoch of a run, from `metrics.csv`, which is read in a fraction of the time that its JSON takes.
public struct RunCurve: Equatable, Sendable {
  /// The epochs, counted from 1.
  public let epochs: [Int]
  /// The lines by name: the metric's own, `val_loss`, `train_loss`; each as long as `epochs`.
  public let lines: [String: [Double?]]

  /// Makes a curve.
  public init(epochs: [Int], lines: [String: [Double?]]) {
    self.epochs = epochs
    self.lines = lines
  }

  /// Reads the file of a run; nil where it is not there or damaged.
  init?(of folder: RunFolder, metric: Metric) {
    guard let data = FileManager.default.contents(atPath: folder.metricsTable) else { return nil }
    let rows = data.split(separator: UInt8(ascii: "\n"))
    guard let head = rows.first else { return nil }
    let names = Self.names(in: String(decoding: head, as: UTF8.self))
    let wanted = [
      "val_loss": "val/loss", "train_loss": "train/loss", metric.rawValue: "val/\(metric.rawValue)",
    ]
    guard let first = names.firstIndex(of: "epoch") else { return nil }
    let places = wanted.compactMapValues { names.firstIndex(of: $0) }
    var epochs: [Int] = []
    var lines = places.mapValues { _ in [Double?]() }
    for row in rows.dropFirst() {
      let fields = row.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      guard fields.count == names.count, let epoch = Int(String(decoding: fields[first], as: UTF8.self))
      else {
        return nil
      }
      epochs.append(epoch)
      for (name, place) in places {
        lines[name]?.append(Double(String(decoding: fields[place], as: UTF8.self)))
      }
    }
    self.init(epochs: epochs, lines: lines)
  }

  /// The fields of the first line, of which those with commas stand in quotes.
  private static func names(in head: String) -> [String] {
    var (names, name, isQuoted) = ([String](), "", false)
    for letter in head {
      switch letter {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        names.append(name)
        name = ""
      default: name.append(letter)
      }
    }
    return names + [name]
  }

  /// The value of a line after an epoch.
  func value(_ name: String, after epoch: Int) -> Double? {
    epochs.firstIndex(of: epoch).flatMap { lines[name]?[$0] }
  }
}
