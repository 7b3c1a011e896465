/// The members of a JSON object in the order of the text, found by key in constant time.
///
/// Keys are compared scalar by scalar, so canonically equivalent keys are different members.
public struct JSONObject: Sendable {
  /// A key and its value.
  public struct Member: Sendable {
    /// The key, exactly as it was written.
    public let key: String
    /// What the key stands for.
    public var value: JSONValue
  }

  /// The members in order.
  public private(set) var members: [Member] = []

  private var places: [ExactString: Int] = [:]

  /// An object without members.
  public init() {}

  /// An object of these members, in this order; the keys must differ.
  public init(_ pairs: [(String, JSONValue)]) {
    for (key, value) in pairs {
      precondition(append(key, value), "the key \(key) was given twice")
    }
  }

  /// The number of members.
  public var count: Int { members.count }

  /// Whether there are no members.
  public var isEmpty: Bool { members.isEmpty }

  /// The keys in order.
  public var keys: [String] { members.map(\.key) }

  /// The value for the key, nil if there is none; setting appends a new key at the end, and setting
  /// nil removes the member at a cost linear in their number.
  public subscript(key: String) -> JSONValue? {
    get { places[ExactString(key)].map { members[$0].value } }
    set {
      guard let newValue else { return remove(key) }
      if let place = places[ExactString(key)] {
        members[place].value = newValue
      } else {
        append(key, newValue)
      }
    }
  }

  /// Appends a member, unless the key is taken: then it changes nothing and returns false.
  @discardableResult
  public mutating func append(_ key: String, _ value: JSONValue) -> Bool {
    let exact = ExactString(key)
    guard places[exact] == nil else { return false }
    places[exact] = members.count
    members.append(Member(key: key, value: value))
    return true
  }

  private mutating func remove(_ key: String) {
    guard let place = places[ExactString(key)] else { return }
    members.remove(at: place)
    places = [:]
    for (index, member) in members.enumerated() {
      places[ExactString(member.key)] = index
    }
  }
}

extension JSONObject: Equatable {
  /// Whether both hold the same members in the same order, strings compared scalar by scalar.
  public static func == (left: Self, right: Self) -> Bool {
    left.members.elementsEqual(right.members) {
      ExactString($0.key) == ExactString($1.key) && $0.value == $1.value
    }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// An object of these members, in this order; the keys must differ.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements)
  }
}
