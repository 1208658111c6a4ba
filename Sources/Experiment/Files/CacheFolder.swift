/// The folder in which the program keeps what it would otherwise compute again.
public enum CacheFolder {
  /// `UNET_CACHE`, or `unet` in the XDG cache folder; nil where the environment names no home.
  ///
  /// Relative paths in `XDG_CACHE_HOME` are overlooked, as the XDG Base Directory Specification asks.
  public static func path(in environment: [String: String]) -> String? {
    if let own = given("UNET_CACHE", environment) { return own }
    if let shared = given("XDG_CACHE_HOME", environment), shared.hasPrefix("/") { return "\(shared)/unet" }
    return given("HOME", environment).map { "\($0)/.cache/unet" }
  }

  private static func given(_ name: String, _ environment: [String: String]) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
