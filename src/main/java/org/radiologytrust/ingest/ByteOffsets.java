package org.radiologytrust.ingest;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Finds the bytes of a decoded message's characters. Costs nothing when each character has the same
 * number of bytes; otherwise it counts, and is fast only when asked in ascending order.
 */
public final class ByteOffsets {
  private final byte[] bytes;
  private final int start;
  private final String text;
  private final Charset charset;

  /** Bytes of each character; 0 if they differ. */
  private final int width;

  private Counter counter;

  /**
   * Creates the finder.
   *
   * @param start first byte of the text
   * @param text all bytes from there on, decoded
   */
  public ByteOffsets(byte[] bytes, int start, String text, Charset charset) {
    this.bytes = bytes;
    this.start = start;
    this.text = text;
    this.charset = charset;
    int length = bytes.length - start;
    // no character set in use has a character of two UTF-16 units and fewer than three bytes
    boolean utf16 =
        charset.equals(StandardCharsets.UTF_16BE) || charset.equals(StandardCharsets.UTF_16LE);
    this.width = utf16 ? 2 : text.length() == length ? 1 : 0;
    this.counter = newCounter();
  }

  /** The byte at which the character with this index (in UTF-16 units) begins. */
  public int of(int index) {
    if (width > 0) {
      return start + index * width;
    }
    if (index < counter.index) {
      counter = newCounter();
    }
    counter.advance(index);
    return counter.offset;
  }

  /**
   * Whether the bytes, decoded alone, are the text, and each part of the text has the bytes that
   * encoding it gives.
   *
   * @param from first byte
   * @param to the byte after the last
   */
  public boolean exact(String run, int from, int to) {
    if (width > 0 || charset.equals(StandardCharsets.UTF_8)) {
      return true;
    }
    byte[] encoded = run.getBytes(charset);
    boolean ascii = run.chars().allMatch(c -> c < 128);
    boolean stateful = charset.name().toUpperCase(Locale.ROOT).contains("2022");
    return (ascii || !stateful) && Arrays.equals(encoded, 0, encoded.length, bytes, from, to);
  }

  public Charset charset() {
    return charset;
  }

  private Counter newCounter() {
    return charset.equals(StandardCharsets.UTF_8) ? new Utf8Counter() : new DecodingCounter();
  }

  /** Goes through the text from its beginning. */
  private abstract class Counter {
    int index;
    int offset = start;

    abstract void advance(int to);
  }

  private final class Utf8Counter extends Counter {
    @Override
    void advance(int to) {
      for (; index < to; index++) {
        char c = text.charAt(index);
        // a pair of surrogates has four bytes: they are counted at its second half
        offset +=
            c < 0x80
                ? 1
                : c < 0x800
                    ? 2
                    : Character.isHighSurrogate(c) ? 0 : Character.isLowSurrogate(c) ? 4 : 3;
      }
    }
  }

  /**
   * Decodes one byte after the other, so that an escape sequence of the character set belongs to
   * the character behind it.
   */
  private final class DecodingCounter extends Counter {
    private final CharsetDecoder decoder = charset.newDecoder();
    private final ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
    private final CharBuffer out = CharBuffer.allocate(2);

    DecodingCounter() {
      in.limit(start);
    }

    @Override
    void advance(int to) {
      while (index < to && in.limit() < bytes.length) {
        in.limit(in.limit() + 1);
        decoder.decode(in, out.clear(), false);
        if (out.position() > 0) {
          index += out.position();
          offset = in.position();
        }
      }
    }
  }
}
