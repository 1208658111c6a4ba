import CTorch

/// The type of a tensor's elements.
public enum DType: Hashable, Sendable, CaseIterable {
  /// 0 to 255: pixels.
  case uint8
  /// 32-bit integers.
  case int32
  /// 64-bit integers: class indices.
  case int64
  /// Single precision: weights.
  case float32
  /// Double precision.
  case float64
  /// The upper half of a `float32`: what autocasting computes in.
  case bfloat16
  /// Truth values, a byte each.
  case bool

  /// The size of an element in bytes.
  public var byteCount: Int {
    switch self {
    case .uint8, .bool: 1
    case .bfloat16: 2
    case .int32, .float32: 4
    case .int64, .float64: 8
    }
  }
}

extension DType {
  init(_ raw: ctorch_dtype) {
    switch raw {
    case .uint8: self = .uint8
    case .int32: self = .int32
    case .int64: self = .int64
    case .float32: self = .float32
    case .float64: self = .float64
    case .bfloat16: self = .bfloat16
    case .bool: self = .bool
    }
  }

  var raw: ctorch_dtype {
    switch self {
    case .uint8: .uint8
    case .int32: .int32
    case .int64: .int64
    case .float32: .float32
    case .float64: .float64
    case .bfloat16: .bfloat16
    case .bool: .bool
    }
  }
}

/// A Swift number with the bits of a tensor's element, so that arrays of it copy in and out as they are.
public protocol TensorElement: BitwiseCopyable, Sendable {
  /// The tensor type of the same bits.
  static var dtype: DType { get }
}

extension UInt8: TensorElement {
  /// Pixels.
  public static var dtype: DType { .uint8 }
}

extension Int32: TensorElement {
  /// 32-bit integers.
  public static var dtype: DType { .int32 }
}

extension Int64: TensorElement {
  /// 64-bit integers.
  public static var dtype: DType { .int64 }
}

extension Int: TensorElement {
  /// 64-bit integers, as all platforms of libtorch have them.
  public static var dtype: DType { .int64 }
}

extension Float: TensorElement {
  /// Single precision.
  public static var dtype: DType { .float32 }
}

extension Double: TensorElement {
  /// Double precision.
  public static var dtype: DType { .float64 }
}

extension Bool: TensorElement {
  /// Truth values.
  public static var dtype: DType { .bool }
}
