// One import for programs that use Geul as a library.
@_exported import GeulCompute
@_exported import GeulCorpus
@_exported import GeulEvaluation
@_exported import GeulGeneration
@_exported import GeulInspection
@_exported import GeulLanguage
@_exported import GeulModel
@_exported import GeulStorage
@_exported import GeulText
@_exported import GeulTraining
@_exported import GeulWork
