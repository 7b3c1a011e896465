import GeulCompute
import Glibc

/// What a conformance check found wrong; a check that finds nothing returns an empty list.
public typealias Violations = [String]

/// Streams of random symbols for checks, the same for the same seed.
struct RandomStreams {
  private var random: RandomStream
  private let vocabulary: Int

  init(vocabulary: Int, seed: UInt64) {
    random = RandomStream(seed: seed, purpose: 0xC0F0)
    self.vocabulary = vocabulary
  }

  /// `count` symbols.
  mutating func symbols(_ count: Int) -> [UInt32] {
    (0..<count).map { _ in UInt32(random.next() % UInt64(vocabulary)) }
  }

  /// `count` numbers below `bound`.
  mutating func indices(_ count: Int, below bound: Int) -> [Int] {
    (0..<count).map { _ in Int(random.next() % UInt64(bound)) }
  }

  /// `count` numbers within -1 ..< 1.
  mutating func signed(_ count: Int) -> [Float] {
    (0..<count).map { _ in Float(random.uniform()) * 2 - 1 }
  }
}

/// Collects what is wrong, each with the case it was found in.
struct Findings {
  private(set) var violations: Violations = []
  private let name: String

  init(_ name: String) { self.name = name }

  /// Notes `message` unless the condition holds; the first few of each check are enough.
  mutating func expect(_ condition: Bool, _ message: @autoclosure () -> String) {
    guard !condition, violations.count < 20 else { return }
    violations.append("\(name): \(message())")
  }
}

extension Double {
  /// eˣ.
  var exponential: Double { exp(self) }
}
