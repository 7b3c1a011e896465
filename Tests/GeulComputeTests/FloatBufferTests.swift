import GeulCompute
import Testing

struct FloatBufferTests {
  @Test(arguments: [0, 1, 15, 16, 17, 1_000])
  func startsAlignedAndZero(count: Int) {
    let buffer = FloatBuffer(count: count)
    #expect(buffer.count == count)
    #expect(buffer.elements == [Float](repeating: 0, count: count))
    #expect(UInt(bitPattern: buffer.pointer) % 64 == 0)
    #expect(buffer.bytes.count == 4 * count)
  }

  @Test func holdsWhatIsWritten() {
    let buffer = FloatBuffer([1, -2, 3])
    buffer[1] = 5
    #expect(buffer[1] == 5)
    #expect(buffer.elements == [1, 5, 3])
    let other = FloatBuffer(count: 3)
    other.copy(from: buffer)
    buffer.clear()
    #expect(other.elements == [1, 5, 3])
    #expect(buffer.elements == [0, 0, 0])
  }

  @Test func bytesAreLittleEndian() {
    let buffer = FloatBuffer([1, -2])
    #expect(Array(buffer.bytes) == [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
  }
}
