import GeulCompute
import GeulGeneration
import GeulLanguage
import GeulWork

/// A model at work as some settings say: what it reads and writes goes on from one state.
///
/// The one way from a model and settings to texts, drawn or searched for. Each session has a state of its own, and one
/// thread at a time; sessions of the same model may work side by side.
public final class DecodingSession {
  /// The model's state, and what can be done with it beside writing.
  public let session: ModelSession
  /// The arithmetic of the model.
  public let kind: ProductKind
  /// What the texts are written by.
  public private(set) var settings = DecodingSettings()

  /// A session that has read nothing, with the settings by default; packs the model's weights, so it costs a copy of
  /// them.
  public init(
    _ language: LanguageModel, kind: ProductKind = .fastestForOneLane, pool: WorkerPool
  ) {
    session = TextSession(language, kind: kind, pool: pool)
    self.kind = kind
  }

  /// Writes by other settings from now on; returns those characters of `only` that the model cannot write, if what may
  /// come has changed.
  ///
  /// Throws a `RequestError` if the model can write nothing that the settings allow, which are then not taken.
  @discardableResult
  public func use(_ settings: DecodingSettings) throws(RequestError) -> String {
    if let flaw = settings.flaw { throw .usage(flaw) }
    let missing = try settings.apply(to: session)
    self.settings = settings
    return missing
  }

  /// Writes a text, drawn or the best of a beam, and goes on from it.
  ///
  /// `take` tells several texts from the same place apart: it is added to the seed. `emit` is told the text as soon as
  /// its characters are certain, the beam's at its end; what it throws ends the writing, and is thrown.
  public func write<Failure: Error>(
    take: UInt64 = 0, stop: StopRequest = StopRequest(), emit: (String) throws(Failure) -> Void
  ) throws(Failure) -> Generation {
    let seed = settings.seed &+ take
    if let beam = settings.search {
      let found = session.search(
        settings.writing(), beam: beam, sampling: settings.sampling, seed: seed, stop: stop)
      guard let best = found.first else { return Generation() }
      session.read(best.symbols + best.rest)
      try emit(best.text)
      return best
    }
    var sampler = Sampler(settings.sampling, seed: seed)
    let failure = FirstFailure<Failure>(stopping: stop)
    let generation = session.write(
      settings.writing(), sampler: &sampler, stop: failure.stop,
      emit: { piece in failure.attempt { () throws(Failure) in try emit(piece) } })
    try failure.check()
    return generation
  }

  /// Writes `count` texts from here, each as it would be alone; the session stays where it is.
  ///
  /// A beam writes as many as its settings say are its best, whatever the count. `alternatives` of the most probable
  /// symbols are noted at each place. `tell` is told what comes; what it throws ends the writing, and is thrown.
  /// Asked to `stop`, texts that were begun end where they are. Stops the program if the settings have a flaw for such
  /// a count.
  public func writeTexts<Failure: Error>(
    _ count: Int = 1, alternatives: Int = 0, stop: StopRequest = StopRequest(),
    tell: (DecodingEvent) throws(Failure) -> Void
  ) throws(Failure) {
    let writing = settings.writing(alternatives: alternatives)
    if let beam = settings.search { return try search(writing, beam, stop, tell) }
    if let flaw = settings.flaw(count: count) { preconditionFailure(flaw) }
    try tell(.begun(count: count))
    for first in stride(from: 0, to: count, by: ModelSession.mostLanes) {
      // What was not begun is not ended.
      if first > 0 && stop.isRequested { return }
      let places = first..<min(count, first + ModelSession.mostLanes)
      try draw(places, writing, stop, tell)
    }
  }

  /// Texts that are written beside each other, and so share the time.
  private func draw<Failure: Error>(
    _ places: Range<Int>, _ writing: WritingSettings, _ stop: StopRequest,
    _ hear: (DecodingEvent) throws(Failure) -> Void
  ) throws(Failure) {
    let begun = ContinuousClock.now
    let samplers = places.map { Sampler(settings.sampling, seed: settings.seed &+ UInt64($0)) }
    let failure = FirstFailure<Failure>(stopping: stop)
    func tell(_ event: DecodingEvent) {
      failure.attempt { () throws(Failure) in try hear(event) }
    }
    session.writeSamples(
      writing, samplers: samplers, stop: failure.stop,
      emit: { tell(.piece($1, place: places.lowerBound + $0)) },
      ended: { number, generation in
        let place = places.lowerBound + number
        let seconds = (ContinuousClock.now - begun).inSeconds
        tell(
          .ended(
            DecodedText(
              generation: generation, place: place, seed: settings.seed &+ UInt64(place),
              seconds: seconds)))
      })
    try failure.check()
  }

  private func search<Failure: Error>(
    _ writing: WritingSettings, _ beam: BeamSettings, _ stop: StopRequest,
    _ tell: (DecodingEvent) throws(Failure) -> Void
  ) throws(Failure) {
    let begun = ContinuousClock.now
    let found = session.search(
      writing, beam: beam, sampling: settings.sampling, seed: settings.seed, stop: stop)
    let seconds = (ContinuousClock.now - begun).inSeconds
    try tell(.begun(count: found.count))
    for (place, generation) in found.enumerated() {
      try tell(.piece(generation.text, place: place))
      try tell(
        .ended(
          DecodedText(
            generation: generation, place: place, seed: settings.seed, seconds: seconds)))
    }
  }
}

/// The first failure of somebody who is told what comes of a work: it asks the work, which knows of no failures, to
/// stop.
private final class FirstFailure<Failure: Error> {
  /// What the work is to look for.
  let stop: StopRequest
  private var failure: Failure?

  init(stopping stop: StopRequest) { self.stop = StopRequest(following: stop) }

  /// Tells, unless that has failed before.
  func attempt(_ tell: () throws(Failure) -> Void) {
    guard failure == nil else { return }
    do throws(Failure) { try tell() } catch {
      failure = error
      stop.request()
    }
  }

  /// Throws the failure, if there was one.
  func check() throws(Failure) {
    if let failure { throw failure }
  }
}
