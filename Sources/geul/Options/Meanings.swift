/// What people who know other programs of the kind type, and what is meant by it here.
///
/// char-rnn, torch-rnn, nanoGPT, llama.cpp, Hugging Face's transformers and PyTorch's examples have their own names for
/// the same settings. One table: whoever suggests a name looks here first, and then for the nearest by its letters.
enum Meanings {
  /// The name of the model or the texts, which stand without a flag.
  static let model = "MODEL"
  static let corpus = "CORPUS"

  /// How a name is looked up: without dashes before it, in small letters, with hyphens.
  static func key(_ name: String) -> String {
    let bare = name.drop { $0 == "-" }.lowercased()
    return bare.split(separator: "_", omittingEmptySubsequences: false).joined(separator: "-")
  }

  /// The flags, without dashes, that a name may mean, the most probable first; a command has some of them.
  static func flags(meantBy name: String) -> [String] { table[key(name)] ?? [] }

  /// Whether a name asks for another kind of processor.
  static func isProcessor(_ name: String) -> Bool { processors.contains(key(name)) }

  /// Everything that can be looked up.
  static var names: [String] { table.keys.sorted() }

  private static let table: [String: [String]] = {
    var table: [String: [String]] = [:]
    for (flags, names) in training + texts + runs + writing {
      for name in names.split(separator: " ") {
        table[String(name), default: []] += flags.split(separator: " ").map(String.init)
      }
    }
    return table
  }()

  private static let processors: Set<String> = Set(
    """
    device devices gpu gpus gpuid gpu-id gpu-backend use-gpu cuda use-cuda no-cuda cpu mps opencl ngl n-gpu-layers
    gpu-layers main-gpu accelerator tpu
    """.split { " \n".contains($0) }.map(String.init))

  private static let training: [(flags: String, names: String)] = [
    ("learning-rate", "lr learn-rate learningrate eta alpha step-size max-lr base-lr"),
    (
      "schedule", "lr-scheduler lr-schedule scheduler lr-scheduler-type lr-decay decay-lr annealing"
    ),
    ("warm-up", "warmup-steps warmup-iters num-warmup-steps lr-warmup warmup-ratio"),
    ("weight-decay", "wd weightdecay decay l2 l2-reg decay-rate"),
    (
      "clip",
      "grad-clip clip-grad max-grad-norm gradient-clip gradient-clipping grad-norm clip-norm gradient-clip-val clip-value"
    ),
    ("epochs", "epoch e num-epochs max-epochs n-epochs nepochs num-train-epochs max-epoch passes"),
    (
      "steps",
      "iters iterations max-iters max-steps num-steps n-steps num-iters n-iters train-steps"
    ),
    ("minutes", "time max-time time-limit hours max-minutes duration"),
    (
      "batch",
      "b bs batch-size batchsize n-batch num-batch per-device-train-batch-size micro-batch-size streams"
    ),
    (
      "sequence",
      "seq seq-length seq-len seqlen sequence-length block-size bptt unroll tbptt max-seq-length max-seq-len context-length n-ctx"
    ),
    ("chunks", "shuffle stateful carry-state reset-state tbptt-mode random-batches"),
    ("window sequence", "context ctx ctx-size c context-size window-size history"),
    ("layers", "n-layer n-layers num-layers nlayers layer depth num-hidden-layers"),
    (
      "hidden",
      "hidden-size rnn-size hidden-dim hidden-units nhid n-hidden num-hidden num-units rnn-hidden d-model width lstm-size cell-size size units-per-layer"
    ),
    (
      "embedding",
      "emsize emb emb-size embedding-size embedding-dim embed embed-dim embed-size wordvec-size n-embd d-embed"
    ),
    ("dropout", "drop drop-rate drop-prob dropout-rate dropout-p p-dropout keep-prob"),
    ("outputs", "skip-connections residual sum-outputs"),
    ("output-dropout", "dropouto dropout-out out-dropout head-dropout"),
    ("input-dropout", "dropouti dropout-in embedding-dropout emb-dropout dropout-emb embd-pdrop"),
    ("weight-dropout", "wdrop weight-drop dropconnect drop-connect recurrent-dropout dropouth"),
    ("dropout-masks", "locked-dropout variational variational-dropout lockdrop"),
    ("patience", "early-stopping early-stop early-stopping-patience stop-after"),
    ("average", "averaging ema swa asgd nonmono polyak ema-decay weight-averaging"),
    ("preset", "size model-size"),
    ("from", "init-from pretrained weights finetune fine-tune init warm-start base-model"),
    ("model", "m model-type type rnn-type cell cell-type arch architecture rnn lstm gru network"),
    ("order", "ngram n-gram ngram-order n-gram-order context-order"),
    ("smoothing", "discount discounting backoff"), ("pseudocount", "add-k k laplace lidstone"),
    ("optimizer", "optim opt optimiser solver algorithm"), ("momentum", "beta1 mu"),
    ("activation", "nonlinearity act activation-function hidden-act"),
    ("precision", "dtype fp16 bf16 fp32 half float16 float32 amp int8 quantize quant load-in-8bit"),
    (
      "threads", "t j n-threads num-threads num-workers workers cpus cores jobs nproc threads-batch"
    ),
    ("seed", "s random-seed rng-seed manual-seed torch-seed random-state"),
  ]

  private static let texts: [(flags: String, names: String)] = [
    (
      "vocabulary", "vocab vocab-file vocab-path tokenizer tokenizer-path tokenizer-file dictionary"
    ),
    ("vocabulary-size", "vocab-size n-vocab max-vocab num-symbols"),
    ("minimum-count", "min-count min-freq min-frequency minimum-frequency cutoff"),
    ("units", "u unit token-type tokenization level granularity symbol"),
    ("normalize", "normalise normalization normalisation normal-form form unicode nfc nfd"),
    ("newlines", "newline line-endings line-ends eol crlf"),
    ("encoding", "charset enc character-encoding codec file-encoding"),
    ("invalid", "errors on-error bad-bytes malformed"),
    (
      "validation",
      "val valid val-split validation-split val-frac val-fraction val-ratio val-size valid-frac dev holdout"
    ),
    (
      "validation-file",
      "val-file val-data valid-file validation-data valid-data eval-data dev-file"
    ),
    ("test", "test-split test-frac test-fraction test-size"),
    ("test-file", "test-data test-path"),
    (
      "CORPUS",
      "d data dataset data-dir data-path data-file corpus text text-file train train-file train-data training-data path input-txt dir"
    ),
    ("prompt CORPUS", "i f input input-file file in"),
  ]

  private static let runs: [(flags: String, names: String)] = [
    (
      "out",
      "o output out-dir outdir output-dir output-file save save-dir save-path checkpoint-dir checkpoint-name checkpoint-path model-dir name run-name run dest destination"
    ),
    (
      "resume",
      "r continue restore load-checkpoint resume-from resume-from-checkpoint resume-training cont checkpoint ckpt load"
    ),
    (
      "evaluate-every",
      "eval-every eval-interval eval-steps eval-val-every val-every val-interval validate-every evaluation-steps"
    ),
    (
      "save-every",
      "save-interval save-steps save-freq checkpoint-every checkpoint-interval ckpt-every"
    ),
    ("sample-every", "sample-interval sample-steps print-samples generate-every"),
    ("keep", "save-total-limit max-to-keep keep-last max-checkpoints"),
    ("config", "cfg conf config-file configuration settings yaml toml"),
    ("quiet", "q silent no-progress no-progress-bar"), ("verbose", "v debug info"),
    ("version", "v ver verison vesion"),
    ("json", "jsonl as-json format output-format"),
    ("lanes", "b batch batch-size parallel batchsize"),
    ("which", "best latest last checkpoint-type"), ("split", "part subset val valid dev"),
    (
      "MODEL",
      "m model model-path model-file model-name checkpoint ckpt checkpoint-file load load-model weights pretrained model-dir run name cv"
    ),
  ]

  private static let writing: [(flags: String, names: String)] = [
    ("temperature", "temp t tau sampling-temperature do-sample greedy"),
    (
      "length",
      "l n len max-len maxlen max-length max-tokens max-new-tokens n-predict num-predict predict-len gen-length num-tokens n-tokens tokens num-chars chars characters size"
    ),
    ("count", "n num-samples n-samples samples num-return-sequences num-texts n-best number"),
    (
      "prompt",
      "p prime primetext prime-text prime-str prime-string start start-text start-string start-token starttext seed-text prefix initial text context"
    ),
    ("top-k", "k topk"), ("top-p", "topp nucleus nucleus-p"), ("min-p", "minp"),
    ("typical", "typical-p typicalp locally-typical"),
    (
      "repetition-penalty",
      "rep-penalty rep-pen repeat-penalty presence-penalty frequency-penalty penalty"
    ),
    ("repetition-window", "repeat-last-n rep-range penalty-last-n"),
    ("beam", "beams num-beams beam-size beam-width beam-search"),
    ("length-penalty", "beam-alpha len-penalty"),
    ("stop", "stop-sequence stop-sequences stop-string stop-token eos until end reverse-prompt"),
    ("until-line", "one-line single-line until-newline"),
    ("only", "allow allowed charset chars-only"), ("forbid", "ban banned exclude bad-words"),
    ("alternatives", "logprobs top-logprobs n-probs logits"),
    ("no-echo", "no-display-prompt no-prompt hide-prompt echo skip-prompt"),
  ]
}
