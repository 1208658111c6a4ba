import Synchronization
import YAML

/// What the top-level sections of a config were read as, so that those in which many configs are alike are read once.
final class KeptSections: Sendable {
  /// A section that was read without a mistake.
  struct Reading: Sendable {
    let value: any Sendable
    let description: SectionDescription.Key
    let resolved: YAMLValue.Entry
    let effects: ReadingContext.Effects
  }

  private let readings = Mutex<[String: Reading]>([:])

  /// A section as it was read; nil before it was.
  subscript(name: String) -> Reading? { readings.withLock { $0[name] } }

  /// Keeps a reading.
  func keep(_ reading: Reading, of name: String) { readings.withLock { $0[name] = reading } }
}

extension KeyReader {
  /// Reads a section of the top level, or takes over how it was read in another config that has the same.
  mutating func keeping<Section: Sendable>(
    _ name: String, in kept: KeptSections, _ read: (inout KeyReader) -> Section
  ) -> Section {
    if let reading = kept[name], let value = reading.value as? Section {
      take(reading.description, reading.resolved, reading.effects)
      return value
    }
    var alone = self.alone
    let value = read(&alone)
    guard let description = alone.description.keys.last, let resolved = alone.resolved.last else {
      return value
    }
    let effects = alone.context.effects
    if effects.areHarmless {
      kept.keep(
        .init(value: value, description: description, resolved: resolved, effects: effects), of: name)
    }
    take(description, resolved, effects)
    return value
  }

  private mutating func take(
    _ key: SectionDescription.Key, _ entry: YAMLValue.Entry, _ effects: ReadingContext.Effects
  ) {
    description.keys.append(key)
    resolved.append(entry)
    context.add(effects)
  }
}
