/// What a seed's streams are for, so that no two uses of randomness draw from the same one.
///
/// Whoever draws adds its own number here, and none that another has: models 1 and from 0x1000 on, generated text 2,
/// chunks to train on 3, benchmarks 16 and 17.
public enum RandomPurpose {}
