import Diagnostics
import Foundation
import Images
import Testing

/// The path of a file made by Scripts/make_image_fixtures.py.
func fixture(_ name: String) -> String {
  Bundle.module.bundleURL.appendingPathComponent("Fixtures").appendingPathComponent(name).path
}

func fixtureBytes(_ name: String) throws -> [UInt8] {
  try [UInt8](Data(contentsOf: URL(fileURLWithPath: fixture(name))))
}

/// The messages and notes of the error that `body` throws, a line each; notes begin with "= ".
func problems(_ folder: TemporaryFolder? = nil, _ body: () throws -> Void) -> String {
  do {
    try body()
    return "no error"
  } catch let error as DiagnosticError {
    let lines = error.diagnostics.flatMap { [$0.message] + $0.notes.map { "= \($0)" } }
    let text = lines.joined(separator: "\n")
    return folder?.anonymous(text) ?? text
  } catch {
    return "another error: \(error)"
  }
}

func size(_ width: Int, _ height: Int) -> ImageSize { ImageSize(width: width, height: height) }

/// A grey image whose rows are given.
func grey(_ rows: [[UInt8]]) throws -> PixelImage {
  let image = PixelImage(
    size: size(rows[0].count, rows.count), channels: 1, storage: .uint8(rows.flatMap(\.self)))
  return try #require(image)
}
