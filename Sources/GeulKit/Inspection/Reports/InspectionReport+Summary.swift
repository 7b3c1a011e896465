import GeulInspection
import GeulStorage

extension InspectionReport {
  /// What a model is made of.
  public init(summary: ModelSummary, model: String) {
    title = "What \(model) is made of"
    func shape(_ tensor: ModelSummary.Tensor) -> String {
      tensor.shape.map(String.init).joined(separator: " × ")
    }
    tables = [
      Table(
        title: "Tensors", heading: ["tensor", "shape", "numbers", "norm", "largest"],
        rows: summary.tensors.map {
          [
            $0.name, shape($0), Figures.grouped($0.count), Self.short($0.norm),
            Self.short($0.largest),
          ]
        })
    ]
    charts = []
    var lines = [
      summary.architecture, "\(Figures.grouped(summary.parameters)) parameters",
      "\(Figures.grouped(summary.multiplyAdds)) multiplications a symbol",
    ]
    if let small = summary.bytesInInt8 {
      lines.append(
        "\(Figures.grouped(summary.bytes)) bytes of weights in fp32, \(Figures.grouped(small)) read in 8 bits"
      )
    }
    findings = lines
    json = [
      "model": .string(model), "architecture": .string(summary.architecture),
      "parameters": .integer(Int64(summary.parameters)),
      "multiply_adds": .integer(Int64(summary.multiplyAdds)),
      "bytes": .integer(Int64(summary.bytes)),
      "bytes_int8": summary.bytesInInt8.map { .integer(Int64($0)) } ?? .null,
      "tensors": .array(
        summary.tensors.map {
          [
            "name": .string($0.name), "shape": .array($0.shape.map { .integer(Int64($0)) }),
            "norm": .number($0.norm), "largest": .number($0.largest),
          ]
        }),
    ]
  }
}
