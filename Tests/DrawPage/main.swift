// Draws the page of a comparison that a test wrote as JSON: draw-page COMPARISON.json PAGE.html [PICTURES]
//
// PICTURES is a folder with image.jpg, truth.png and prediction.png, which every run of the comparison gets.

import Experiment
import Foundation

let arguments = CommandLine.arguments
func file(_ index: Int) -> URL { URL(fileURLWithPath: arguments[index]) }

let comparison = try JSONFormat.decode(Comparison.self, from: Data(contentsOf: file(1)))
var pictures = PagePictures()
if arguments.count > 3 {
  func bytes(_ name: String) throws -> Data { try Data(contentsOf: file(3).appending(path: name)) }
  let image = PagePictures.Image(
    name: "image", picture: try bytes("image.jpg"), truth: try bytes("truth.png"))
  let prediction = try bytes("prediction.png")
  for run in comparison.runs { pictures.add(run: run.id, [(image, prediction)]) }
}
try Data(Page.html(comparison, pictures: pictures).utf8).write(to: file(2))
