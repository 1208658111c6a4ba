public import Foundation

/// One entry of TensorBoard's event file: TensorFlow's `Event` message.
public struct LogEvent: Equatable, Sendable {
  /// A number with a name.
  public struct Scalar: Equatable, Sendable {
    /// TensorBoard groups by what stands before the first slash: "val/mean_iou".
    public let name: String
    /// The number, which the file holds in 32 bits.
    public let value: Double

    /// Names a number.
    public init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// What an entry tells.
  public enum Content: Equatable, Sendable {
    /// The first entry of every file.
    case version
    /// Numbers of one step.
    case scalars([Scalar])
    /// The bytes of a PNG file.
    case picture(name: String, png: Data)
  }

  /// Seconds since 1970.
  public let time: Double
  /// Updates of the weights that were done.
  public let step: Int
  /// What it tells.
  public let content: Content

  /// Makes an entry.
  public init(_ content: Content, step: Int = 0, at time: Double = Date().timeIntervalSince1970) {
    self.time = time
    self.step = step
    self.content = content
  }

  /// The message, whose fields have the numbers of TensorFlow's `event.proto` and `summary.proto`.
  var encoded: Data {
    var event = ProtobufWriter()
    event.write(1, double: time)
    event.write(2, integer: step)
    switch content {
    case .version: event.write(3, text: "brain.Event:2")
    case .scalars(let scalars):
      event.write(5) { summary in
        for scalar in scalars { summary.write(1) { scalar.write(to: &$0) } }
      }
    case .picture(let name, let png):
      event.write(5) { summary in
        summary.write(1) { value in
          value.write(1, text: name)
          value.write(4) { Self.write(png, to: &$0) }
        }
      }
    }
    return event.bytes
  }

  /// The message `Summary.Image`: height, width, channels, and the file; a PNG says the first three in its header.
  private static func write(_ png: Data, to image: inout ProtobufWriter) {
    let header = Array(png.prefix(26))
    func number(at start: Int) -> Int { header.dropFirst(start).prefix(4).reduce(0) { $0 << 8 | Int($1) } }
    image.write(1, integer: number(at: 20))
    image.write(2, integer: number(at: 16))
    image.write(3, integer: channels(ofColorType: header.last))
    image.write(4, bytes: png)
  }

  private static func channels(ofColorType type: UInt8?) -> Int {
    switch type {
    case 0: 1
    case 4: 2
    case 6: 4
    default: 3
    }
  }
}

extension LogEvent.Scalar {
  /// The message `Summary.Value`, with the metadata that says which part of TensorBoard shows it.
  fileprivate func write(to message: inout ProtobufWriter) {
    message.write(1, text: name)
    message.write(2, float: Float(value))
    message.write(9) { metadata in
      metadata.write(1) { $0.write(1, text: "scalars") }
      // DATA_CLASS_SCALAR
      metadata.write(4, integer: 1)
    }
  }
}
