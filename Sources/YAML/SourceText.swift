import Diagnostics

/// A text with a name and lines, shared by all nodes read from it so that each can show its line.
public final class SourceText: Sendable {
  /// The largest text that is accepted, in bytes.
  public static let largest = 1_000_000

  /// What is said of a larger one.
  public static func tooLarge(_ name: String) -> String {
    "'\(name)' is larger than \(largest) bytes, too large for a config"
  }

  /// The file as the person named it.
  public let name: String
  /// The number of the first line.
  let firstLine: Int
  /// The bytes that libyaml reads: without a byte order mark.
  let bytes: [UInt8]
  private let lines: [String]
  /// The index of the last line that is not empty, and the column after it: every place is compared with them.
  private let last: (line: Int, column: Int)

  /// Checks that `bytes` are text: UTF-8 (a byte order mark is dropped), no control characters, at most 1
  /// MB.
  init(_ bytes: [UInt8], name: String, firstLine: Int = 1) throws(DiagnosticError) {
    guard bytes.count <= Self.largest else { throw DiagnosticError(Diagnostic(Self.tooLarge(name))) }
    self.name = name
    self.firstLine = firstLine
    self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    let lines = Self.lines(of: String(decoding: self.bytes, as: UTF8.self))
    self.lines = lines
    let index = lines.lastIndex { !$0.isEmpty } ?? 0
    last = (index, lines[index].unicodeScalars.count + 1)
    if let (problem, prefix) = Self.firstProblem(in: self.bytes) {
      throw error(problem, afterPrefix: prefix)
    }
  }

  /// The text of a line, counted as locations count; empty beyond the end.
  func line(_ number: Int) -> String {
    let index = number - firstLine
    return lines.indices.contains(index) ? lines[index] : ""
  }

  /// Where the text ends: after the last line that is not empty.
  var end: Place {
    Place(source: self, line: firstLine + last.line, column: last.column, width: 1)
  }

  /// The first thing that libyaml would refuse, and the bytes before it.
  private static func firstProblem(in bytes: [UInt8]) -> (problem: String, prefix: ArraySlice<UInt8>)? {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .emptyInput: return nil
      case .error: return ("this is not UTF-8 text; save the file as UTF-8", bytes[..<offset])
      case .valid(let encoded):
        let scalar = Unicode.UTF8.decode(encoded)
        if !isAllowed(scalar) {
          let code = String(scalar.value, radix: 16, uppercase: true)
          let name = "U+" + String(repeating: "0", count: max(0, 4 - code.count)) + code
          return ("the control character \(name) cannot stand in a config", bytes[..<offset])
        }
        offset += encoded.count
      }
    }
  }

  /// The characters of YAML 1.2, section 5.1, without a byte order mark in the middle.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0x09, 0x0A, 0x0D, 0x85: true
    case 0xA0...0xD7FF, 0xE000...0xFFFD: scalar.value != 0xFEFF
    case 0x10000...0x10FFFF: true
    default: false
    }
  }

  private func error(_ problem: String, afterPrefix prefix: ArraySlice<UInt8>) -> DiagnosticError {
    let before = Self.lines(of: String(decoding: prefix, as: UTF8.self))
    let column = (before.last ?? "").unicodeScalars.count + 1
    let place = Place(source: self, line: firstLine + max(0, before.count - 1), column: column, width: 1)
    return DiagnosticError(place.diagnostic(problem))
  }

  /// Splits where libyaml counts a new line, which is in more places than Foundation does.
  private static func lines(of text: String) -> [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if scalar == "\n", previous == "\r" {
        // The line has ended with the carriage return.
      } else if ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar) {
        lines.append(String(line))
        line.removeAll()
      } else {
        line.append(scalar)
      }
      previous = scalar
    }
    return lines + [String(line)]
  }
}

extension SourceText: Hashable {
  /// The same text, and not only one that says the same.
  public static func == (left: SourceText, right: SourceText) -> Bool { left === right }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
