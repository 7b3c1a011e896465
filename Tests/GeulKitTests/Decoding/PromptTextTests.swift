import GeulKit
import Testing

/// Prompts as they are named.
@Suite struct PromptTextTests {
  @Test func aPromptIsATextOrAFile() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("opening.txt", "\u{FEFF}새벽\r\n")
    #expect(try PromptText.read("새벽") == "새벽")
    #expect(try PromptText.read("@@새벽") == "@새벽")
    #expect(try PromptText.read("@" + file).unicodeScalars.elementsEqual("새벽\r\n".unicodeScalars))
    let error = #expect(throws: RequestError.self) { try PromptText.read("@", of: "prompt") }
    #expect(error?.kind == .wrongUsage && error?.description.hasPrefix("prompt @") == true)
    #expect(throws: TextError.self) { try PromptText.read("@" + folder.path("none")) }
  }
}
