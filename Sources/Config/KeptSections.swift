import Synchronization
import YAML

/// What the top-level sections of a config were read as, so that what many configs have alike is read once.
final class KeptSections: Sendable {
  /// What determines a section: the files are the same for all.
  struct Key: Hashable, Sendable {
    let section: String
    /// What is laid over the section, in its order; what stands at the same place and says the same is the same.
    let overrides: [Override]
  }

  /// A section as it was read, with its mistakes.
  struct Reading: Sendable {
    let value: any Sendable
    let description: SectionDescription.Key
    let resolved: YAMLValue.Entry
    let effects: ReadingContext.Effects
  }

  /// The most that are kept: values of a grid come again, but those that are drawn seldom do.
  private static let most = 4096

  private let readings = Mutex<[Key: Reading]>([:])

  /// A section as it was read; nil before it was.
  subscript(key: Key) -> Reading? { readings.withLock { $0[key] } }

  /// Keeps a reading.
  func keep(_ reading: Reading, of key: Key) {
    readings.withLock { if $0.count < Self.most { $0[key] = reading } }
  }
}

extension KeyReader {
  /// Reads a mapping of the top level, or takes over how it was read in another config that has the same.
  mutating func keeping<Value: Sendable>(_ name: String, _ read: (inout KeyReader) -> Value) -> Value {
    guard path.isEmpty, let kept = context.kept(name) else { return read(&self) }
    if let reading = kept.sections[kept.key], let value = reading.value as? Value {
      take(reading)
      return value
    }
    var alone = self.alone
    let value = read(&alone)
    if let description = alone.description.keys.last, let resolved = alone.resolved.last {
      let reading = KeptSections.Reading(
        value: value, description: description, resolved: resolved, effects: alone.context.effects)
      kept.sections.keep(reading, of: kept.key)
      take(reading)
    }
    return value
  }

  private mutating func take(_ reading: KeptSections.Reading) {
    description.keys.append(reading.description)
    resolved.append(reading.resolved)
    context.add(reading.effects, of: reading.resolved.key)
  }
}
