/// An encoding that bytes may be in, with what its texts are made of.
struct EncodingHypothesis: Sendable {
  let encoding: TextEncoding
  /// How likely it is before any byte is seen.
  let prior: Double
  let model: CharacterModel

  static let all: [EncodingHypothesis] = [
    .init(encoding: .utf8, prior: 0.2, model: .universal),
    .init(encoding: .cp949, prior: 0.3, model: .korean),
    .init(encoding: .shiftJIS, prior: 0.1, model: .japanese),
    .init(encoding: .eucJP, prior: 0.06, model: .japanese),
    .init(encoding: .gb18030, prior: 0.1, model: .simplifiedChinese),
    .init(encoding: .big5, prior: 0.06, model: .traditionalChinese),
    .init(encoding: .johab, prior: 0.02, model: .korean),
    .init(encoding: .windows1252, prior: 0.06, model: .westernEuropean),
    .init(encoding: .windows1251, prior: 0.01, model: .russian),
    .init(encoding: .koi8R, prior: 0.005, model: .russian),
    .init(encoding: .windows1253, prior: 0.005, model: .greek),
    .init(encoding: .thai, prior: 0.005, model: .thai),
    .init(encoding: .utf16LittleEndian, prior: 0.04, model: .universal),
    .init(encoding: .utf16BigEndian, prior: 0.02, model: .universal),
    .init(encoding: .utf32LittleEndian, prior: 0.01, model: .universal),
    .init(encoding: .utf32BigEndian, prior: 0.01, model: .universal),
  ]
}
