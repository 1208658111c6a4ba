import Foundation

/// The file `find_lr.svg`: the loss over the learning rate, readable on a light and on a dark page.
///
/// It is drawn by hand: a few lines and texts need no library.
public struct LearningRatePlot {
  private let curve: LearningRateCurve
  private let title: String
  private let losses: Axis

  private static let width = 720.0, height = 420.0
  private static let left = 70.0, right = 20.0, top = 48.0, bottom = 56.0

  /// A plot of a test; the title says of what.
  public init(_ curve: LearningRateCurve, title: String) {
    self.curve = curve
    self.title = title
    let lowest = curve.points.map { min($0.smoothed, $0.loss) }.min() ?? 0
    losses = Axis(from: lowest, to: max(curve.highestOfInterest, lowest + 1e-6))
  }

  /// The file's text.
  public var svg: String {
    let size = "\(Self.number(Self.width)) \(Self.number(Self.height))"
    let lines =
      [
        #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \#(size)" role="img" font-family="sans-serif" font-size="13">"#,
        "<title>\(Markup.escaped(title))</title>", Self.style,
        #"<rect class="page" width="100%" height="100%"/>"#,
        text(title, x: Self.left, y: 28, "start", class: "ink title"),
      ] + grid + [frame, curves] + mark + ["</svg>"]
    return lines.joined(separator: "\n") + "\n"
  }

  private static let style = """
    <style>
    .page { fill: #ffffff; } .ink { fill: #24292f; } .title { font-size: 16px; font-weight: bold; }
    .grid { stroke: #d0d7de; } .frame { stroke: #57606a; fill: none; }
    .raw { stroke: #9ab8d8; fill: none; } .smooth { stroke: #0b61c4; fill: none; stroke-width: 2.5; }
    .mark { stroke: #c2410c; stroke-dasharray: 5 4; stroke-width: 1.5; } .dot, .says { fill: #c2410c; }
    @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117; } .ink { fill: #e6edf3; } .grid { stroke: #30363d; } .frame { stroke: #8b949e; }
    .raw { stroke: #35557a; } .smooth { stroke: #6cb0ff; } .mark { stroke: #ff9e64; } .dot, .says { fill: #ff9e64; }
    }
    </style>
    """

  // MARK: Parts

  /// Ticks, their lines and their labels, and what the axes are.
  private var grid: [String] {
    let powers = (-7...0).flatMap { power -> [String] in
      let place = x(pow(10, Double(power)))
      return [
        line(place, Self.top, place, Self.height - Self.bottom, class: "grid"),
        text("1e\(power)", x: place, y: Self.height - Self.bottom + 20, "middle"),
      ]
    }
    let levels = losses.ticks.flatMap { tick in
      [
        line(Self.left, y(tick), Self.width - Self.right, y(tick), class: "grid"),
        text(losses.label(tick), x: Self.left - 8, y: y(tick) + 4.5, "end"),
      ]
    }
    let middle = (Self.top + Self.height - Self.bottom) / 2
    return powers + levels + [
      text("learning rate", x: (Self.left + Self.width - Self.right) / 2, y: Self.height - 14, "middle"),
      #"<g transform="translate(18 \#(Self.number(middle))) rotate(-90)">\#(text("loss", x: 0, y: 0, "middle"))</g>"#,
      text("thin: each batch, bold: smoothed", x: Self.width - Self.right, y: 28, "end"),
    ]
  }

  private var frame: String {
    let (width, height) = (Self.width - Self.left - Self.right, Self.height - Self.top - Self.bottom)
    let box = rectangle(width, height)
    return #"<clipPath id="inside"><rect \#(box)/></clipPath><rect class="frame" \#(box)/>"#
  }

  private func rectangle(_ width: Double, _ height: Double) -> String {
    #"x="\#(Self.number(Self.left))" y="\#(Self.number(Self.top))" width="\#(Self.number(width))" height="\#(Self.number(height))""#
  }

  /// What leaves the range of interest is cut off at the frame.
  private var curves: String {
    #"<g clip-path="url(#inside)" stroke-linejoin="round">\#(path(\.loss, class: "raw"))\#(path(\.smoothed, class: "smooth"))</g>"#
  }

  private func path(_ value: (LearningRateCurve.Point) -> Double, class name: String) -> String {
    let places = curve.points.map { "\(Self.number(x($0.learningRate))),\(Self.number(y(value($0))))" }
    return #"<polyline class="\#(name)" points="\#(places.joined(separator: " "))"/>"#
  }

  /// The suggestion: a line, a dot on the curve, and the number.
  private var mark: [String] {
    guard let rate = curve.steepest,
      let point = curve.points.min(by: { abs(log($0.learningRate / rate)) < abs(log($1.learningRate / rate)) }
      )
    else { return [] }
    // Beside the line, on the side that has room.
    let isRight = x(rate) > Self.width / 2
    return [
      line(x(rate), Self.top, x(rate), Self.height - Self.bottom, class: "mark"),
      #"<circle class="dot" cx="\#(Self.number(x(rate)))" cy="\#(Self.number(y(point.smoothed)))" r="5"/>"#,
      text(
        "steepest: \(rate)", x: x(rate) + (isRight ? -8 : 8), y: Self.height - Self.bottom - 12,
        isRight ? "end" : "start", class: "says"),
    ]
  }

  // MARK: Places

  private func x(_ rate: Double) -> Double {
    let share =
      log(rate / LearningRateCurve.lowest) / log(LearningRateCurve.highest / LearningRateCurve.lowest)
    return Self.left + share * (Self.width - Self.left - Self.right)
  }

  /// A loss far off the scale stays a number that every viewer can hold.
  private func y(_ loss: Double) -> Double {
    let share = min(max(losses.share(of: loss), -1), 2)
    return Self.height - Self.bottom - share * (Self.height - Self.top - Self.bottom)
  }

  // MARK: Elements

  private func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, class name: String) -> String {
    let ends = zip(["x1", "y1", "x2", "y2"], [x1, y1, x2, y2]).map { #"\#($0)="\#(Self.number($1))""# }
    return #"<line class="\#(name)" \#(ends.joined(separator: " "))/>"#
  }

  private func text(
    _ words: String, x: Double, y: Double, _ anchor: String, class name: String = "ink"
  ) -> String {
    #"<text class="\#(name)" x="\#(Self.number(x))" y="\#(Self.number(y))" text-anchor="\#(anchor)">\#(Markup.escaped(words))</text>"#
  }

  private static func number(_ value: Double) -> String {
    let tenths = (value * 10).rounded() / 10
    return Int(exactly: tenths).map { "\($0)" } ?? "\(tenths)"
  }
}

/// A range of numbers with ticks at round ones.
private struct Axis {
  let low, high, step: Double

  /// Widens the range to whole steps of 1, 2 or 5 times a power of ten, about five of them.
  init(from lowest: Double, to highest: Double) {
    let rough = (highest - lowest) / 5
    let power = pow(10, log10(rough).rounded(.down))
    let step = power * ([1, 2, 5].first { $0 * power >= rough } ?? 10)
    self.step = step
    low = (lowest / step).rounded(.down) * step
    high = (highest / step).rounded(.up) * step
  }

  var ticks: [Double] { (0...Int(((high - low) / step).rounded())).map { low + Double($0) * step } }

  func share(of value: Double) -> Double { (value - low) / (high - low) }

  /// As many digits as tell one tick from the next.
  func label(_ tick: Double) -> String {
    String(format: "%.\(max(0, Int(-log10(step).rounded(.down))))f", tick)
  }
}
