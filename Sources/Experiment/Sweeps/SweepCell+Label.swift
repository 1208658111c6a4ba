extension SweepCell {
  /// The longest that `folderLabel` is, in bytes.
  static let longestFolderLabel = 120

  /// What the cell sets, short and readable: `depth=3,loss=ce+dice,seed=0`.
  ///
  /// Keys are as short as they can be without two of them being the same; a case stands for all that it sets.
  public var label: String { labels.joined(separator: ",") }

  /// The label, cut to 120 bytes for the name of a folder; the end, which has the seed, stays.
  public var folderLabel: String {
    let label = label
    guard label.utf8.count > Self.longestFolderLabel, let last = labels.last else { return label }
    let end = ".." + (last.utf8.count < 40 ? ",\(last)" : "")
    return label.prefix(Self.longestFolderLabel - end.utf8.count) + end
  }

  private var labels: [String] {
    let swept = settings.filter { !$0.isBundled }
    return zip(swept, ShortKeys(swept.map(\.key)).names).map { setting, name in
      "\(SettingLabels.plain(name))=\(setting.label)"
    }
  }
}
