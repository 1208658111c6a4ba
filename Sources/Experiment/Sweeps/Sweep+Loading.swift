import Config
public import Diagnostics

extension Sweep {
  /// Loads a sweep from a file, decodes and checks all of its cells; throws all mistakes at once.
  ///
  /// - Parameters:
  ///   - file: the sweep, from the current folder.
  ///   - overrides: what replaces keys of the base, such as `training.epochs=3`.
  ///   - environment: what `${NAME}` and `~` refer to.
  ///   - currentFolder: an absolute path.
  public static func load(
    file: String, overrides: [String] = [], environment: [String: String], currentFolder: String
  ) throws(DiagnosticError) -> Sweep {
    let loader = ConfigLoader(environment: environment, currentFolder: currentFolder)
    let text = try loader.bytes(of: file)
    let prepared = try loader.prepare(SweepConfig.self, file: file, text: text)
    if let mistake = experiment(in: file, prepared.keys) { throw DiagnosticError(mistake) }
    let loaded = try prepared.load()
    let config = loaded.config
    let misplaced = mistakes(in: overrides, for: config, file)
    guard misplaced.isEmpty else { throw DiagnosticError(misplaced) }
    guard config.base.path != Path(file, in: currentFolder) else {
      throw DiagnosticError(
        config.base.mistake("the base of the sweep is the sweep itself", notes: ["name an experiment"]))
    }
    let base = try loader.prepare(ExperimentConfig.self, file: config.base, overrides: overrides)
    if let key = keyOfSweep(among: base.keys) { throw DiagnosticError(sweep(at: config.base, key)) }
    let expansion = try SweepExpansion(config, over: base)
    let found = SweepCells(config, expansion, over: base)
    guard !found.cells.isEmpty else { throw DiagnosticError(empty(loaded, expansion)) }
    let diagnostics = found.diagnostics
    var errors = diagnostics.filter { $0.severity == .error }
    if errors.isEmpty { errors = found.repeats + config.strategy.mistakes(in: found.cells, of: loaded) }
    guard errors.isEmpty else { throw DiagnosticError(limited(errors)) }
    let numbers = found.numbers
    return Sweep(
      file: file, text: text, loaded, cells: found.cells,
      warnings: loaded.warnings + expansion.warnings + found.idle + limited(diagnostics)
    ) { cell, overrides throws(DiagnosticError) in
      try base.load(expansion.overrides(of: numbers[cell.number]) + overrides)
    }
  }

  /// Whether a file is a sweep; one that cannot be read is none.
  public static func isSweep(_ file: String, environment: [String: String], currentFolder: String) -> Bool {
    key(thatMakesSweep: file, ConfigLoader(environment: environment, currentFolder: currentFolder)) != nil
  }

  /// The key that makes a file a sweep, in it or in what it extends; nil if it is none, or no config that can be read.
  static func key(thatMakesSweep file: String, _ loader: ConfigLoader) -> WrittenPath? {
    let prepared = try? loader.prepare(SweepConfig.self, file: file)
    return prepared.flatMap { keyOfSweep(among: $0.keys) }
  }

  /// The key that makes a config with these a sweep; nil if it is none.
  private static func keyOfSweep(among keys: [WrittenPath]) -> WrittenPath? {
    let own = Set(DeclaredKeys(of: SweepConfig.self).names)
    let others = Set(SweepRules.keys.names)
    // No experiment has a base: a key of one beside it is a mistake in a sweep.
    if let base = keys.first(where: { $0.text == "base" }) { return base }
    guard !keys.contains(where: { others.contains($0.text) && !own.contains($0.text) }) else { return nil }
    return keys.first { own.contains($0.text) && !others.contains($0.text) }
  }

  private static func experiment(in file: String, _ keys: [WrittenPath]) -> Diagnostic? {
    let own = Set(DeclaredKeys(of: SweepConfig.self).names)
    let others = Set(SweepRules.keys.names).subtracting(own)
    guard !keys.contains(where: { own.contains($0.text) && $0.text != "schema" }) else { return nil }
    return keys.first { others.contains($0.text) }?.mistake(
      "'\(file)' is an experiment, no sweep",
      notes: ["train it with unet run \(file), or name it as the 'base' of a sweep"])
  }

  private static func sweep(at base: FileReference, _ key: WrittenPath) -> Diagnostic {
    base.mistake(
      "the base '\(base.name)' is itself a sweep: it has '\(key.text)'",
      notes: ["name the experiment that it is based on"])
  }

  /// What is wrong with where overrides lead; whether they can be read is seen with the base.
  private static func mistakes(in overrides: [String], for config: SweepConfig, _ file: String)
    -> [Diagnostic]
  {
    var swept = SweptKeys(config)
    let own = Set(DeclaredKeys(of: SweepConfig.self).names).subtracting(SweepRules.keys.names)
    var mistakes: [Diagnostic] = []
    for (index, text) in overrides.enumerated() {
      guard let override = try? Override(parsing: text, number: index + 1) else { continue }
      let path = WrittenPath(override)
      if let name = path.names.first, own.contains(name) {
        mistakes.append(
          path.mistake(
            "'\(name)' is a key of the sweep, and key=value replaces keys of its base",
            notes: ["change it in \(file)"]))
      } else {
        swept.add(path, by: "the command line", besides: "the command line")
      }
    }
    return (mistakes + swept.mistakes).sorted { $0.stands(before: $1) }
  }

  private static func empty(_ loaded: Loaded<SweepConfig>, _ expansion: SweepExpansion) -> Diagnostic {
    let count = expansion.count == 1 ? "the only cell" : "all \(expansion.count) cells"
    let conditions = loaded.config
    let key = conditions.include.isEmpty ? "exclude" : "include"
    let cause =
      conditions.include.isEmpty || conditions.exclude.isEmpty
      ? "'\(key)' leaves out" : "'include' and 'exclude' leave out"
    return loaded.mistake("\(cause) \(count)", at: key, notes: ["loosen a condition"])
  }

  private static func limited(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    guard diagnostics.count > DiagnosticError.most else { return diagnostics }
    return diagnostics.prefix(DiagnosticError.most)
      + [DiagnosticError.more(after: diagnostics[DiagnosticError.most - 1])]
  }
}
