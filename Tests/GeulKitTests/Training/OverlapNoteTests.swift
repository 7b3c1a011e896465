import Foundation
import GeulKit
import Testing

/// Validation text that is trained on too is told.
@Suite struct OverlapNoteTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Sentences of which no two are alike.
  private func text(_ seed: Int) -> String {
    (0..<60).map {
      "\(seed)번 배는 \($0 * seed % 97)일 밤 \($0 * 31 % 89)시에 항구 \($0 * $0 * seed % 83)을 떠났다.\n"
    }
    .joined()
  }

  private func job(_ corpus: [String], validation: String? = nil) throws -> TrainingJob {
    var request = TrainingRequest()
    (request.corpus, request.validationFile) = (corpus, validation)
    request.out = folder.path("run-\(UUID().uuidString)")
    (request.model.layers, request.model.hidden) = (1, 8)
    (request.training.steps, request.training.threads) = (2, 1)
    return try TrainingJob(new: request)
  }

  @Test func aFileAndItsCopy() throws {
    let one = try folder.write("1.txt", text(3))
    let copy = try folder.write("2 (copy).txt", text(3))
    for corpus in [[one, copy], [one, one]] {
      let job = try job(corpus)
      let note = try #require(job.overlapNote)
      #expect(note.hasPrefix("100 % of the validation text is also in the training text"))
      if corpus[1] == copy { #expect(note.contains("2 (copy).txt repeats 1.txt")) }
      var share: Double?
      _ = try job.train {
        if case .start(let start) = $0 { share = start.validationShareTrainedOn }
      }
      #expect(share == 1)
    }
  }

  @Test func aValidationFileThatIsPartOfTheCorpus() throws {
    let one = try folder.write("corpus.txt", text(5))
    let part = try folder.write("part.txt", String(text(5).suffix(900)) + text(7).suffix(900))
    let found = try #require(try job([one], validation: part).overlap)
    #expect((0.3..<0.7).contains(found.share), "\(found.share)")
    let note = try #require(try job([one], validation: one).overlapNote)
    #expect(note.contains("corpus.txt is trained on itself"))
  }

  @Test func whatIsFreshIsNotAccused() throws {
    let one = try folder.write("corpus.txt", text(11))
    let other = try folder.write("other.txt", text(13))
    #expect(try job([one], validation: other).overlapNote == nil)
    #expect(try job([try folder.write("short.txt", "짧은 글이다.\n")]).overlapNote == nil)
    for name in ["korean.txt", "english.txt"] {
      let path = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../corpora/\(name)").path
      #expect(try job([path]).overlapNote == nil, "\(name)")
    }
  }
}
