import GeulCorpus
import GeulText

/// What the doctor would say loudest of a corpus that is read to be trained on.
///
/// It looks at the first megabytes of the text on the way, which costs little and finds what runs through a text.
final class CorpusSurvey {
  /// Scalars that are looked at.
  private static let most = 4 << 20

  private var inspector: CorpusInspector
  private var left = most
  private var lastFile: DecodedFile?

  /// A survey before the first text.
  init(newlines: NewlinePolicy) { inspector = CorpusInspector(newlines: newlines) }

  /// What looks at the text.
  var observer: CorpusObserver {
    CorpusObserver(
      mayTake: { self.left > 0 },
      append: { scalars in
        self.inspector.append(scalars.count <= self.left ? scalars : Array(scalars[..<self.left]))
        self.left = max(0, self.left - scalars.count)
      },
      endOfFile: { file in
        // A file that was cut off is ended here, and those after it are not looked at.
        if self.lastFile == nil || self.left > 0 { self.inspector.endOfFile(file) }
        if self.left == 0 { self.lastFile = file }
      })
  }

  /// The gravest of what there is to say, in a line that ends with the way to more of it; nil for a text without fault.
  var loudest: String? {
    let loud = inspector.finish(rarest: 0).recommendations.first { $0.kind.isLoud }
    return loud.map { advice in
      "warning: " + advice.message + (advice.flag.map { " [\($0)]" } ?? "")
        + " More: geul corpus inspect"
    }
  }
}

extension CorpusRecommendation.Kind {
  /// Whether a model of a text of which this is said would learn what nobody wants it to.
  fileprivate var isLoud: Bool {
    switch self {
    case .encoding, .mojibake, .replacement, .suspectCharacters, .structure, .joinedFiles: true
    // Duplicates are told by what is trained and validated on, of all of the text.
    case .duplicates, .empty, .normalForm, .compatibility, .newlines, .oldHangul, .rareSymbols,
      .largeVocabulary,
      .longLine, .incomplete:
      false
    }
  }
}
