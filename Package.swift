// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "geul",
  products: [
    .library(name: "GeulKit", targets: ["GeulKit"]),
    .executable(name: "geul", targets: ["geul"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CUTF8Proc", providers: [.apt(["libutf8proc-dev"])]),
    .systemLibrary(name: "CXXHash", providers: [.apt(["libxxhash-dev"])]),
    .systemLibrary(
      name: "CMessageDigest", providers: [.apt(["libmd-dev"])]),
    .systemLibrary(name: "CMagic", providers: [.apt(["libmagic-dev"])]),
    .systemLibrary(
      name: "CLibXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .target(name: "CMarkupParser", dependencies: ["CLibXML"]),
    .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),
    .systemLibrary(name: "CLineEditor", providers: [.apt(["libedit-dev"])]),
    .target(name: "CKernels"),
    .plugin(name: "CommitPlugin", capability: .buildTool(), path: "Sources/CommitPlugin"),
    .target(name: "GeulWork", plugins: ["CommitPlugin"]),
    .target(name: "GeulStorage", dependencies: ["CMessageDigest", "CXXHash", "GeulWork"]),
    .target(
      name: "GeulText",
      dependencies: [
        "CMarkupParser", "CMagic", "CSimdJSON", "CUTF8Proc", "GeulStorage", "GeulWork",
      ]),
    .target(
      name: "GeulCorpus", dependencies: ["CUTF8Proc", "GeulWork", "GeulStorage", "GeulText"]),
    .target(name: "GeulCompute", dependencies: ["CKernels"]),
    .target(name: "GeulModel", dependencies: ["GeulCompute", "GeulStorage"]),
    .target(name: "GeulLanguage", dependencies: ["GeulStorage", "GeulText", "GeulModel"]),
    .target(
      name: "GeulEvaluation",
      dependencies: ["GeulWork", "GeulStorage", "GeulText", "GeulCompute", "GeulModel"]),
    .target(
      name: "GeulTraining",
      dependencies: [
        "GeulWork", "GeulStorage", "GeulText", "GeulCompute", "GeulModel", "GeulLanguage",
        "GeulEvaluation",
      ]),
    .target(
      name: "GeulGeneration",
      dependencies: [
        "GeulWork", "GeulStorage", "GeulText", "GeulCompute", "GeulModel", "GeulLanguage",
      ]),
    .target(
      name: "GeulInspection",
      dependencies: [
        "GeulWork", "GeulStorage", "GeulText", "GeulCorpus", "GeulCompute", "GeulModel",
        "GeulEvaluation", "GeulTraining",
      ]),
    .target(
      name: "GeulKit",
      dependencies: [
        "GeulWork", "GeulStorage", "GeulText", "GeulCorpus", "GeulCompute", "GeulModel",
        "GeulLanguage", "GeulEvaluation", "GeulTraining", "GeulGeneration", "GeulInspection",
      ]),
    .executableTarget(
      name: "geul",
      // GeulKit's parts by name, so that a change of one of them rebuilds what is inlined from it.
      dependencies: [
        "GeulKit", "GeulWork", "GeulStorage", "GeulText", "GeulCorpus", "GeulCompute", "GeulModel",
        "GeulLanguage", "GeulEvaluation", "GeulTraining", "GeulGeneration", "GeulInspection",
        "CLineEditor",
        "TOMLKit",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(name: "LocalServer", path: "Tests/LocalServer"),
    .target(
      name: "FaultInjection", dependencies: ["GeulStorage"], path: "Tests/FaultInjection"),
    .target(
      name: "ModelConformance", dependencies: ["GeulModel", "GeulCompute", "GeulStorage"],
      path: "Tests/ModelConformance"),
    .target(name: "CAllocations", path: "Tests/CAllocations"),
    .executableTarget(
      name: "CountAllocations", dependencies: ["GeulKit", "CAllocations"],
      path: "Tests/CountAllocations"),
    .executableTarget(name: "OwnLoop", dependencies: ["GeulKit"], path: "Tests/OwnLoop"),
    .testTarget(
      name: "GeulStorageTests",
      dependencies: ["GeulStorage", "GeulWork", "LocalServer", "FaultInjection"]),
    .testTarget(
      name: "GeulTextTests",
      dependencies: ["GeulText", "GeulStorage", "GeulWork", "FaultInjection"]),
    .testTarget(
      name: "GeulCorpusTests",
      dependencies: ["GeulCorpus", "GeulText", "GeulStorage", "GeulWork", "LocalServer"]),
    .testTarget(name: "GeulComputeTests", dependencies: ["GeulCompute"]),
    .testTarget(
      name: "GeulModelTests",
      dependencies: [
        "GeulModel", "GeulCompute", "GeulStorage", "ModelConformance", "FaultInjection",
      ]),
    .testTarget(
      name: "GeulGenerationTests", dependencies: ["GeulGeneration", "GeulCompute", "GeulWork"]),
    .testTarget(
      name: "GeulEvaluationTests",
      dependencies: ["GeulEvaluation", "GeulText", "GeulModel", "GeulCompute", "GeulWork"]),
    .testTarget(
      name: "GeulInspectionTests",
      dependencies: ["GeulInspection", "GeulText", "GeulModel", "GeulCompute", "GeulStorage"]),
    .testTarget(name: "GeulKitTests", dependencies: ["GeulKit"]),
    .testTarget(
      name: "GeulTrainingTests",
      dependencies: [
        "GeulTraining", "GeulLanguage", "GeulCompute", "GeulStorage", "GeulWork", "FaultInjection",
      ]),
    .testTarget(
      name: "GeulCommandTests",
      dependencies: [
        "geul", "GeulWork", "GeulStorage", "LocalServer", "CountAllocations", "OwnLoop",
      ]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

// `make fuzz` alone: one more program, beside which the command and the tests would be in the way.
if Context.environment["GEUL_FUZZ"] != nil {
  package.targets.removeAll { $0.type == .test || $0.name == "geul" }
  package.products = []
  package.targets += [
    .executableTarget(
      name: "Fuzzer", dependencies: ["GeulKit", "TOMLKit"],
      path: "Tests/Fuzz/Fuzzer")
  ]
}
