/// What became of the weights that a run began with; a part of `environment.json`.
public struct WeightsRecord: Codable, Equatable, Sendable {
  /// A tensor that has another shape in the file than in the network.
  public struct Misshapen: Codable, Equatable, Sendable {
    /// Its name in the network.
    public let name: String
    /// Its shape in the file, and the one that the network needs.
    public let file, network: [Int]

    /// Names a tensor and its two shapes.
    public init(name: String, file: [Int], network: [Int]) {
      self.name = name
      self.file = file
      self.network = network
    }
  }

  /// The file's path.
  public let file: String
  /// SHA-256 of the file's bytes, in hexadecimal.
  public let contentHash: String
  /// The number of tensors that were copied into the network.
  public let loaded: Int
  /// Names of the network that the file lacks.
  public let missing: [String]
  /// Names of the file that the network lacks.
  public let unexpected: [String]
  /// Tensors of another shape.
  public let misshapen: [Misshapen]
  /// Parts that are not learned.
  public let frozen: [String]

  /// Makes the record of a loading.
  public init(
    file: String, contentHash: String, loaded: Int, missing: [String], unexpected: [String],
    misshapen: [Misshapen], frozen: [String]
  ) {
    self.file = file
    self.contentHash = contentHash
    self.loaded = loaded
    self.missing = missing
    self.unexpected = unexpected
    self.misshapen = misshapen
    self.frozen = frozen
  }

  private enum CodingKeys: String, CodingKey {
    case file, loaded, missing, unexpected, misshapen, frozen
    case contentHash = "content_hash"
  }

  /// Whether every tensor of the network was in the file in its shape, and no other.
  public var fitsWhole: Bool { missing.isEmpty && unexpected.isEmpty && misshapen.isEmpty }

  /// What doesn't fit, a line for each kind; many names are counted by their part of the network.
  public var misfits: [String] {
    let shapes = misshapen.map { "\($0.name) is \($0.file) in the file and \($0.network) in the network" }
    let groups = [
      (
        "of another shape", misshapen.count,
        shapes.count > Self.few ? Self.brief(misshapen.map(\.name)) : shapes
      ),
      ("missing in the file", missing.count, Self.brief(missing)),
      ("unknown to the network", unexpected.count, Self.brief(unexpected)),
    ]
    return groups.filter { $0.1 > 0 }.map { "\($0.0) (\($0.1)): \($0.2.joined(separator: ", "))" }
  }

  /// How many names are told one by one, and how many parts.
  private static let few = 6

  /// The names if they are few; else "down1 (12)" for each part, and how many parts are not told of.
  private static func brief(_ names: [String]) -> [String] {
    guard names.count > few else { return names }
    var order: [String] = []
    var counts: [String: Int] = [:]
    for name in names {
      let part = name.split(separator: ".").first.map(String.init) ?? name
      if counts[part] == nil { order.append(part) }
      counts[part, default: 0] += 1
    }
    let told = order.prefix(few).map { "\($0) (\(counts[$0] ?? 0))" }
    return order.count > few ? told + ["and \(order.count - few) other parts"] : told
  }
}
