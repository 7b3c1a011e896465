import GeulStorage

extension CorpusCatalogue {
  /// The corpora that Geul knows.
  ///
  /// Only files enter whose bytes are known from two sides: sizes and hashes are those that the
  /// corpus libraries of Hugging Face (`download_checksums`) and others pinned, at addresses that do
  /// not move on to another version.
  public static let builtIn = CorpusCatalogue(entries: [
    tinyShakespeare, enwik8, text8, nsmc("train", "ratings_train.txt", 14_628_807, nsmcTrainHash),
    nsmc("test", "ratings_test.txt", 4_893_335, nsmcTestHash),
  ])

  private static let tinyShakespeare = CorpusEntry(
    name: "tinyshakespeare", title: "Tiny Shakespeare: 40,000 lines of the plays",
    language: "English",
    file: RemoteFile(
      url: "https://raw.githubusercontent.com/karpathy/char-rnn/"
        + "6f9487a6fe5b420b7ca9afb0d7c078e37c1d1b4e/data/tinyshakespeare/input.txt",
      bytes: 1_115_394, sha256: "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed"),
    format: .plain, licence: "public domain (the collection: MIT)",
    licenceURL: "https://github.com/karpathy/char-rnn",
    attribution: "William Shakespeare; collected by Andrej Karpathy for char-rnn",
    purpose: "the usual first text for character models; 65 symbols, trained in minutes")

  private static let enwik8 = CorpusEntry(
    name: "enwik8", title: "enwik8: the first 100,000,000 bytes of English Wikipedia, 2006",
    language: "English",
    file: RemoteFile(
      url: "https://mattmahoney.net/dc/enwik8.zip", bytes: 36_445_475,
      sha256: "547994d9980ebed1288380d652999f38a14fe291a6247c157c3d33d4932534bc"),
    format: .zip, member: "enwik8", licence: "GFDL 1.2 or later, and CC BY-SA 3.0",
    licenceURL: "https://en.wikipedia.org/wiki/Wikipedia:Copyrights",
    attribution: "the authors of Wikipedia; cut by Matt Mahoney",
    purpose: "bits per byte and compression; XML and some other languages within")

  private static let text8 = CorpusEntry(
    name: "text8", title: "text8: English Wikipedia, 2006, letters a to z and spaces alone",
    language: "English",
    file: RemoteFile(
      url: "https://mattmahoney.net/dc/text8.zip", bytes: 31_344_016,
      sha256: "a6640522afe85d1963ad56c05b0ede0a0c000dddc9671758a6cc09b7a38e5232"),
    format: .zip, member: "text8", licence: "GFDL 1.2 or later, and CC BY-SA 3.0",
    licenceURL: "https://en.wikipedia.org/wiki/Wikipedia:Copyrights",
    attribution: "the authors of Wikipedia; cleaned by Matt Mahoney",
    purpose: "bits per character over 27 symbols; 100,000,000 characters in a single line")

  private static let nsmcTrainHash =
    "e03b7d14e9e41be8d464a28057cd25d7396c53e67aa7fd5f7e552c59b0ee2940"
  private static let nsmcTestHash =
    "8ac9f64052f11dbf6ae0acb5e038f03d90a76f0eda7820cfb3a92d02edfcebda"

  private static func nsmc(
    _ part: String, _ file: String, _ bytes: Int, _ sha256: String
  ) -> CorpusEntry {
    CorpusEntry(
      name: "nsmc-\(part)", title: "Naver sentiment movie corpus 1.0, \(part) part",
      language: "Korean",
      file: RemoteFile(
        url: "https://raw.githubusercontent.com/e9t/nsmc/"
          + "cc0670e872d4ac27bfe36c87456783004b39ef6c/\(file)",
        bytes: bytes, sha256: sha256),
      format: .plain, licence: "CC0 1.0, as its collector states",
      licenceURL: "https://github.com/e9t/nsmc",
      attribution:
        "Lucy Park; the reviews are by users of Naver, which the collector's word may not bind",
      purpose: "colloquial Korean, coarse words too; each line: number, tab, review, tab, 0 or 1")
  }
}
